"""The acts that a person may do now on a case and its open tasks: pages and the API show these."""

from dataclasses import replace
from datetime import datetime
from typing import TypedDict

from sqlalchemy.orm import Session

from engine.access import OpenTask, Seen, offered, papers_are, takers
from engine.accounts import Person
from engine.acts import Act, Input
from engine.organisation.tree import Setting
from engine.queries.case_rows import CaseRows
from engine.queries.choosing import Asking, choices_of
from engine.queries.opinions import ANSWER, asked_units
from engine.queries.views.case import ActView, InputView
from engine.routing.as_it_stands import day_of
from engine.routing.centres import own_centres
from engine.routing.consulted import answers_for
from engine.routing.moving_on import owes_result

CHOSEN = frozenset({"choice", "officer", "scans", "reasons"})
"""Kinds of input that are about some values of the case."""


class CaseLookedAt(TypedDict):
    """The columns of a case that acts look at."""

    province_code: str
    procedure_code: str
    receiving_unit: str
    status: int
    account_id: str | None
    supplements: int
    proposed_by: str | None


class TaskLookedAt(TypedDict):
    """The columns of a task that acts look at."""

    unit_code: str
    position_code: str
    officer_id: str | None
    act: str | None


def seen(case: CaseLookedAt, setting: Setting, task: TaskLookedAt | None = None) -> Seen:
    """A case as acts look at it, or at this open task of it."""
    return Seen(
        province_code=case["province_code"],
        procedure_code=case["procedure_code"],
        receiving_unit=case["receiving_unit"],
        status=case["status"],
        account_id=case["account_id"],
        supplements=case["supplements"],
        proposed_by=case["proposed_by"],
        task=_open(task, setting) if task else None,
    )


def acts_now(
    session: Session, rows: CaseRows, *, person: Person, now: datetime
) -> tuple[ActView, ...]:
    """The acts on each open task, then those on the case, with what each of them takes.

    An act of which some input has no choice left is not offered; an input that may be left out and
    has none is not asked for.
    """
    found = [
        _view(Asking(session, rows, task, now, person.officer_id), act)
        for task in rows.tasks
        if task["state"] == "open"
        for act in offered(seen(rows.case, rows.setting, task), person)
    ]
    on_case, case = (
        Asking(session, rows, None, now, person.officer_id),
        seen(rows.case, rows.setting),
    )
    if owes_result(rows.stands):
        case = replace(case, owed_by=rows.case["returning_unit"])
    if rows.case["papers_to"] is not None:
        how = papers_are(rows.case["papers_to"], rows.case["papers_until"])
        case = replace(case, papers=how, takers=frozenset(_takers(rows, now)))
    if person.officer_id is not None and ANSWER in rows.stands.state.acts:
        asked = asked_units(session, rows.case, waiting=True)
        post = answers_for(rows.setting, person.posts, asked, rows.case["procedure_code"])
        case = replace(case, consulted=post is not None)
    found += [_view(on_case, act) for act in offered(case, person)]
    return tuple(act for act in found if all(map(_can_be_given, act.inputs)))


def _takers(rows: CaseRows, now: datetime) -> set[str]:
    competent, receiving = rows.case["competent_unit"], rows.case["receiving_unit"]
    others = {task["unit_code"] for task in rows.tasks}
    return takers(
        competent, receiving, others | set(own_centres(rows.setting, competent, day_of(now)))
    )


def _open(task: TaskLookedAt, setting: Setting) -> OpenTask:
    return OpenTask(
        task["unit_code"],
        task["position_code"],
        task["officer_id"],
        task["act"],
        led_by=setting.led_from(task["unit_code"]),
    )


def _can_be_given(asked: InputView) -> bool:
    return asked.kind not in CHOSEN or bool(asked.choices)


def _view(asking: Asking, act: Act) -> ActView:
    inputs = tuple(_input(asking, asked) for asked in act.inputs)
    asked = tuple(one for one in inputs if one.required or _can_be_given(one))
    task = asking.task
    task_id, name = (task["id"], task["name"]) if task else (None, None)
    return ActView(act.kind, act.on, task_id, act.label, act.ends_step, asked, name)


def _input(asking: Asking, asked: Input) -> InputView:
    choices = choices_of(asked, asking)
    return InputView(asked.name, asked.kind, asked.label, asked.hint, asked.required, choices)
