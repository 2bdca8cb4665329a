"""A head gives one piece of work to somebody who holds another position of the unit."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.assigning import give_to, own_of, refuse_preparer
from engine.cases.act.led_task import open_led_task
from engine.cases.act.settling import begin_work
from engine.errors import DelegateUnknown, TakerOwnsDossier
from engine.facts.events_of_handing import TaskDelegated
from engine.routing.as_it_stands import day_of
from engine.routing.desks import Desk
from engine.routing.people_at import InUnit, others_in_unit
from engine.typed.given import basis_given

KIND = "delegate"


def delegate_task(
    session: Session,
    *,
    task_id: str,
    person: Person,
    delegate: str,
    basis: str | None,
    now: datetime,
) -> None:
    """Let ``delegate`` (an officer's id) do this work at their own desk of the unit, by a paper.

    Raises TaskNotFound, NotTheLead, TaskAlreadyDone, NotInThisState, BasisMissing, TextUnreadable,
    DelegateUnknown, TakerOwnsDossier, TakerPrepared.
    """
    opened = open_led_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act, task = opened.act, opened.task
    paper = basis_given(basis)
    desk = Desk(task["unit_code"], task["position_code"])
    procedure, day = act.case["procedure_code"], day_of(now)
    here = (session, act.key[0], desk, procedure, day)
    chosen = _one(others_in_unit(*here, own=own_of(act)), delegate)
    if chosen is None:
        if (owner := _one(others_in_unit(*here), delegate)) is not None:
            raise TakerOwnsDossier(name=owner.person.name)
        raise DelegateUnknown(unit=act.setting.unit_name(desk.unit_code))
    refuse_preparer(act, chosen.person, [task["element_id"]])
    to, place = chosen.person.officer_id, Desk(desk.unit_code, chosen.position_code)
    give_to(act, task, to, place=place, moves=True, refusal=DelegateUnknown)
    begin_work(act)
    act.record(
        TaskDelegated(
            task=task["id"],
            element=task["element_id"],
            name=task["name"],
            before=opened.holder,
            officer=chosen.person.officer_id,
            officer_name=chosen.person.name,
            position=chosen.title,
            basis=paper,
        )
    )
    act.save()


def _one(people: Iterable[InUnit], officer_id: str) -> InUnit | None:
    return next((one for one in people if one.person.officer_id == officer_id), None)
