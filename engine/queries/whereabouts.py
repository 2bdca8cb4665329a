"""Where a case is, and how its due time stands: from its status, never from rows of tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue.rules.taken import Taken
from engine.facts.events_of_ending import CaseEnded
from engine.facts.reading import Recorded
from engine.life import State
from engine.organisation.tree import setting_of
from engine.queries.case_rows import CaseRows
from engine.queries.views.case import StepRow
from engine.queries.views.parts import Due
from engine.queries.wording import REFUSED, DueTimes, at_words, running_due, solved_due
from engine.routing.as_it_stands import day_of
from engine.routing.desks import Desk
from engine.routing.people_at import held_desks
from engine.store.cases import Case, Task
from engine.store.organisation import Officer
from engine.worktime import Calendar


def case_due_view(rows: CaseRows, now: datetime) -> Due:
    """The case's due time: running until there is a result, then kept or missed."""
    case, stands = rows.case, rows.stands
    times = DueTimes(
        *(case["due_at"], case["finished_at"], case["late_since"], case["counted_late_since"])
    )
    return due_as(stands.state, stands.calendar, times, now)


def due_as(state: State, calendar: Calendar, times: DueTimes, now: datetime) -> Due:
    """The same of a case whose state and times these are."""
    if state.solved:
        return solved_due(times, now)
    if not state.counts:
        return Due(None, "none", state.clock_words)
    return running_due(calendar, times, now)


def where_words(
    rows: CaseRows, steps: Sequence[StepRow], ended: str | None, *, refused: bool
) -> str:
    """Where the case is now, in one sentence.

    ``ended``: where in the diagram it ended; ``refused``: its result refuses what was asked.
    """
    state, finished_at = rows.stands.state, rows.case["finished_at"]
    if state.without_result:
        when = f" lúc {at_words(finished_at)}" if finished_at else ""
        why = f" ({ended})" if ended else ""
        return f"{state.told}{when}{why}, không có kết quả."
    headline = REFUSED if refused else state.told
    now = [step for step in steps if step.state == "now"]
    if not now:
        return "Hồ sơ đã xong mọi bước." if state.ended else f"{headline}."
    done = f"{headline}; còn việc sau trả kết quả. " if state.ended else ""
    return done + " ".join(
        f"{step.unit_name} đang làm bước {step.number}: {step.name}." for step in now
    )


def ended_at(rows: CaseRows, history: Iterable[Recorded]) -> str | None:
    """The name of the end event at which the case ended without a result."""
    ends = (told.event for told in history if isinstance(told.event, CaseEnded))
    ended = next(ends, None)
    if ended is None:
        return None
    return rows.stands.definition.element_names.get(ended.element or "") or None


@dataclass(frozen=True, slots=True)
class LyingWork:
    """A task that is open: at which desk, with whom if it lies with a person, and until when."""

    name: str
    unit_name: str
    position_title: str
    due_at: datetime | None
    officer_name: str | None


def lying_work(session: Session, *, province_code: str, task_id: str) -> LyingWork | None:
    """Where a task lies now; ``None`` when it is done, or unknown."""
    task = session.get(Task, (province_code, task_id))
    if task is None or task.state != "open":
        return None
    holder = session.get(Officer, (province_code, task.officer_id)) if task.officer_id else None
    setting = setting_of(session, province_code)
    return LyingWork(
        name=task.name,
        unit_name=setting.unit_name(task.unit_code),
        position_title=setting.positions.get(task.position_code, task.position_code),
        due_at=task.due_at,
        officer_name=holder.full_name if holder else None,
    )


def waits_for_nobody(
    session: Session, *, province_code: str, case_id: str, now: datetime
) -> tuple[LyingWork, ...]:
    """The open tasks of a case at desks where nobody works today."""
    case = session.get(Case, (province_code, case_id))
    query = select(Task).where(
        Task.province_code == province_code, Task.case_id == case_id, Task.state == "open"
    )
    tasks = {Desk(row.unit_code, row.position_code): row for row in session.scalars(query)}
    if case is None or not tasks:
        return ()
    held = held_desks(session, province_code, tasks, case.procedure_code, day_of(now))
    setting = setting_of(session, province_code)
    return tuple(
        LyingWork(
            task.name,
            setting.unit_name(desk.unit_code),
            setting.positions.get(desk.position_code, desk.position_code),
            task.due_at,
            None,
        )
        for desk, task in tasks.items()
        if desk not in held
    )


def given_no_slip(session: Session, province_code: str, case_id: str) -> bool:
    """Whether the case was received without a receipt, as far as there is such a case."""
    rules = session.scalar(
        select(Case.rules).where(Case.province_code == province_code, Case.id == case_id)
    )
    return Taken(rules or {}).no_slip
