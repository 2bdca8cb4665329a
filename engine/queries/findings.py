"""What finished steps left on a case, for every later step: answers, comments, decisions.

The one reading of a step's answers: page, print and API show what stands here, and the form of a
step that comes again is filled from it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from engine.access import Reader
from engine.facts.events_of_clocks import MessageReceived
from engine.facts.events_of_work import WorkReturned
from engine.facts.reading import Recorded
from engine.queries.acted_as import NOBODY, ActedAs
from engine.queries.answers import Answers, compared, told
from engine.queries.case_rows import CaseRows, history_of
from engine.queries.case_steps import (
    addressed_comment,
    addressed_decision,
    decision_label,
    standing,
)
from engine.queries.views.case import Answer
from engine.queries.views.findings import Brought, BroughtValue, Finding, Return
from engine.routing.as_it_stands import day_of
from engine.store.rows import HeldTaskRow
from engine.typed.numbers import number_written
from engine.workflow import Step


def findings(rows: CaseRows, reader: Reader, acted: ActedAs = NOBODY) -> tuple[Finding, ...]:
    """Every finished step that says something to the reader, in the order they were finished.

    To its applicant a case says what a form or a decision addresses to them; to the public nothing.
    """
    done = sorted(_done(rows), key=lambda task: (task["completed_at"], task["id"]))
    stands, times = standing(rows), Counter[str]()
    last: dict[str, tuple[Answer, ...]] = {}
    found = []
    for task in done:
        element = task["element_id"]
        times[element] += 1
        answers = _answers(rows, task, reader)
        before = None if element in rows.stands.definition.repeated else last.get(element)
        last[element] = answers
        step, day = rows.stands.step(element), day_of(task["completed_at"])
        found.append(
            Finding(
                task_id=task["id"],
                element_id=element,
                step_number=rows.stands.number(element),
                step_name=step.name,
                unit_name=rows.setting.short_name_on(task["unit_code"], day),
                position_title=_position(rows, task),
                officer_name=task["holder"],
                acted_as=acted.get(task["id"]),
                completed_at=task["completed_at"],
                times=times[element],
                stands=task["id"] in stands,
                outcome_label=addressed_decision(step, task, reader),
                comment=addressed_comment(step, task, reader),
                answers=compared(answers, before),
            )
        )
    return tuple(one for one in found if _says_something(one))


def last_answers(rows: CaseRows, task: HeldTaskRow) -> Mapping[str, object]:
    """What the step answered when the case did it last before this task: its form begins so.

    Nothing for a step that the diagram repeats: another instance is about something else.
    """
    element = task["element_id"]
    if element in rows.stands.definition.repeated:
        return {}
    earlier = [
        one
        for one in _done(rows)
        if one["element_id"] == element and one["completed_at"] <= task["created_at"]
    ]
    latest = max(earlier, key=lambda one: (one["completed_at"], one["id"]), default=None)
    return (latest["answers"] or {}) if latest else {}


def sent_back(rows: CaseRows, task: HeldTaskRow) -> Return | None:
    """The sending back that this task mends, until the step that sent it back is done again."""
    order = {element: number for number, element in enumerate(rows.stands.definition.steps)}
    returns = [
        one
        for one in _done(rows)
        if one["completed_at"] <= task["created_at"]
        and order[task["element_id"]] <= order[one["element_id"]]
        and _back(rows.stands.step(one["element_id"]), one)
        and not _done_again(rows, one)
    ]
    if not returns:
        return None
    latest = max(returns, key=lambda one: (one["completed_at"], one["id"]))
    step = rows.stands.step(latest["element_id"])
    return Return(
        officer_name=latest["holder"],
        position_title=_position(rows, latest),
        step_name=step.name,
        at=latest["completed_at"],
        decision=decision_label(step, latest) or "",
        reason=latest["comment"],
    )


def work_returned(session: Session, rows: CaseRows, task: HeldTaskRow) -> Return | None:
    """The same of work that whoever decides returned though the diagram draws no way back."""
    told = next((one for one in history_of(session, rows.case) if _came_by(one, task)), None)
    if told is None or not isinstance(told.event, WorkReturned):
        return None
    return Return(
        officer_name=told.actor.name,
        position_title=told.actor.post or "",
        step_name=told.event.name,
        at=told.at,
        decision="Trả lại để làm lại",
        reason=told.event.reason,
    )


def _came_by(told: Recorded, task: HeldTaskRow) -> bool:
    event = told.event
    here = isinstance(event, WorkReturned) and event.step == task["element_id"]
    return here and told.at == task["created_at"]


def brought(rows: CaseRows, history: Sequence[Recorded], reader: Reader) -> tuple[Brought, ...]:
    """What messages brought and what decision tables set, oldest first; for officers only."""
    if reader != "officers":
        return ()
    return tuple(one for told in reversed(history) for one in _brought(rows, told))


def _brought(rows: CaseRows, told: Recorded) -> Iterator[Brought]:
    names, event = rows.stands.definition.element_names, told.event
    if isinstance(event, MessageReceived) and event.taken:
        yield _of_message(told, event)
    for answer in told.trace.get("answered", ()):
        element = answer["element"]
        named = rows.stands.definition.computed.get(element)
        if named is None:
            continue
        value = BroughtValue(named or answer["expression"], _plain(answer["value"]))
        yield Brought("rule", told.at, element, names.get(element) or element, (value,))


def _of_message(told: Recorded, event: MessageReceived) -> Brought:
    values = tuple(BroughtValue(name, _plain(value)) for name, value in event.taken.items())
    return Brought("message", told.at, event.element, event.name or event.message, values)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int | float):
        return number_written(value)
    return "(trống)" if value is None else str(value)


def _done(rows: CaseRows) -> list[Any]:
    # Any: of a task that is done, mypy can't know that ``completed_at`` is there.
    return [task for task in rows.tasks if task["state"] == "done" and task["completed_at"]]


def _answers(rows: CaseRows, task: HeldTaskRow, reader: Reader) -> tuple[Answer, ...]:
    form_key = rows.stands.step(task["element_id"]).form
    form = rows.package.form(form_key) if form_key else None
    if form is None or not task["answers"]:
        return ()
    return told(rows, Answers(form, task["answers"]), reader)


def _says_something(found: Finding) -> bool:
    return bool(found.answers or found.comment or found.outcome_label)


def _position(rows: CaseRows, task: HeldTaskRow) -> str:
    return rows.setting.positions.get(task["position_code"], task["position_code"])


def _back(step: Step, task: HeldTaskRow) -> bool:
    return any(one.kind == "back" and one.value == task["outcome"] for one in step.outcomes)


def _done_again(rows: CaseRows, task: Any) -> bool:
    return any(
        one["element_id"] == task["element_id"] and one["completed_at"] > task["completed_at"]
        for one in _done(rows)
    )
