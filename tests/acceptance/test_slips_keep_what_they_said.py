"""A slip says for ever what it said when it was given out."""

import pytest
from flask import Flask

from tests.acceptance.test_adjustments import adjust
from tests.acceptance.test_supplements import answer, ask
from tests.client import Api
from tests.town import Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is said is said from any database."""


@ONE
def test_code_and_adjusted_answers_stand_on_no_slip_that_was_given_out_before(
    app: Flask, town: Town
) -> None:
    officer, case_id = Api(app, "bao.pq@nghe_an"), town.file().case_id
    ask(town, case_id)
    number = town.case(case_id).submission_number
    printed = officer.client.get(f"/ho-so/{number}/phieu-bo-sung").text
    answer(town, case_id)
    town.end(town.task(case_id))
    code = town.case(case_id).code or ""
    received = officer.client.get(f"/ho-so/{code}/giay-tiep-nhan").text
    adjust(town, case_id)
    slip = officer.client.get(f"/ho-so/{code}/phieu-bo-sung").text
    receipt = officer.client.get(f"/ho-so/{code}/giay-tiep-nhan").text
    assert "tính lại từ đầu" not in slip
    assert f">{code}</b>" in receipt
    assert [f">{one}</b>" in slip for one in (number, code)] == [True, False]
    for before, now in ((printed, slip), (received, receipt)):
        assert ["Khối 7" in before, "Khối 7" in now, "Khối 9" in now] == [True, True, False]
