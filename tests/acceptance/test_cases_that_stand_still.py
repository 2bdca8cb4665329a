"""What nobody can take further is on a list with its cause, and a repair ends it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from engine.cases.give_value import read
from engine.errors import NobodyReceives, ValueUnreadable
from engine.store.organisation import Appointment, Position, Province, Unit
from engine.typed.text import Typed
from tests.client import Api, confirmed_repair
from tests.integration.jobs.procedures import elements, faults, file, install, task
from tests.integration.workflow.diagrams import flows, node, nodes
from tests.town import CENTRE, PROVINCE, WARD, Town

ADMIN, SECOND, UNIT_ADMIN = "quan.dm", "hieu.ph", "kien.cv"
GATE = node("xor", "x", name="Loại gì?") + task("y") + task("z")
BY_ANSWER = flows("s>a>x>y>e x>z>e", x__y='case.loai > "0"', x__z="false")
BY_VARIABLE = flows("s>a>x>y>e x>z>e", x__y="da_du", x__z="not(da_du)")
PAPER = {"reason": "Đơn bỏ trống.", "paper": "Phiếu số 7/P-VP"}
URL = f"/incidents/{PROVINCE}"


def stopped_case(town: Town, app: Flask, ways: str) -> tuple[str, str]:
    """A case whose officer met a gateway that finds no value; its id and number."""
    install(town, nodes("start:s end:e"), task("a"), GATE, ways)
    case_id = file(town).case_id
    assert press(town, app, case_id).status_code == 422
    return case_id, town.case(case_id).submission_number


def press(town: Town, app: Flask, case_id: str) -> Any:
    """The officer ends the step over the API; the answer."""
    return Api(app, f"bao.pq@{PROVINCE}").post(f"/tasks/{town.task(case_id).id}/complete")


def test_an_act_that_meets_nothing_is_an_incident_in_plain_words(town: Town, app: Flask) -> None:
    case_id, ref = stopped_case(town, app, BY_VARIABLE)
    press(town, app, case_id)  # the same cause is one incident
    (row,) = Api(app, f"{ADMIN}@{PROVINCE}").get(URL).json
    assert (row["kind"], row["ref"], row["needs"]) == ("incident", ref, "da_du")
    assert row["cause"].startswith("Để đi tiếp từ “Loại gì?”, hồ sơ phải có giá trị “da_du”")
    assert town.case(case_id).open_incidents == 1
    assert elements(town, case_id) == ["a"]
    assert faults(town, case_id) == []


def test_a_value_given_by_a_paper_lets_the_case_go_on(town: Town, app: Flask) -> None:
    case_id, ref = stopped_case(town, app, BY_VARIABLE)
    admin = Api(app, f"{ADMIN}@{PROVINCE}")
    given = {"name": "da_du", "value": "đúng", "kind": "boolean", **PAPER}
    assert admin.post(f"{URL}/{ref}/value", given).status_code == 200
    assert press(town, app, case_id).status_code == 422  # nobody alone says where a case goes
    assert confirmed_repair(Api(app, f"{SECOND}@{PROVINCE}"), ref).status_code == 200
    assert admin.get(URL).json == []
    assert press(town, app, case_id).status_code == 200
    assert elements(town, case_id) == ["y"]
    told = Api(app, f"bao.pq@{PROVINCE}").get(f"/cases/{ref}/timeline").json
    sentence = "Phạm Huy Hiếu ghi giá trị “da_du” là đúng theo Phiếu số 7/P-VP"
    assert [row["comment"] for row in told if row["sentence"].endswith(sentence)] == [
        "Đơn bỏ trống."
    ]
    assert faults(town, case_id) == []


def test_an_answer_of_the_filing_is_given_the_same_way(town: Town, app: Flask) -> None:
    case_id, ref = stopped_case(town, app, BY_ANSWER)
    admin = Api(app, f"{ADMIN}@{PROVINCE}")
    assert admin.get(URL).json[0]["needs"] == "case.loai"
    given = {"name": "case.loai", "value": "1", **PAPER}
    assert admin.post(f"{URL}/{ref}/value", given).status_code == 200
    assert confirmed_repair(Api(app, f"{SECOND}@{PROVINCE}"), ref).status_code == 200
    assert press(town, app, case_id).status_code == 200
    assert elements(town, case_id) == ["y"]
    assert faults(town, case_id) == []


def test_an_answer_is_kept_as_its_question_keeps_it(town: Town, app: Flask) -> None:
    case_id, ref = stopped_case(town, app, BY_ANSWER)
    admin = Api(app, f"{ADMIN}@{PROVINCE}")
    two_lines = {"name": "case.loai", "value": "một\nhai", **PAPER}
    answer = admin.post(f"{URL}/{ref}/value", two_lines)
    assert (answer.status_code, answer.json["code"]) == (422, "value_unreadable")
    number = {"name": "case.loai", "value": "1", "kind": "number", **PAPER}
    assert admin.post(f"{URL}/{ref}/value", number).json["code"] == "value_unreadable"
    assert town.case(case_id).open_incidents == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "khac"}, "value_unknown"),
        ({"name": "case.khac"}, "value_unknown"),
        ({"value": "12,5,1", "kind": "number"}, "value_unreadable"),
        ({"reason": " "}, "reason_missing"),
        ({"paper": " "}, "basis_missing"),
        ({"name": "da\u202e_du"}, "text_unreadable"),
        ({"paper": "ố" * 100_000}, "text_unreadable"),
    ],
)
def test_a_repair_that_can_not_be_is_refused_and_the_incident_stays(
    town: Town, app: Flask, changed: dict[str, str], code: str
) -> None:
    case_id, ref = stopped_case(town, app, BY_VARIABLE)
    given = {"name": "da_du", "value": "đúng", "kind": "boolean", **PAPER, **changed}
    answer = Api(app, f"{ADMIN}@{PROVINCE}").post(f"{URL}/{ref}/value", given)
    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert town.case(case_id).open_incidents == 1


def test_the_units_administrator_sees_it_and_the_provinces_alone_mends_it(
    town: Town, app: Flask
) -> None:
    _, ref = stopped_case(town, app, BY_VARIABLE)
    unit = Api(app, f"{UNIT_ADMIN}@{PROVINCE}")
    assert [row["repairable"] for row in unit.get(URL).json] == [False]
    refused = unit.post(f"{URL}/{ref}/retry")
    assert (refused.status_code, refused.json["code"]) == (403, "province_admin_only")
    assert Api(app, f"bao.pq@{PROVINCE}").get(URL).status_code == 403


def test_the_page_shows_and_mends_it(town: Town, app: Flask) -> None:
    case_id, ref = stopped_case(town, app, BY_VARIABLE)
    admin = Api(app, f"{ADMIN}@{PROVINCE}")
    page = admin.client.get("/su-co").text
    assert ref in page
    assert "Ghi giá trị còn thiếu" in page
    sent = {"csrf_token": admin.token, "name": "da_du", "value": "", "kind": "boolean", **PAPER}
    refused = admin.client.post(f"/su-co/{ref}/gia-tri", data=sent)
    assert refused.status_code == 422
    assert "Đơn bỏ trống." in refused.text
    sent["value"] = "sai"
    assert admin.client.post(f"/su-co/{ref}/gia-tri", data=sent).status_code == 303
    assert confirmed_repair(Api(app, f"{SECOND}@{PROVINCE}"), ref).status_code == 200
    press(town, app, case_id)
    assert elements(town, case_id) == ["z"]
    told = admin.get(f"{URL}/mended").json
    assert [one["cases"] for one in told["often"]] == [1]
    assert [one["ref"] for one in told["today"]] == [ref]
    assert "Đã sửa hôm nay" in admin.client.get("/su-co").text
    assert Api(app, f"bao.pq@{PROVINCE}").client.get("/su-co").status_code == 403


def leave(town: Town, unit: str, position: str, username: str | None = None) -> None:
    """Everybody at a desk, or one of them, is gone since yesterday."""
    gone = update(Appointment).where(
        Appointment.unit_code == unit, Appointment.position_code == position
    )
    if username:
        gone = gone.where(Appointment.officer_id == town.officer(username).officer_id)
    with town.act() as session:
        session.execute(gone.values(valid_to=date(2025, 12, 3)))


def test_work_at_an_empty_desk_and_with_who_is_gone_is_on_the_list(town: Town, app: Flask) -> None:
    cases = [town.file().case_id for _ in range(2)]
    for case_id in cases:
        town.until(case_id, "B3")
    town.claim(town.task(cases[0]), town.officer("nam.hs"))
    leave(town, f"{WARD}_vhxh", "chuyen_vien", "nam.hs")
    unit = Api(app, f"{UNIT_ADMIN}@{PROVINCE}")
    (row,) = unit.get(URL).json
    assert (row["kind"], row["ref"]) == ("holder_gone", town.case(cases[0]).code)
    assert not row["appointable"]  # somebody else is there: the head gives the work on
    assert row["cause"].startswith("Hồ Sỹ Nam đang giữ việc này nhưng không còn ở vị trí")
    leave(town, f"{WARD}_vhxh", "chuyen_vien")
    told = {(row["kind"], row["appointable"]) for row in unit.get(URL).json}
    assert told == {("nobody_there", True)}
    page = unit.client.get("/su-co").text
    assert "Hôm nay không ai giữ vị trí Chuyên viên" in page
    assert "nobody_there" not in page
    assert "Cử người ở" in page
    elsewhere = update(Position).where(Position.code == "chuyen_vien")
    with town.act() as session:
        session.execute(elsewhere.values(unit_kinds=["ubnd_tinh"]))
    page = unit.client.get("/su-co").text
    assert "không có vị trí Chuyên viên. Hãy giao việc cho vị trí khác" in page
    assert "Cử người ở" not in page, "nobody can be appointed where there is no such position"


def test_work_of_a_unit_that_has_ended_is_on_the_list_and_goes_elsewhere(
    town: Town, app: Flask
) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    division = f"{WARD}_vhxh"
    with town.act() as session:
        ended = update(Unit).where(Unit.code == division).values(valid_to=date(2025, 12, 3))
        session.execute(ended)
        session.execute(update(Province).values(epoch=Province.epoch + 1))
    admin = Api(app, f"{ADMIN}@{PROVINCE}")
    (row,) = admin.get(URL).json
    assert row["kind"] == "unit_ended"
    assert row["cause"].endswith(" đã kết thúc. Hãy giao việc cho vị trí khác.")
    desk = f"{WARD}_kt/chuyen_vien"
    offered = {one["value"] for one in row["desks"]}
    assert desk in offered
    assert "so_noi_vu/lanh_dao_so" not in offered
    sent = {"task_id": row["task_id"], "desk": desk, "reason": "Phòng đã giải thể", "paper": "QĐ 9"}
    assert admin.post(f"{URL}/{row['ref']}/desk", sent).status_code == 200
    assert (town.task(case_id).unit_code, admin.get(URL).json) == (f"{WARD}_kt", [])


def test_nobody_files_where_nobody_receives_and_is_told_where_to_go(town: Town) -> None:
    leave(town, CENTRE, "can_bo_mot_cua")
    with pytest.raises(NobodyReceives) as refused:
        town.file()
    assert "chưa có ai giữ vị trí" in str(refused.value)
    assert "Hãy nộp tại: " in str(refused.value)
    centres = refused.value.details["centres"]
    assert isinstance(centres, list)
    assert CENTRE not in centres


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (Typed("1.500"), 1500),
        (Typed("2,5"), Decimal("2.5")),
        ("2.5", Decimal("2.5")),
        ("1500", 1500),
    ],
)
def test_a_number_given_is_the_one_that_was_meant(value: str, number: Decimal) -> None:
    assert read(value, "number") == number


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        *((Typed(text), "number") for text in ("2.5", "1.5.00", "1e2", "٣", "")),
        *((text, "number") for text in ("1.500", "1,5", " 1")),
        ("a\u202eb", "text"),
        (" ", "text"),
        ("1", "boolean"),
    ],
)
def test_a_value_that_is_read_in_two_ways_is_refused(value: str, kind: str) -> None:
    with pytest.raises(ValueUnreadable):
        read(value, kind)


def test_who_may_mend_nothing_does_not_learn_which_cases_there_are(app: Flask, town: Town) -> None:
    stranger = Api(app, "thanh.vv@nghe_an")
    refs = (town.file().submission_number, "N-0")
    there, nowhere = (stranger.post(f"/incidents/nghe_an/{ref}/retry").json for ref in refs)
    assert there == nowhere
    assert there["code"] == "not_administrator"
