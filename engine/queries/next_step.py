"""The step that the viewer can act on now, and what each of its decisions would lead to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.deadlines import step_due
from engine.errors import Refusal
from engine.organisation.holders import holders
from engine.queries.case_rows import CaseRows
from engine.queries.views.case import OutcomeView, TaskView
from engine.queries.wording import at_words, due_of, local
from engine.routing.definitions import known_of, step_numbers, units_of
from engine.routing.desks import desk_of
from engine.routing.dossiers import stored
from engine.workflow import Outcome, Step, restore
from engine.worktime import Span, Unit, explain, sentences

DONE = Outcome(value="", label="Hoàn thành bước")
ACT_LABELS = {
    "receive": "Tiếp nhận đủ hồ sơ",
    "store_result": "Lưu kho kết quả",
    "return": "Xác nhận đã trả kết quả",
}


def next_step(
    session: Session, rows: CaseRows, *, person: Person, now: datetime
) -> TaskView | None:
    """The viewer's own open task of the case first, else one they could take; else ``None``."""
    desks = {
        (post.unit_code, post.position_code)
        for post in person.posts
        if post.covers(rows.case["procedure_code"])
    }
    theirs = [
        task
        for task in rows.tasks
        if task["state"] == "open" and (task["unit_code"], task["position_code"]) in desks
    ]
    theirs.sort(key=lambda task: task["officer_id"] != person.officer_id)
    return _view(session, rows, theirs[0], person, now=now) if theirs else None


def _view(
    session: Session,
    rows: CaseRows,
    task: Mapping[str, Any],
    person: Person,
    *,
    now: datetime,
) -> TaskView:
    step = rows.definition.steps[task["element_id"]]
    numbers = step_numbers(rows.package)
    mine = task["officer_id"] == person.officer_id
    may_end = mine or task["officer_id"] is None
    return TaskView(
        task_id=task["id"],
        element_id=step.element_id,
        name=step.name,
        step_number=numbers[step.element_id],
        step_count=len(numbers),
        hours=step.hours,
        started_at=task["created_at"],
        due=due_of(rows.setting.calendar_of(task["unit_code"]), task["due_at"], now),
        holder_name=task["holder"],
        mine=mine,
        act=step.act,
        form=rows.package.form(step.form) if step.form else None,
        outcomes=_outcomes(session, rows, task, step, now=now) if may_end else (),
        demo=step.demo,
        explanation=_why(rows, task, step),
    )


def _why(rows: CaseRows, task: Mapping[str, Any], step: Step) -> tuple[str, ...]:
    if not step.hours:
        return ("Bước này không tính thời gian.",)
    span = Span(step.hours, Unit.WORKING_HOURS)
    reason = explain(rows.setting.calendar_of(task["unit_code"]), task["created_at"], span)
    basis = f"QĐ {rows.package.manifest.decision.number}"
    return sentences(reason, event="Bước bắt đầu", span_basis=basis)


def _outcomes(
    session: Session, rows: CaseRows, task: Mapping[str, Any], step: Step, *, now: datetime
) -> tuple[OutcomeView, ...]:
    label = ACT_LABELS.get(step.act or "", DONE.label)
    choices = step.outcomes or (Outcome(value="", label=label),)
    return tuple(
        OutcomeView(
            value=choice.value or None,
            label=choice.label,
            kind=choice.kind,
            needs_reason=choice.needs_reason,
            comment_reader=choice.reader,
            next_words=_foreseen(session, rows, task, step, choice, now=now),
        )
        for choice in choices
    )


def _foreseen(
    session: Session,
    rows: CaseRows,
    task: Mapping[str, Any],
    step: Step,
    choice: Outcome,
    *,
    now: datetime,
) -> str | None:
    """Who would get the case next and until when; nothing where answers yet to be given decide.

    Found by taking the step in a copy of the case's run, the same way as the act itself would.
    """
    key = (rows.case["province_code"], rows.case["id"])
    read = stored(session, *key, known=known_of(rows.case))
    run = restore(rows.definition, rows.case["state"], dossier=read.case, context=read.context)
    before = {ready.id for ready in run.ready()}
    variables = {step.outcome_variable: choice.value} if step.outcome_variable else {}
    try:
        run.complete(task["id"], variables, now=now)
        coming = [ready.element_id for ready in run.ready() if ready.id not in before]
        words = [_receiver(session, rows, element_id, now) for element_id in coming]
    except Refusal:
        return None
    if run.finished:
        return "Hồ sơ kết thúc tại đây."
    return " ".join(words) or None


def _receiver(session: Session, rows: CaseRows, element_id: str, now: datetime) -> str:
    step = rows.definition.steps[element_id]
    setting, today = rows.setting, local(now).date()
    desk = desk_of(step, units_of(rows.case, rows.package), setting, today)
    people = holders(session, rows.case["province_code"], desk.unit_code, desk.position_code, today)
    title = setting.positions.get(desk.position_code, desk.position_code)
    who = people[0] if len(people) == 1 else title
    who = f"{who[0].upper()}{who[1:]}, {setting.unit_short_name(desk.unit_code)}"
    due_at = step_due(setting.calendar_of(desk.unit_code), now, step.hours)
    until = f", trước {at_words(due_at)}" if due_at else ""
    return f"{who} nhận bước “{step.name}”{until}."
