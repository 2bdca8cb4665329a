"""A dossier that came to the wrong unit goes on at once to the right one, of the same procedure."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_for_heads
from engine.cases.passing_papers import papers_move_on
from engine.cases.taking_rules import resolved_today, take
from engine.deadlines import step_due
from engine.errors import DestinationUnknown, NobodyReceives
from engine.facts import topics
from engine.facts.events_of_transfers import CaseTransferred
from engine.routing.as_it_stands import day_of
from engine.routing.desks import Desk
from engine.routing.destinations import Destination, destinations, moved_there
from engine.routing.people_at import held_desks
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
    own term, the new unit's centre watches. By the counter that received it, or the head of a unit
    that had a step of it. Raises CaseNotFound, NotTheLead, NotInThisState, AlreadyDecided,
    DestinationUnknown, NobodyToAssign, NobodyReceives, ReasonMissing, TextUnreadable.
    """
    act, _ = open_for_heads(session, ref=ref, person=person, now=now, kind=KIND)
    tasks = _open_tasks(act)
    where = destinations(act.stands, day_of(now)).get(place)
    if where is None:
        raise DestinationUnknown(place=place[:60] or "(chưa chọn)")
    words = reason_given(reason)
    before = act.case["competent_unit"]
    _move(act, where)
    act.record(
        CaseTransferred(
            before=before,
            before_name=act.setting.unit_name(before),
            after=where.unit,
            after_name=act.setting.unit_name(where.unit),
            place=place,
            place_name=act.setting.unit_name(place),
            reason=words,
            legal_basis=BASIS,
            due_at=act.case["due_at"],
        )
    )
    _move_tasks(act, tasks)
    papers_move_on(act)
    act.announce(topics.CaseTransferred(unit=where.unit))
    act.save()


def _open_tasks(act: CaseAct) -> list[Task]:
    query = select(Task).where(
        Task.province_code == act.key[0], Task.case_id == act.key[1], Task.state == "open"
    )
    return list(act.session.scalars(query.order_by(Task.created_at, Task.id)))


def _move(act: CaseAct, where: Destination) -> None:
    """Put the case under the other unit, which assigns its work by rules of its own."""
    row = moved_there(act.stands, where).row
    act.change(competent_unit=where.unit, commune=row["commune"], rules=row["rules"])
    if act.case["received_at"] is not None:
        found = resolved_today(act)
        take(act, found, "applied", found.of_kind("assignment"))


def _check_held(act: CaseAct, desks: Collection[Desk]) -> None:
    """Raise NobodyReceives where nobody is at one of these desks today."""
    setting, code = act.setting, act.case["procedure_code"]
    held = held_desks(act.session, act.key[0], desks, code, day_of(act.now))
    empty = next((desk for desk in desks if desk not in held), None)
    if empty is not None:
        raise NobodyReceives(
            place=setting.unit_name(empty.unit_code),
            position=setting.positions.get(empty.position_code, empty.position_code),
            instead="Hồ sơ ở nguyên chỗ.",
            centres=(),
        )


def _move_tasks(act: CaseAct, tasks: list[Task]) -> None:
    """Each open step lies at its desk there, with nobody, and begins anew.

    Every later step has somebody too, or the case stays. Raises NobodyToAssign, NobodyReceives.
    """
    day = day_of(act.now)
    desks = {element: act.stands.desk(element, day) for element in act.definition.steps}
    _check_held(act, desks.values())
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
