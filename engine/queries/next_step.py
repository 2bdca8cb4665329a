"""The step that the viewer can act on now, and what each of its decisions would lead to."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import may, of_act, of_task, people_of
from engine.accounts import Person
from engine.acts import asked_twice, ending_act
from engine.errors import Refusal
from engine.queries.case_rows import CaseRows
from engine.queries.due_explained import step_due_why
from engine.queries.findings import last_answers, sent_back, work_returned
from engine.queries.offering import offered_at, prepared_here
from engine.queries.views.case import OutcomeView, TaskView
from engine.queries.wording import at_words, due_of
from engine.routing.as_it_stands import day_of
from engine.routing.moving_on import Coming, copy_of_run, dossier_of, look_ahead
from engine.routing.people_at import people_at
from engine.routing.step_forms import form_of_step
from engine.store.rows import HeldTaskRow
from engine.workflow import Outcome, Step


def next_step(
    session: Session, rows: CaseRows, *, person: Person, now: datetime
) -> TaskView | None:
    """The viewer's own open task of the case first, else one they could take; else ``None``.

    What lies with somebody in whose place they work today is theirs to take.
    """
    theirs = [task for task in rows.tasks if task["state"] == "open" and _at(rows, task, person)]
    theirs.sort(
        key=lambda task: (
            task["officer_id"] != person.officer_id,
            not _may_end(session, rows, task, person),
        )
    )
    return task_view(session, rows, theirs[0], person=person, now=now) if theirs else None


def _at(rows: CaseRows, task: HeldTaskRow, person: Person) -> bool:
    """Whether the person may end the task's step."""
    right = of_act(ending_act(task["act"]).kind)
    matter = rows.with_people(of_task(rows.case, task, rows.setting))
    return may(person, right, matter) is not None


def _may_end(session: Session, rows: CaseRows, task: HeldTaskRow, person: Person) -> bool:
    return any(act.ends_step for act in offered_at(session, rows, task, person))


def task_view(
    session: Session, rows: CaseRows, task: HeldTaskRow, *, person: Person, now: datetime
) -> TaskView:
    """An open task as the person sees it who has it or could take it."""
    stands = rows.stands
    step, may_end = stands.step(task["element_id"]), _may_end(session, rows, task, person)
    prepared = prepared_here(session, rows, step.element_id, person)
    outcomes = _outcomes(session, rows, task, step, now=now) if may_end else ()
    return TaskView(
        task_id=task["id"],
        element_id=step.element_id,
        name=step.name,
        step_number=stands.number(step.element_id),
        step_count=len(stands.definition.steps),
        hours=task["hours"],
        started_at=task["created_at"],
        due=due_of(rows.setting.calendar_of(task["unit_code"]), task["due_at"], now, "step"),
        holder_name=task["holder"],
        mine=task["officer_id"] == person.officer_id,
        act=step.act,
        form=form_of_step(rows.package, step, lambda: dossier_of(session, stands).case, rows.case),
        answers=last_answers(rows, task),
        returned=work_returned(session, rows, task) or sent_back(rows, task),
        outcomes=tuple(one for one in outcomes if prepared is None or one.kind == "back"),
        prepared=prepared,
        demo=step.demo,
        explanation=step_due_why(rows, task),
    )


def _outcomes(
    session: Session, rows: CaseRows, task: HeldTaskRow, step: Step, *, now: datetime
) -> tuple[OutcomeView, ...]:
    choices = step.choices or (Outcome(value="", label=ending_act(step.act).label),)
    return tuple(
        OutcomeView(
            value=choice.value or None,
            label=choice.label,
            kind=choice.kind,
            needs_reason=choice.needs_reason,
            comment_reader=choice.reader,
            next_words=_foreseen(session, rows, task, step, choice, now=now),
            asked_twice=asked_twice(step.act, choice.kind),
        )
        for choice in choices
    )


def _foreseen(
    session: Session,
    rows: CaseRows,
    task: HeldTaskRow,
    step: Step,
    choice: Outcome,
    *,
    now: datetime,
) -> str | None:
    """Who would get the case next and until when; nothing where answers yet to be given decide.

    Found by taking the step in a copy of the case's run, the same way as the act itself would.
    """
    variables = {step.outcome_variable: choice.value} if step.outcome_variable else {}
    run = copy_of_run(rows.stands, dossier_of(session, rows.stands))
    try:
        # Before the reception nothing is taken from rules yet: the reception itself takes them.
        coming = look_ahead(run, rows.ahead, task["id"], variables, now)
    except Refusal:
        return None
    if run.finished:
        return "Hồ sơ kết thúc tại đây."
    return " ".join(_receiver(session, rows, one, now) for one in coming) or None


def _receiver(session: Session, rows: CaseRows, coming: Coming, now: datetime) -> str:
    setting, desk, case, day = rows.setting, coming.desk, rows.case, day_of(now)
    province, procedure = case["province_code"], case["procedure_code"]
    own = people_of(rows.matter)
    people = people_at(session, province, desk, procedure, day, own=own)
    holding = [one.name for one in people if not one.stands_in]
    title = setting.positions.get(desk.position_code, desk.position_code)
    place = setting.unit_short_name(desk.unit_code)
    if not people:
        return f"Chưa có ai giữ vị trí {title}, {place} để nhận bước “{coming.step.name}”."
    # The work lies at the desk until somebody takes it: its only person is named beside it.
    who = f"{title} ({holding[0]})" if len(holding) == 1 else title
    who = f"{who[0].upper()}{who[1:]}, {place}"
    until = f", trước {at_words(coming.due_at)}" if coming.due_at else ""
    return f"{who} nhận bước “{coming.step.name}”{until}."
