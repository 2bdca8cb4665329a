"""The acts that a person may do now on a case and its open tasks: pages and the API show these."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypedDict

from sqlalchemy.orm import Session

from engine.access import OpenTask, Seen, offered
from engine.accounts import Person
from engine.acts import CHANNEL, Act, Input
from engine.catalogue.manifest import CHANNEL_NAMES
from engine.catalogue.rules.admission import open_channels, paper_barred
from engine.queries.case_rows import CaseRows
from engine.queries.views.case import ActView, ChoiceView, InputView
from engine.routing.as_it_stands import day_of
from engine.routing.local_rules import rules_met


class CaseLookedAt(TypedDict):
    """The columns of a case that acts look at."""

    province_code: str
    procedure_code: str
    receiving_unit: str
    status: int


class TaskLookedAt(TypedDict):
    """The columns of a task that acts look at."""

    unit_code: str
    position_code: str
    officer_id: str | None
    act: str | None


def seen(case: CaseLookedAt, task: TaskLookedAt | None = None) -> Seen:
    """A case as acts look at it, or at this open task of it."""
    return Seen(
        province_code=case["province_code"],
        procedure_code=case["procedure_code"],
        receiving_unit=case["receiving_unit"],
        status=case["status"],
        task=_open(task) if task else None,
    )


def acts_now(
    session: Session, rows: CaseRows, *, person: Person, now: datetime
) -> tuple[ActView, ...]:
    """The acts on each open task, then those on the case, with what each of them takes.

    An act of which some input has no choice left is not offered.
    """
    found = [
        _view(session, rows, act, task["id"], now)
        for task in rows.tasks
        if task["state"] == "open"
        for act in offered(seen(rows.case, task), person)
    ]
    found += [_view(session, rows, act, None, now) for act in offered(seen(rows.case), person)]
    return tuple(act for act in found if all(map(_can_be_given, act.inputs)))


def _open(task: TaskLookedAt) -> OpenTask:
    return OpenTask(task["unit_code"], task["position_code"], task["officer_id"], task["act"])


def _can_be_given(asked: InputView) -> bool:
    return asked.kind != "choice" or bool(asked.choices)


def _view(
    session: Session, rows: CaseRows, act: Act, task_id: str | None, now: datetime
) -> ActView:
    inputs = tuple(_input(session, rows, asked, now) for asked in act.inputs)
    return ActView(act.kind, act.on, task_id, act.label, act.ends_step, inputs)


def _input(session: Session, rows: CaseRows, asked: Input, now: datetime) -> InputView:
    choices = _CHOICES[asked.name](session, rows, now) if asked.kind == "choice" else ()
    return InputView(asked.name, asked.kind, asked.label, asked.hint, asked.required, choices)


def _channels(session: Session, rows: CaseRows, now: datetime) -> tuple[ChoiceView, ...]:
    """The other channels that the case could go on by today."""
    stands, setting = rows.stands, rows.setting
    found = rules_met(session, setting, stands.standing, day=day_of(now), epoch=setting.epoch)
    return tuple(
        ChoiceView(channel, CHANNEL_NAMES[channel])
        for channel in open_channels(rows.package.manifest, found)
        if channel != rows.case["channel"] and paper_barred(found, channel, ()) is None
    )


_CHOICES: Mapping[str, Callable[[Session, CaseRows, datetime], tuple[ChoiceView, ...]]] = {
    CHANNEL.name: _channels,
}
"""The choices of each input of the kind ``choice``."""
