"""The steps of a case: done, being done, still to come."""

from collections.abc import Iterator
from datetime import datetime

from engine.access import Reader
from engine.facts.base import COMMENT_AUDIENCE
from engine.queries.acted_as import NOBODY, ActedAs
from engine.queries.case_rows import CaseRows
from engine.queries.views.case import StepRow
from engine.queries.views.parts import Due, StepState
from engine.queries.wording import due_of, ended_due
from engine.routing.as_it_stands import day_of
from engine.store.rows import HeldTaskRow
from engine.workflow import Step
from engine.workflow.draw import State


def step_rows(
    rows: CaseRows, now: datetime, reader: Reader, acted: ActedAs = NOBODY
) -> tuple[StepRow, ...]:
    """One row a step of the diagram, in its order, with its latest pass, as the reader may see.

    What is done keeps the names of its day.
    """
    latest = _latest(rows)
    return tuple(
        _row(rows, step, number, latest.get(step.element_id), now=now, reader=reader, acted=acted)
        for number, step in enumerate(_steps(rows), start=1)
    )


def _steps(rows: CaseRows) -> Iterator[Step]:
    """The steps of the diagram as the case took them, in the order of the approved table."""
    return map(rows.ahead.step, rows.ahead.definition.steps)


def standing(rows: CaseRows) -> frozenset[str]:
    """The tasks that count: each step's latest, or all of a step that the diagram repeats."""
    return frozenset(task["id"] for tasks in _standing(rows).values() for task in tasks)


def _latest(rows: CaseRows) -> dict[str, HeldTaskRow]:
    """Element id → the step's latest task, without what a later sending back undid."""
    return {element_id: tasks[-1] for element_id, tasks in _standing(rows).items()}


def _standing(rows: CaseRows) -> dict[str, list[HeldTaskRow]]:
    """Element id → the step's tasks that count, without what a later sending back undid."""
    found: dict[str, list[HeldTaskRow]] = {}
    order = {element_id: number for number, element_id in enumerate(rows.stands.definition.steps)}
    sent_back_at = {task["completed_at"] for task in rows.tasks if _sent_back(rows, task)}
    for task in rows.tasks:
        if task["state"] == "cancelled":
            continue
        if task["created_at"] in sent_back_at:
            again = order[task["element_id"]]
            found = {key: tasks for key, tasks in found.items() if order[key] < again}
        element_id = task["element_id"]
        repeated = element_id in rows.stands.definition.repeated
        found[element_id] = [*(found.get(element_id, []) if repeated else []), task]
    return found


def _sent_back(rows: CaseRows, task: HeldTaskRow) -> bool:
    step = rows.stands.definition.steps[task["element_id"]]
    return any(o.kind == "back" and o.value == task["outcome"] for o in step.outcomes)


def states(steps: tuple[StepRow, ...]) -> dict[str, State]:
    """Element id → state, to colour the diagram."""
    return {step.element_id: step.state for step in steps if step.state != "skipped"}


def _row(
    rows: CaseRows,
    step: Step,
    number: int,
    task: HeldTaskRow | None,
    *,
    now: datetime,
    reader: Reader,
    acted: ActedAs,
) -> StepRow:
    agency = rows.ahead.agency(step.element_id, day_of(task["created_at"] if task else now))
    unit = task["unit_code"] if task else agency
    at = day_of(task["completed_at"] if task and task["completed_at"] else now)
    position = step.assignment.position if step.assignment else None
    return StepRow(
        element_id=step.element_id,
        number=number,
        name=step.name,
        state=_state(rows, step, task),
        level=step.level,
        agency_name=rows.setting.short_name_on(agency, at) if agency else None,
        unit_name=rows.setting.short_name_on(unit, at) if unit else None,
        position_title=rows.setting.positions.get(position, position) if position else None,
        officer_name=task["holder"] if task else None,
        acted_as=acted.get(task["id"]) if task else None,
        hours=task["hours"] if task else step.hours,
        started_at=task["created_at"] if task else None,
        completed_at=task["completed_at"] if task else None,
        due=_due(rows, task, now),
        outcome_label=addressed_decision(step, task, reader),
        comment=addressed_comment(step, task, reader),
        demo=step.demo,
    )


def _state(rows: CaseRows, step: Step, task: HeldTaskRow | None) -> StepState:
    if task is None:
        # What an ended case never came to is not still to come.
        over = rows.stands.state.ended or rows.ahead.passes_over(step.element_id)
        return "skipped" if over else "next"
    return "done" if task["state"] == "done" else "now"


def _due(rows: CaseRows, task: HeldTaskRow | None, now: datetime) -> Due:
    if task is None:
        return Due(None, "none", "")
    if task["completed_at"] is not None:
        return ended_due(task["due_at"], task["completed_at"], "step")
    return due_of(rows.setting.calendar_of(task["unit_code"]), task["due_at"], now, "step")


def addressed_comment(step: Step, task: HeldTaskRow | None, reader: Reader) -> str | None:
    """What the officer wrote, if it is addressed to the reader."""
    return task["comment"] if task and _addressed(step, task, reader) else None


def addressed_decision(step: Step, task: HeldTaskRow | None, reader: Reader) -> str | None:
    """What the pressed button says, if that decision is addressed to the reader."""
    return decision_label(step, task) if task and _addressed(step, task, reader) else None


def _addressed(step: Step, task: HeldTaskRow, reader: Reader) -> bool:
    return reader in COMMENT_AUDIENCE[step.comment_reader(task["outcome"])]


def decision_label(step: Step, task: HeldTaskRow | None) -> str | None:
    """What the pressed button says, without the dots that promise a question."""
    if task is None or task["outcome"] is None:
        return None
    value = str(task["outcome"])
    labels = {outcome.value: outcome.label for outcome in step.outcomes}
    return labels.get(value, value).rstrip("…")
