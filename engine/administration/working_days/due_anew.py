"""Which running cases are due at another time when a day becomes worked or free.

A case is due as its limit is counted in the days that are worked: an added day off moves it later,
a day more of work earlier. What was agreed with the applicant apart stays, and nobody becomes late
by it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue.packages import package
from engine.life import RUNNING
from engine.organisation.tree import Setting
from engine.routing.as_it_stands import CaseAsItStands
from engine.routing.solving_time import due_as_it_ran, ran
from engine.store.base import table_of
from engine.store.cases import Case, Task
from engine.store.rows import CaseRow
from engine.worktime import ZONE, Span, Unit, due, same_working_minute
from engine.worktime.wording import due_text

APART = "Hẹn trả đã đổi riêng cho hồ sơ này: giữ nguyên"
LATE_ALREADY = "Đã quá hạn: giữ nguyên"
LATE_THEN = "Sẽ thành quá hạn: giữ hẹn cũ"


@dataclass(frozen=True, slots=True)
class DueAnew:
    """A case, or an open step of it (``task_id``), that would be due at another time.

    ``kept``: why it stays as it is; ``None`` where it moves.
    """

    case_id: str
    ref: str
    unit_name: str
    task_id: str | None
    step: str | None
    before: datetime
    after: datetime
    kept: str | None

    @property
    def words(self) -> tuple[str, str]:
        """Both times; of one that stays also why."""
        before = due_text(self.before)
        return before, f"{self.kept} ({before})" if self.kept else due_text(self.after)


def due_anew(
    session: Session, now_set: Setting, then: Setting, *, first: date, now: datetime
) -> Iterator[DueAnew]:
    """Everything running that is due after the ``first`` changed day and would be due otherwise.

    In the order of the cases' ids, each before its steps.
    """
    since = datetime.combine(first, time.min, ZONE)
    query = (
        select(*table_of(Case).columns)
        .where(
            Case.province_code == now_set.province_code,
            Case.received_at.is_not(None),
            Case.due_at >= since,
            Case.status.in_(RUNNING),
        )
        .order_by(Case.id)
        .execution_options(yield_per=500)
    )
    for row in session.execute(query):
        case = cast("CaseRow", dict(row._mapping))
        yield from _of_case(session, case, now_set, then, now)


def _of_case(
    session: Session, case: CaseRow, now_set: Setting, then: Setting, now: datetime
) -> Iterator[DueAnew]:
    published = package(session, case["province_code"], case["package_digest"])
    stands = CaseAsItStands(case, published, now_set)
    unit, before = case["competent_unit"], case["due_at"]
    name = now_set.unit_name(unit)
    if now_set.calendar_of(unit) != then.calendar_of(unit) and before is not None:
        stretches = ran(session, case)
        promised = due_as_it_ran(stands, stretches)
        after = due_as_it_ran(CaseAsItStands(case, published, then), stretches)
        if after is not None and promised != after:
            apart = not stands.same_due(before, promised)
            kept = APART if apart else _kept(before, after, now)
            yield DueAnew(case["id"], stands.ref, name, None, None, before, after, kept)
    for task in _open(session, case):
        here, there = now_set.calendar_of(task.unit_code), then.calendar_of(task.unit_code)
        if here == there or not task.hours or task.due_at is None:
            continue
        hours = Span(task.hours, Unit.WORKING_HOURS)
        after = due(there, task.created_at, hours)
        promised = due(here, task.created_at, hours)
        own = same_working_minute(here, promised, task.due_at)
        if not own or after == promised:
            continue  # its time was set otherwise, or stays
        step = stands.definition.steps.get(task.element_id)
        told = step.name if step else task.element_id
        kept = _kept(task.due_at, after, now)
        told_at = now_set.unit_name(task.unit_code)
        yield DueAnew(case["id"], stands.ref, told_at, task.id, told, task.due_at, after, kept)


def _kept(before: datetime, after: datetime, now: datetime) -> str | None:
    if before < now:
        return LATE_ALREADY
    return LATE_THEN if after < now else None


def _open(session: Session, case: CaseRow) -> Sequence[Any]:
    query = select(Task).where(
        Task.province_code == case["province_code"],
        Task.case_id == case["id"],
        Task.state == "open",
    )
    return session.scalars(query.order_by(Task.created_at, Task.id)).all()
