"""Several tasks that one head gives to others at once: what they are, and who could take all."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from engine.access import Matter, may, of_task, offered
from engine.accounts import Person
from engine.acts import ACTS
from engine.acts.inputs import CHOSEN, Input
from engine.organisation.tree import setting_of
from engine.queries.asking import Asking
from engine.queries.case_rows import find_case
from engine.queries.choosing import choices_of
from engine.queries.offering import TaskActedOn, WorkedOn, seen_at
from engine.queries.own_work import own_among
from engine.queries.views.case import ChoiceView, InputView
from engine.queries.views.queue import LedTask
from engine.store.cases import Case, Task

MOST = 100
"""Tasks at once: what a page of a list shows."""


def led_tasks(session: Session, *, person: Person, task_ids: Sequence[str]) -> tuple[LedTask, ...]:
    """The open tasks among these on which the person may act as their head, in the given order."""
    if person.province_code is None:
        return ()
    setting = setting_of(session, person.province_code)
    query = (
        select(Task, Case)
        .join(Case, and_(Case.province_code == Task.province_code, Case.id == Task.case_id))
        .where(
            Task.province_code == person.province_code,
            Task.id.in_(task_ids[:MOST]),
            Task.state == "open",
        )
    )
    found: dict[str, LedTask] = {}
    rows = session.execute(query).all()
    own = own_among(session, person, {case.id for _, case in rows})
    for task, case in rows:
        if case.id in own:
            continue
        acts = offered(seen_at(_case(case), setting, _task(task)), person)
        kinds = tuple(act.kind for act in acts if act.many)
        if kinds:
            ref = case.code or case.submission_number
            found[task.id] = LedTask(task.id, ref, case.applicant_name, task.name, kinds)
    return tuple(found[one] for one in task_ids if one in found)


def names_of(
    session: Session, *, person: Person, task_ids: Sequence[str]
) -> dict[str, tuple[str, str]]:
    """Case and step by task, done ones too: of units that the person leads, and of their desks."""
    if person.province_code is None:
        return {}
    setting = setting_of(session, person.province_code)
    ref = func.coalesce(Case.code, Case.submission_number).label("ref")
    rows = session.execute(
        select(Task, Case, ref)
        .join(Case, and_(Case.province_code == Task.province_code, Case.id == Task.case_id))
        .where(Task.province_code == person.province_code, Task.id.in_(task_ids[:MOST]))
    )
    return {
        task.id: (ref, task.name)
        for task, case, ref in rows
        if _listed(person, of_task(_case(case), _task(task), setting))
    }


def _listed(person: Person, matter: Matter) -> bool:
    return any(may(person, right, matter) for right in ("tasks.list", "tasks.list_led"))


def inputs_for_all(
    session: Session, tasks: Sequence[LedTask], kind: str, *, person: Person, now: datetime
) -> tuple[InputView, ...]:
    """What the act takes; of people those whom every one of the tasks could be given to."""
    return tuple(_input(session, tasks, asked, person, now) for asked in ACTS[kind].inputs)


def _input(
    session: Session, tasks: Sequence[LedTask], asked: Input, person: Person, now: datetime
) -> InputView:
    common: tuple[ChoiceView, ...] = ()
    for number, task in enumerate(tasks if asked.kind in CHOSEN else ()):
        rows = find_case(session, task.case_ref)
        row = next(row for row in rows.tasks if row["id"] == task.task_id)
        here = choices_of(asked, Asking(session, rows, row, now, person))
        known = {choice.value for choice in here}
        common = here if number == 0 else tuple(one for one in common if one.value in known)
    return InputView(asked.name, asked.kind, asked.label, asked.hint, asked.required, common)


def _case(case: Case) -> WorkedOn:
    return {
        "province_code": case.province_code,
        "procedure_code": case.procedure_code,
        "status": case.status,
        "supplements": case.supplements,
        "proposed_by": case.proposed_by,
    }


def _task(task: Task) -> TaskActedOn:
    return {
        "unit_code": task.unit_code,
        "position_code": task.position_code,
        "officer_id": task.officer_id,
        "act": task.act,
    }
