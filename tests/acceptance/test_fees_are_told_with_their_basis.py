"""What a case pays stands everywhere with amount, legal basis and that no payment is recorded."""

from flask import Flask

from tests.acceptance.test_comments_have_readers import signed_in
from tests.client import Api
from tests.shipped import file, publish, take
from tests.town import Town

CODE, FOLDER = "2.000635", "trich_luc_ho_tich"


def test_fee_basis_and_payment_stand_on_every_page(app: Flask, town: Town) -> None:
    scenario = publish(town, FOLDER)
    case_id = file(town, CODE, scenario, channel="online", person=signed_in(town))
    first, second = (step.element for step in scenario.steps[:2])
    assert first != second
    take(town, case_id, scenario, until=second)
    case, citizen = town.case(case_id), Api(app, "congdan")
    [fee] = citizen.get(f"/cases/{case.code}").json["fees"]
    assert fee["due"] != "0"
    assert fee["basis"]
    assert fee["paid_words"] == "chưa ghi nhận thu"
    doors = (
        f"/da-nop/{case.submission_number}",
        f"/tra-cuu?ma={case.code}",
        f"/ho-so/{case.code}",
        f"/ho-so/{case.code}/giay-tiep-nhan",
    )
    for door in doors:
        page = citizen.client.get(door).text
        assert [
            words
            for words in (fee["words"], fee["basis"], "chưa ghi nhận thu")
            if words not in page
        ] == [], door
