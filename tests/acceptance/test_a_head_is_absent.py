"""A head of division is away: a substitute does the desk's work, as far and as long as told."""

from datetime import date
from typing import Any

import pytest

from engine.accounts import Person
from engine.administration.people.substitutes import StandIn, end_substitution, stand_in
from engine.errors import (
    CaseNotFound,
    EntryInvalid,
    OutsideYourUnits,
    ProvinceAdminOnly,
    TaskNotFound,
)
from engine.queries.case_file import case_file
from engine.queries.inbox import queue
from engine.queries.signing import signing_page
from engine.store.catalogue import Procedure
from tests.town import PROVINCE, WARD, Town

DIVISION = f"{WARD}_vhxh"
HEAD, DEPUTY = "hanh.tt", "hung.nt"  # heads of the two divisions of the ward
BASIS = "Giấy phân công số 12/PC-UBND ngày 03/12/2025"


def absent_head(**changes: object) -> StandIn:
    told: dict[str, object] = {
        "unit_code": DIVISION,
        "position_code": "lanh_dao_phong",
        "officer": DEPUTY,
        "absent": HEAD,
        "manner": "TUQ",
        "valid_from": date(2025, 12, 4),
        "valid_to": date(2025, 12, 6),
        "basis": BASIS,
    }
    return StandIn(**{**told, **changes})  # type: ignore[arg-type]


def appoint_substitute(town: Town, **changes: object) -> str:
    with town.act() as session:
        made = stand_in(
            session,
            admin=town.administrator("kien.cv"),
            entry=absent_head(**changes),
            now=town.now,
        )
    town.confirm(made.awaiting)
    return made.id


def case_at_the_head(town: Town) -> str:
    case_id = town.file().case_id
    town.until(case_id, "B4")
    return case_id


def seen(town: Town, person: Person) -> list[str]:
    with town.database.reading() as session:
        return [row.task_name for row in queue(session, person=person, now=town.now).rows]


def test_the_substitute_finds_the_heads_work_and_does_it(town: Town) -> None:
    case_id = case_at_the_head(town)
    assert seen(town, town.officer(DEPUTY)) == []
    appoint_substitute(town)
    deputy = town.officer(DEPUTY)
    assert seen(town, deputy) == ["Soát dự thảo"]
    town.end(town.task(case_id), person=deputy)
    assert town.task(case_id).element_id != "B4"


def test_the_event_says_for_whom_the_substitute_signed(town: Town) -> None:
    case_id = case_at_the_head(town)
    appoint_substitute(town)
    deputy = town.officer(DEPUTY)
    town.end(town.task(case_id), person=deputy)
    with town.database.reading() as session:
        ref = town.case(case_id).code or ""
        told = case_file(session, ref=ref, person=deputy, now=town.now).timeline
    post = "TUQ. Trưởng phòng, Phòng Văn hóa - Xã hội phường Trường Vinh"
    sign = f"Ông Ngô Trí Hùng ({post}, thay Trần Thị Hạnh)"
    assert any(row.sentence.startswith(f"{sign} làm xong bước: Soát") for row in told)


def test_what_a_substitute_signed_is_told_with_manner_and_both_names_everywhere(
    town: Town,
) -> None:
    case_id = case_at_the_head(town)
    appoint_substitute(town)
    deputy = town.officer(DEPUTY)
    town.end(town.task(case_id), person=deputy)
    ref = town.case(case_id).code or ""
    with town.database.reading() as session:
        file = case_file(session, ref=ref, person=deputy, now=town.now)
        [waiting] = signing_page(session, person=town.officer("dung.hn"), now=town.now).rows
    post = "TUQ. Trưởng phòng, Phòng Văn hóa - Xã hội phường Trường Vinh, thay Trần Thị Hạnh"
    for told in (file.steps, file.findings, waiting.found):
        assert [one.acted_as for one in told if one.acted_as] == [post]


def test_when_the_days_are_over_the_desk_is_the_heads_again(town: Town) -> None:
    case_id = case_at_the_head(town)
    appoint_substitute(town)
    town.wait(days=2)
    deputy = town.officer(DEPUTY)
    assert seen(town, deputy) == []
    with pytest.raises(TaskNotFound):
        town.end(town.task(case_id), person=deputy)


def test_a_substitute_for_another_procedure_sees_neither_task_nor_file(town: Town) -> None:
    case_id = case_at_the_head(town)
    code = town.case(case_id).code or ""
    with town.act() as session:
        session.add(
            Procedure(
                province_code=PROVINCE,
                code="1.000001",
                name="Thủ tục khác",
                short_name="Thủ tục khác",
                sector="Hộ tịch",
                level="commune",
            )
        )
    appoint_substitute(town, procedure_code="1.000001")
    deputy = town.officer(DEPUTY)
    assert seen(town, deputy) == []
    with pytest.raises(TaskNotFound):
        town.end(town.task(case_id), person=deputy)
    with town.database.reading() as session, pytest.raises(CaseNotFound):
        case_file(session, ref=code, person=deputy, now=town.now)


def test_a_substitute_for_the_sector_does_its_procedures(town: Town) -> None:
    case_id = case_at_the_head(town)
    appoint_substitute(town, sector="Người có công")
    deputy = town.officer(DEPUTY)
    assert seen(town, deputy) == ["Soát dự thảo"]
    town.end(town.task(case_id), person=deputy)


def test_a_substitution_ended_early_ends_the_substitutes_work(town: Town) -> None:
    case_at_the_head(town)
    identity = appoint_substitute(town, valid_to=date(2025, 12, 20))
    town.wait(days=1)
    told: dict[str, Any] = {"substitution_id": identity, "day": date(2025, 12, 5), "now": town.now}
    # Two decided who signs in the head's place: no administrator of the unit takes it away alone.
    with pytest.raises(ProvinceAdminOnly), town.act() as session:
        end_substitution(session, admin=town.administrator("kien.cv"), **told)
    shorter = absent_head(valid_to=date(2025, 12, 8))
    with pytest.raises(EntryInvalid, match="thôi thay"), town.act() as session:
        stand_in(session, admin=town.administrator("kien.cv"), entry=shorter, now=town.now)
    with town.act() as session:
        end_substitution(session, admin=town.administrator("quan.dm"), **told)
    assert seen(town, town.officer(DEPUTY)) == []


def test_the_administrator_of_another_commune_can_not_send_a_substitute(town: Town) -> None:
    with pytest.raises(OutsideYourUnits, match="Phòng Văn hóa"), town.act() as session:
        stand_in(session, admin=town.administrator("dung.ttt"), entry=absent_head(), now=town.now)


def test_a_substitution_is_refused_with_every_fault_at_once(town: Town) -> None:
    with pytest.raises(EntryInvalid) as refused:
        appoint_substitute(
            town,
            officer="khong.co",
            manner="XX",
            basis=" ",
            valid_to=date(2025, 12, 4),
            procedure_code="9.999999",
            sector="Không có",
        )
    fields = {fault["field"] for fault in refused.value.details["faults"]}  # type: ignore[attr-defined]
    assert fields == {
        "officer",
        "manner",
        "basis",
        "valid_to",
        "procedure_code",
        "sector",
    }
