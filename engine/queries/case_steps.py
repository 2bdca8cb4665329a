"""The steps of a case: done, being done, still to come."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TypedDict

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


class _Looking(TypedDict):
    """When and as whom somebody looks at the steps."""

    now: datetime
    day: date
    reader: Reader
    acted: ActedAs


def step_rows(
    rows: CaseRows, now: datetime, reader: Reader, acted: ActedAs = NOBODY
) -> tuple[StepRow, ...]:
    """One row a step of the diagram, in its order, with its latest pass, as the reader may see.

    What is done keeps the names of its day.
    """
    latest = _latest(rows)
    looking: _Looking = {"now": now, "day": day_of(now), "reader": reader, "acted": acted}
    return tuple(
        _row(rows, step, number, latest.get(step.element_id), **looking)
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
    day: date,
    reader: Reader,
    acted: ActedAs,
) -> StepRow:
    if task is None:
        return _to_come(rows, step, number, day)
    agency = rows.ahead.agency(step.element_id, day_of(task["created_at"]))
    unit, at = task["unit_code"], day_of(task["completed_at"] or now)
    return StepRow(
        element_id=step.element_id,
        number=number,
        name=step.name,
        state="done" if task["state"] == "done" else "now",
        level=step.level,
        agency_name=rows.setting.short_name_on(agency, at) if agency else None,
        unit_name=rows.setting.short_name_on(unit, at),
        position_title=_position_title(rows, step),
        officer_name=task["holder"],
        acted_as=acted.get(task["id"]),
        hours=task["hours"],
        started_at=task["created_at"],
        completed_at=task["completed_at"],
        due=_due(rows, task, now),
        outcome_label=addressed_decision(step, task, reader),
        comment=addressed_comment(step, task, reader),
        demo=step.demo,
    )


def _to_come(rows: CaseRows, step: Step, number: int, day: date) -> StepRow:
    """A step that nobody has begun: of cases alike, the same for everybody."""
    # What an ended case never came to is not still to come.
    over = rows.stands.state.ended or rows.ahead.passes_over(step.element_id)
    state: StepState = "skipped" if over else "next"
    case = rows.case

    def made() -> StepRow:
        return _drawn(rows, step, number, state, day)

    if rows.ahead.taken.plain or rows.setting.split:
        return made()  # its own rules decide, or which dossier it is
    units = (case["receiving_unit"], rows.ahead.row["competent_unit"], case["returning_unit"])
    key = (_to_come, rows.package.digest, number, state, day, *units, case["commune"])
    return rows.setting.once(key, made)


def _drawn(rows: CaseRows, step: Step, number: int, state: StepState, day: date) -> StepRow:
    agency = rows.ahead.agency(step.element_id, day)
    name = rows.setting.short_name_on(agency, day) if agency else None
    return StepRow(
        element_id=step.element_id,
        number=number,
        name=step.name,
        state=state,
        level=step.level,
        agency_name=name,
        unit_name=name,
        position_title=_position_title(rows, step),
        officer_name=None,
        acted_as=None,
        hours=step.hours,
        started_at=None,
        completed_at=None,
        due=Due(None, "none", ""),
        outcome_label=None,
        comment=None,
        demo=step.demo,
    )


def _position_title(rows: CaseRows, step: Step) -> str | None:
    position = step.assignment.position if step.assignment else None
    return rows.setting.positions.get(position, position) if position else None


def _due(rows: CaseRows, task: HeldTaskRow, now: datetime) -> Due:
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
