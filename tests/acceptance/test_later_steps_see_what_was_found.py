"""What a step found is seen by every later step, and is there again when the step comes again.

On the flagship (2.002755): step B3 declares months, amount, meeting and opinion; B4 may send back.
"""

import json
from typing import Any

import pytest
from flask import Flask

from engine.store.organisation import Officer
from tests.acceptance.test_comments_have_readers import signed_in
from tests.client import Api
from tests.shipped import publish
from tests.town import FLAGSHIP_FOLDER, MAIN_PATH, PROVINCE, STEPS, Town

REASON = "Mức trợ cấp chưa theo bảng mức hưởng"
ANSWERS = dict(STEPS["B3"].answers or {}) | {"so_thang_duoc_tinh": 26, "muc_tro_cap": 4_100_000}
CORRECTED = ANSWERS | {"muc_tro_cap": 3_700_000}
CONCLUSION = "Trình lãnh đạo phòng: đủ điều kiện"
SHOWN = ("Mức trợ cấp đề nghị", "4.100.000 đồng", CONCLUSION, "04/12/2025")


def filed(town: Town, until: str) -> str:
    """A case at a step, with B3 answered as ANSWERS; its id."""
    case_id = town.file(person=signed_in(town)).case_id
    town.until(case_id, "B3")
    town.wait(hours=1)
    town.end(town.task(case_id), answers=ANSWERS | {"ngay_hop": "2025-12-04"})
    town.until(case_id, until)
    return case_id


def at(town: Town, case_id: str, app: Flask) -> tuple[Api, str]:
    """The officer at whose desk the case lies, signed in, and its code."""
    officer = town.desk(town.task(case_id))
    with town.database.reading() as session:
        row = session.get_one(Officer, (PROVINCE, officer.officer_id))
    return Api(app, f"{row.username}@{PROVINCE}"), str(town.case(case_id).code)


def of(found: list[dict[str, Any]], element: str) -> list[dict[str, Any]]:
    return [one for one in found if one["element_id"] == element]


@pytest.mark.parametrize("step", ["B4", "B5", "B9", "B13"])
def test_every_later_step_sees_what_b3_found(app: Flask, town: Town, step: str) -> None:
    case_id = filed(town, step)
    officer, ref = at(town, case_id, app)
    [found] = of(officer.get(f"/cases/{ref}").json["findings"], "B3")
    told = {one["key"]: (one["label"], one["value"]) for one in found["answers"]}
    assert told["muc_tro_cap"] == ("Mức trợ cấp đề nghị", "4.100.000 đồng")
    assert told["ngay_hop"][1] == "04/12/2025"
    assert found["outcome_label"] == CONCLUSION
    assert found["unit_name"]
    assert found["completed_at"]
    for door in (f"/ho-so/{ref}", f"/ho-so/{ref}/phieu"):
        page = officer.client.get(door).text
        assert all(words in page for words in (*SHOWN, found["officer_name"])), door


def test_the_applicant_reads_nothing_of_what_officers_found(app: Flask, town: Town) -> None:
    case_id = filed(town, "B4")
    ref, citizen = town.case(case_id).code, Api(app, "congdan")
    assert citizen.get(f"/cases/{ref}").json["findings"] == []
    doors = (f"/ho-so/{ref}", f"/tra-cuu?ma={ref}", f"/ho-so/{ref}/phieu")
    assert not any("4.100.000" in citizen.client.get(door).text for door in doors)


def test_the_applicant_reads_the_answers_that_the_form_means_for_them(
    app: Flask, town: Town
) -> None:
    form = json.loads((FLAGSHIP_FOLDER / "forms" / "tham_dinh.json").read_text())
    for component in form["components"]:
        if component.get("key") == "muc_tro_cap":
            component.setdefault("properties", {})["audience"] = "applicant"
    publish(town, FLAGSHIP_FOLDER.name, {"forms/tham_dinh.json": json.dumps(form).encode()})
    ref, citizen = town.case(filed(town, "B4")).code, Api(app, "congdan")
    [found] = citizen.get(f"/cases/{ref}").json["findings"]
    assert [(one["key"], one["value"]) for one in found["answers"]] == [
        ("muc_tro_cap", "4.100.000 đồng")
    ]
    assert found["outcome_label"] is None
    assert CONCLUSION not in citizen.client.get(f"/ho-so/{ref}/phieu").text
    page = citizen.client.get(f"/ho-so/{ref}").text
    assert "4.100.000 đồng" in page
    assert "Kết luận của Hội đồng" not in page
    visitor, fact = Api(app), {"fact": MAIN_PATH.answers["nguoi_nop_dien_thoai"]}
    assert "4.100.000" not in visitor.get(f"/tracking/{ref}").text
    [opened] = visitor.post(f"/tracking/{ref}", fact).json["findings"]
    assert [one["key"] for one in opened["answers"]] == ["muc_tro_cap"]


def test_an_internal_question_of_the_filing_form_is_for_officers(app: Flask, town: Town) -> None:
    form = json.loads((FLAGSHIP_FOLDER / "forms" / "filing.json").read_text())
    for component in form["components"]:
        if component.get("key") == "don_vi_cong_tac":
            component.setdefault("properties", {})["audience"] = "internal"
    publish(town, FLAGSHIP_FOLDER.name, {"forms/filing.json": json.dumps(form).encode()})
    case_id = filed(town, "B4")
    officer, ref = at(town, case_id, app)
    keys = {
        reader: [one["key"] for one in api.get(f"/cases/{ref}").json["answers"]]
        for reader, api in (("officer", officer), ("citizen", Api(app, "congdan")))
    }
    assert "don_vi_cong_tac" in keys["officer"]
    assert "don_vi_cong_tac" not in keys["citizen"]


def sent_back(town: Town) -> str:
    """A case whose draft the head gave back an hour later; its id."""
    case_id = filed(town, "B4")
    town.wait(hours=1)
    town.end(town.task(case_id), outcome="tra_lai", comment=REASON)
    return case_id


def test_a_step_that_comes_again_opens_with_its_last_answers_and_the_reason(
    app: Flask, town: Town
) -> None:
    case_id = sent_back(town)
    officer, ref = at(town, case_id, app)
    task = officer.get(f"/cases/{ref}").json["task"]
    assert task["answers"]["muc_tro_cap"] == 4_100_000
    assert task["returned"]["reason"] == REASON
    assert task["returned"]["decision"] == "Trả lại chuyên viên"
    page = officer.client.get(f"/ho-so/{ref}").text
    form = page[page.index('id="h-viec"') : page.index("data-decision")]
    assert 'value="4.100.000"' in form
    assert REASON in form
    assert task["returned"]["officer_name"] in form


def test_the_last_answers_stay_after_claim_and_release(app: Flask, town: Town) -> None:
    case_id = sent_back(town)
    officer, ref = at(town, case_id, app)
    task = town.task(case_id).id
    for act in ("claim", "release", "claim"):
        assert officer.post(f"/tasks/{task}/{act}").status_code == 200
        assert officer.get(f"/cases/{ref}").json["task"]["answers"]["muc_tro_cap"] == 4_100_000


def test_the_reviewer_sees_what_changed(app: Flask, town: Town) -> None:
    case_id = sent_back(town)
    town.wait(hours=1)
    town.end(town.task(case_id), answers=CORRECTED | {"ngay_hop": "2025-12-04"})
    officer, ref = at(town, case_id, app)
    file = officer.get(f"/cases/{ref}").json
    first, second = of(file["findings"], "B3")
    assert (first["stands"], second["stands"], second["times"]) == (False, True, 2)
    assert [
        (one["key"], one["before"], one["value"]) for one in second["answers"] if one["changed"]
    ] == [("muc_tro_cap", "4.100.000 đồng", "3.700.000 đồng")]
    assert file["task"]["returned"]["reason"] == REASON
    page = officer.client.get(f"/ho-so/{ref}").text
    assert "4.100.000 đồng</del>" in page
    assert "3.700.000 đồng</ins>" in page


def test_the_reason_is_gone_once_the_step_that_sent_back_has_agreed(app: Flask, town: Town) -> None:
    case_id = sent_back(town)
    town.wait(hours=1)
    town.until(case_id, "B5")
    officer, ref = at(town, case_id, app)
    assert officer.get(f"/cases/{ref}").json["task"]["returned"] is None
