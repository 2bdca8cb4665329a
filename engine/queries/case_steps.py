"""The steps of a case: done, being done, still to come."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.access import Reader
from engine.facts.base import COMMENT_AUDIENCE
from engine.queries.case_rows import CaseRows
from engine.queries.views.case import StepRow
from engine.queries.views.parts import Due, StepState
from engine.queries.wording import due_of, ended_due
from engine.routing.definitions import units_of
from engine.routing.desks import role_unit
from engine.workflow import Step


def step_rows(rows: CaseRows, now: datetime, reader: Reader) -> tuple[StepRow, ...]:
    """One row a step of the diagram, in its order, with its latest pass, as the reader may see."""
    latest = _latest(rows)
    return tuple(
        _row(rows, step, number, latest.get(step.element_id), now=now, reader=reader)
        for number, step in enumerate(rows.definition.steps.values(), start=1)
    )


def _latest(rows: CaseRows) -> dict[str, Mapping[str, Any]]:
    """Element id → the step's latest task, without what a later sending back undid."""
    latest: dict[str, Mapping[str, Any]] = {}
    order = {element_id: number for number, element_id in enumerate(rows.definition.steps)}
    sent_back_at = {task["completed_at"] for task in rows.tasks if _sent_back(rows, task)}
    for task in rows.tasks:
        if task["state"] == "cancelled":
            continue
        if task["created_at"] in sent_back_at:
            again = order[task["element_id"]]
            latest = {key: value for key, value in latest.items() if order[key] < again}
        latest[task["element_id"]] = task
    return latest


def _sent_back(rows: CaseRows, task: Mapping[str, Any]) -> bool:
    step = rows.definition.steps[task["element_id"]]
    return any(o.kind == "back" and o.value == task["outcome"] for o in step.outcomes)


def states(steps: tuple[StepRow, ...]) -> dict[str, StepState]:
    """Element id → state, to colour the diagram."""
    return {step.element_id: step.state for step in steps}


def hours_done(steps: tuple[StepRow, ...]) -> Decimal:
    """Working hours that the finished steps were given."""
    return sum((s.hours for s in steps if s.state == "done" and s.hours), Decimal(0))


def _row(
    rows: CaseRows,
    step: Step,
    number: int,
    task: Mapping[str, Any] | None,
    *,
    now: datetime,
    reader: Reader,
) -> StepRow:
    agency = role_unit(step, units_of(rows.case, rows.package))
    unit = task["unit_code"] if task else agency
    position = step.assignment.position if step.assignment else None
    return StepRow(
        element_id=step.element_id,
        number=number,
        name=step.name,
        state=_state(task),
        level=step.level,
        agency_name=rows.setting.unit_short_name(agency) if agency else None,
        unit_name=rows.setting.unit_short_name(unit) if unit else None,
        position_title=rows.setting.positions.get(position, position) if position else None,
        officer_name=task["holder"] if task else None,
        hours=step.hours,
        started_at=task["created_at"] if task else None,
        completed_at=task["completed_at"] if task else None,
        due=_due(rows, task, now),
        outcome_label=_outcome(step, task),
        comment=_comment(step, task, reader),
        demo=step.demo,
    )


def _state(task: Mapping[str, Any] | None) -> StepState:
    if task is None:
        return "next"
    return "done" if task["state"] == "done" else "now"


def _due(rows: CaseRows, task: Mapping[str, Any] | None, now: datetime) -> Due:
    if task is None:
        return Due(None, "none", "")
    if task["completed_at"] is not None:
        return ended_due(task["due_at"], task["completed_at"])
    return due_of(rows.setting.calendar_of(task["unit_code"]), task["due_at"], now)


def _comment(step: Step, task: Mapping[str, Any] | None, reader: Reader) -> str | None:
    """What the officer wrote, if it is addressed to the reader."""
    if task is None or reader not in COMMENT_AUDIENCE[step.comment_reader(task["outcome"])]:
        return None
    written: str | None = task["comment"]
    return written


def _outcome(step: Step, task: Mapping[str, Any] | None) -> str | None:
    if task is None or task["outcome"] is None:
        return None
    value = str(task["outcome"])
    labels = {outcome.value: outcome.label for outcome in step.outcomes}
    return labels.get(value, value).rstrip("…")
