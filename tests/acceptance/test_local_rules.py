"""Provinces differ by data: a rule is entered, checked by another person, and cases take it."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from engine.access import Administrator, operator
from engine.administration.registers.keep_registers import put_entry, remove_entry
from engine.audit.chain import StoredEvent, read_body
from engine.errors import ChannelClosed, EntryInvalid, FiledElsewhere
from engine.store.audit import CaseEvent
from engine.store.organisation import Appointment
from processes import root
from tests.rulebook import PERMIT_FOLDER, Rulebook, at, opened_to_skipping


def committed(hours: int) -> dict[str, object]:
    return {"clock": "committed", "amount": hours, "unit": "working_hours"}


def test_a_limit_cut_from_12_days_to_9_in_one_province_leaves_the_others(
    rulebook: Rulebook,
) -> None:
    before = {p: rulebook.received(p).due_at for p in ("nghe_an", "ha_tinh", "dak_lak")}
    rule_id = rulebook.rule("ha_tinh", "time_limit", committed(72))
    after = {p: rulebook.received(p) for p in ("nghe_an", "ha_tinh", "dak_lak")}
    assert before["ha_tinh"] == at("2025-07-18 08:00")
    assert after["ha_tinh"].due_at == at("2025-07-15 08:00")
    assert after["nghe_an"].due_at == before["nghe_an"]
    assert after["dak_lak"].due_at == before["dak_lak"]
    taken = {row.kind: row for row in rulebook.taken(after["ha_tinh"].id)}
    assert taken["time_limit"].rule_id == rule_id
    assert taken["time_limit"].valid_day == date(2025, 7, 2)
    assert rulebook.taken(after["nghe_an"].id) == []


def test_a_rule_of_a_later_day_waits_for_its_day(rulebook: Rulebook) -> None:
    rulebook.rule("ha_tinh", "time_limit", committed(72), valid_from=date(2025, 7, 10))
    rulebook.now = at("2025-07-09 08:00")
    early = rulebook.received("ha_tinh")
    rulebook.now = at("2025-07-10 08:00")
    late = rulebook.received("ha_tinh")
    assert early.due_at == at("2025-07-25 08:00")
    assert late.due_at == at("2025-07-23 08:00")


def test_online_filing_is_free_from_the_day_of_the_resolution(rulebook: Rulebook) -> None:
    """The package of Nghệ An holds resolution 09/2025: online filing is free from 21/7/2025."""
    rulebook.now = at("2025-07-20 20:00")
    before = rulebook.file("nghe_an")
    rulebook.now = at("2025-07-21 08:00")
    after = rulebook.file("nghe_an")
    at_the_counter = rulebook.file("nghe_an", channel="counter")
    assert rulebook.fees(before) == [(75000, 0, 75000)]
    assert rulebook.fees(after) == [(75000, 75000, 0)]
    assert rulebook.fees(at_the_counter) == [(75000, 0, 75000)]


def test_a_province_lets_online_filing_off_by_a_rule_of_its_own(rulebook: Rulebook) -> None:
    online = {"channel": "online", "subject": None, "rate": 0}
    rule_id = rulebook.rule("ha_tinh", "fee_exemption", online, valid_from=date(2025, 7, 21))
    rulebook.now = at("2025-07-20 23:59")
    before = rulebook.file("ha_tinh")
    rulebook.now = at("2025-07-21 00:00")
    after = rulebook.file("ha_tinh")
    assert rulebook.fees(before) == [(75000, 0, 75000)]
    assert rulebook.fees(after) == [(75000, 75000, 0)]
    assert [row.rule_id for row in rulebook.taken(after)] == [rule_id]
    assert rulebook.taken(before) == []


def test_an_area_pays_another_rate_than_the_rest_of_its_province(rulebook: Rulebook) -> None:
    rate = {"item": "le_phi", "amount": 60000}
    rulebook.rule("dak_lak", "fee_amount", rate, area="phu_yen_cu", valid_from=date(2025, 8, 1))
    rulebook.now = at("2025-07-31 08:00")
    package_rate = rulebook.file("dak_lak", channel="counter", unit="phuong_tuy_hoa")
    rulebook.now = at("2025-08-01 08:00")
    of_the_area = rulebook.file("dak_lak", channel="counter", unit="phuong_tuy_hoa")
    elsewhere = rulebook.file("dak_lak", channel="counter", unit="phuong_buon_ma_thuot")
    assert rulebook.fees(package_rate) == [(50000, 0, 50000)]
    assert rulebook.fees(of_the_area) == [(60000, 0, 60000)]
    assert rulebook.fees(elsewhere) == [(75000, 0, 75000)]


def test_nobody_alone_moves_what_two_people_decided_by_a_row_of_a_catalogue(
    rulebook: Rulebook,
) -> None:
    """A rule of an area, a designer by their agency: both reach by rows that two people change."""
    rate = {"item": "le_phi", "amount": 60000}
    rulebook.rule("dak_lak", "fee_amount", rate, area="phu_yen_cu")
    there = {"area_code": "phu_yen_cu", "unit_code": "phuong_tuy_hoa"}
    other = {**there, "unit_code": "phuong_buon_ma_thuot"}
    care = {"name": "Bảo trợ xã hội"}

    def written(who: Administrator, register: str, values: dict[str, Any], act: Any) -> None:
        given = {"values": values} if act is put_entry else {"key": values}
        with rulebook.database.writing() as session:
            act(session, admin=who, register_name=register, now=rulebook.now, **given)

    for province, register, values, act in (
        ("dak_lak", "area-units", other, put_entry),
        ("dak_lak", "area-units", there, remove_entry),
        ("ha_tinh", "sectors", {**care, "unit_code": "so_tu_phap"}, put_entry),
    ):
        with pytest.raises(EntryInvalid, match="hai người quyết định"):
            written(rulebook.maker[province], register, values, act)
    # What changes nothing, what nothing goes by, and the operator's need nobody else.
    written(rulebook.maker["dak_lak"], "area-units", there, put_entry)
    elsewhere = {**care, "unit_code": "so_cong_thuong"}
    written(rulebook.maker["ha_tinh"], "sectors", elsewhere, put_entry)
    written(operator("dak_lak"), "area-units", there, remove_entry)


def test_another_way_of_handling_papers_asks_no_other_fee_than_was_asked(
    rulebook: Rulebook,
) -> None:
    rulebook.now = at("2025-07-21 08:00")
    case_id = rulebook.file("nghe_an")
    rulebook.now = at("2025-07-22 08:00")
    rulebook.switch(case_id, "counter")
    assert rulebook.fees(case_id) == [(75000, 75000, 0)]
    case = rulebook.case(case_id)
    assert (case.channel, case.handled_as) == ("online", "counter")


def test_a_closed_channel_and_another_place_of_filing_are_refused_with_their_basis(
    rulebook: Rulebook,
) -> None:
    rulebook.rule("ha_tinh", "channels", {"channels": ["counter"], "online_level": "none"})
    with pytest.raises(ChannelClosed, match="trực tuyến"):
        rulebook.file("ha_tinh")
    portal = {"place": "national_portal", "address": "https://dichvucong.gov.vn"}
    rulebook.rule("nghe_an", "filing_place", portal)
    with pytest.raises(FiledElsewhere, match="3901/QĐ-UBND"):
        rulebook.file("nghe_an")
    assert rulebook.file("nghe_an", channel="counter")


def somebody_in_the_department(book: Rulebook) -> None:
    """Heads of desks that this procedure doesn't need work there now."""
    with book.database.writing() as session:
        session.execute(
            update(Appointment)
            .where(
                Appointment.unit_code == "phuong_thanh_sen_vhxh",
                Appointment.position_code == "lanh_dao_phong",
            )
            .values(unit_code="so_xay_dung_qhkt")
        )


def test_competence_moves_from_the_department_to_the_commune_on_a_date(
    rulebook: Rulebook,
) -> None:
    department = {"holder": "unit", "unit": "so_xay_dung", "mode": "own"}
    commune = {"holder": "commune", "mode": "delegation"}
    rulebook.open_account("ha_tinh", "so_xay_dung", date(2025, 7, 1))
    at_department = {"unit": "competent", "division": "quy_hoach", "position": "lanh_dao_phong"}
    somebody_in_the_department(rulebook)
    until = date(2025, 9, 1)
    for element in ("B2", "B3", "B4", "B5", "B6", "B7"):  # else nothing could be filed there
        rulebook.rule("ha_tinh", "assignment", at_department, element=element, valid_to=until)
    rulebook.rule("ha_tinh", "competence", commune, valid_from=date(2025, 9, 1))
    rulebook.rule("ha_tinh", "competence", department, valid_to=date(2025, 9, 1))
    rulebook.now = at("2025-08-29 08:00")
    before = rulebook.received("ha_tinh")
    rulebook.now = at("2025-09-03 08:00")
    after = rulebook.received("ha_tinh")
    assert before.competent_unit == "so_xay_dung"
    assert rulebook.task(before.id).unit_code == "so_xay_dung_qhkt"
    assert after.competent_unit == "phuong_thanh_sen"
    assert rulebook.task(after.id).unit_code == "phuong_thanh_sen_kt"


def test_a_unit_below_the_province_rules_for_itself_and_wins_there(rulebook: Rulebook) -> None:
    rulebook.rule("ha_tinh", "cut_off", {"hour": "15:00"}, procedure=None)
    rulebook.rule(
        "ha_tinh", "cut_off", {"hour": "16:30"}, procedure=None, unit="phuong_thanh_sen_ttphcc"
    )
    rulebook.now = at("2025-07-03 15:30")
    ward = rulebook.received("ha_tinh")
    elsewhere = rulebook.received("ha_tinh", unit="xa_huong_khe")
    assert ward.due_at == at("2025-07-21 15:30")
    assert elsewhere.due_at == at("2025-07-21 17:30")


def test_a_step_has_the_hours_of_the_rule_that_the_case_took_at_its_reception(
    rulebook: Rulebook,
) -> None:
    rulebook.rule("ha_tinh", "step_hours", {"hours": 2}, element="B2")
    case = rulebook.received("ha_tinh")
    assert rulebook.task(case.id).hours == 2
    assert rulebook.task(case.id).due_at == at("2025-07-02 10:00")
    longer = rulebook.received("nghe_an")
    assert rulebook.task(longer.id).hours == 4


def test_a_step_that_the_package_opens_is_passed_over_and_the_history_says_so(
    rulebook: Rulebook,
) -> None:
    files = opened_to_skipping("ha_tinh", PERMIT_FOLDER, "B2")
    rulebook.publish("ha_tinh", PERMIT_FOLDER, files)
    before = rulebook.received("ha_tinh")
    rule_id = rulebook.rule("ha_tinh", "step_skipped", {"skip": True}, element="B2")
    after = rulebook.received("ha_tinh")
    assert rulebook.open_elements(before.id) == {"B2"}
    assert rulebook.open_elements(after.id) == {"B3", "B4"}
    with rulebook.database.reading() as session:
        rows = session.scalars(select(CaseEvent).where(CaseEvent.case_id == after.id)).all()
    bodies = [read_body(StoredEvent(r.seq, r.at, r.kind, r.body, r.hash)) for r in rows]
    (skipped,) = [body["data"] for body in bodies if body["kind"] == "step_skipped"]
    assert skipped == {"element": "B2", "name": "Phân công", "rule": rule_id}


CODE = ("engine", "api", "web", "adapters")


def codes_of_processes() -> set[str]:
    """Codes of provinces, of their units and of their procedures."""
    units = {
        line.split(",", 1)[0]
        for path in root().glob("*/units.csv")
        for line in path.read_text(encoding="utf-8").splitlines()[1:]
    }
    provinces = {path.parent.name for path in root().glob("*/province.toml")}
    manifests = [path.read_text(encoding="utf-8") for path in root().glob("*/*/procedure.toml")]
    procedures = {re.findall(r'^code = "([^"]+)"', text, re.MULTILINE)[0] for text in manifests}
    assert len(units) > 500
    assert len(procedures) >= 14
    return units | provinces | procedures


def test_no_line_of_code_knows_a_province_a_unit_or_a_procedure() -> None:
    codes = codes_of_processes()
    top = Path(__file__).parents[2]
    knowing = {
        f"{path.relative_to(top)}: {word}"
        for name in CODE
        for path in (top / name).rglob("*")
        if path.suffix in {".py", ".html", ".js", ".ts", ".css"}
        for word in re.findall(r"[\w.]+", path.read_text(encoding="utf-8"))
        if word.strip(".") in codes
    }
    assert knowing == set()
