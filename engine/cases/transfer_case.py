"""A dossier that came to the wrong unit goes on at once to the right one, of the same procedure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_for_heads
from engine.cases.passing_papers import papers_move_on
from engine.cases.recording_minutes import call_off_meetings, check_minutes
from engine.cases.taking_rules import take
from engine.deadlines import step_due
from engine.errors import DestinationUnknown
from engine.facts import topics
from engine.facts.events_of_halts import Halt, HaltLapsed
from engine.facts.events_of_transfers import CaseTransferred
from engine.routing.as_it_stands import day_of
from engine.routing.desks import Desk
from engine.routing.destinations import There, could_go
from engine.store.cases import Task
from engine.typed.given import reason_given

KIND = "transfer"
BASIS = "NĐ 118/2025/NĐ-CP, Điều 20.1"


def transfer_case(
    session: Session, *, ref: str, person: Person, place: str, reason: str, now: datetime
) -> None:
    """Send the case on to the unit that decides it for ``place``, a commune.

    Its open steps lie at the desks of that unit from now on and have their whole time; received and
    due time stay (decree 118/2025 art. 20.1: the dossier goes on at once). Papers follow by their
    own term, the new unit's centre watches. Meetings to come are called off: the unit that invited
    handles the case no more. By the counter that received it, or the head of a unit
    that had a step of it. Raises CaseNotFound, NotTheLead, NotInThisState, AlreadyDecided,
    DestinationUnknown, NobodyToAssign, NobodyReceives, ReasonMissing, MinutesOwed, TextUnreadable.
    """
    act, _ = open_for_heads(session, ref=ref, person=person, now=now, kind=KIND)
    tasks = _open_tasks(act)
    there = could_go(session, act.stands, day_of(now)).get(place)
    if there is None:
        raise DestinationUnknown(place=place[:60] or "(chưa chọn)")
    words = reason_given(reason)
    if not isinstance(there, There):
        raise there
    check_minutes(act)
    before = act.case["competent_unit"]
    _move(act, there)
    act.record(
        CaseTransferred(
            before=before,
            before_name=act.setting.unit_name(before),
            after=there.where.unit,
            after_name=act.setting.unit_name(there.where.unit),
            place=place,
            place_name=act.setting.unit_name(place),
            reason=words,
            legal_basis=BASIS,
            due_at=act.case["due_at"],
        )
    )
    _move_tasks(act, tasks, there.desks)
    _drop_proposal(act, before)
    name = act.setting.unit_name(there.where.unit)
    why = f"Hồ sơ đã chuyển đến {name}: bạn không phải đến theo giấy mời này."
    call_off_meetings(act, why, but={there.desks[task.element_id].unit_code for task in tasks})
    papers_move_on(act)
    act.announce(topics.CaseTransferred(unit=there.where.unit))
    act.save()


def _drop_proposal(act: CaseAct, before: str) -> None:
    """Who would approve it decides the case no more; the unit that does may propose its own."""
    if act.case["proposed"] is None:
        return
    halt = cast("Halt", act.case["proposed"])
    act.change(proposed=None, proposed_by=None)
    act.record(HaltLapsed(halt=halt, unit_name=act.setting.unit_name(before)))


def _open_tasks(act: CaseAct) -> list[Task]:
    query = select(Task).where(
        Task.province_code == act.key[0], Task.case_id == act.key[1], Task.state == "open"
    )
    return list(act.session.scalars(query.order_by(Task.created_at, Task.id)))


def _move(act: CaseAct, there: There) -> None:
    """Put the case under the other unit, which assigns its work by rules of its own."""
    row = there.moved.row
    act.change(competent_unit=row["competent_unit"], rules=row["rules"])
    act.change(commune=row["commune"], first_commune=row["first_commune"])
    if there.found is not None:
        take(act, there.found, "applied", there.found.of_kind("assignment"))


def _move_tasks(act: CaseAct, tasks: list[Task], desks: Mapping[str, Desk]) -> None:
    """Each open step lies at its desk there, with nobody, and begins anew."""
    act.change(assigned={})
    for task in tasks:
        desk = desks[task.element_id]
        if desk == Desk(task.unit_code, task.position_code):
            continue
        changes: dict[str, Any] = {
            "unit_code": desk.unit_code,
            "position_code": desk.position_code,
            "officer_id": None,
            "claimed_at": None,
            "due_at": step_due(act.setting.calendar_of(desk.unit_code), act.now, task.hours),
        }
        act.change_task(task.id, **changes)
