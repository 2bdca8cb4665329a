"""What late is, in the rows of cases, and how many cases are: the one home of these figures.

The same for one case in hand: ``CaseAsItStands.late``.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from engine.facts.events_of_apologies import Apologised
from engine.facts.events_of_lateness import OF_SYSTEMS
from engine.life import COUNTING, OVER
from engine.queries.views.lateness import LateCount, Which
from engine.store.audit import CaseEvent
from engine.store.cases import ENDED_LATE, RUNS_TO_DUE, Case
from engine.store.lateness import LatenessCause
from engine.store.phases import CasePhase

OF_CASE = and_(LatenessCause.province_code == Case.province_code, LatenessCause.case_id == Case.id)
_apologised = (
    exists()
    .where(
        CaseEvent.province_code == Case.province_code,
        CaseEvent.case_id == Case.id,
        CaseEvent.kind == Apologised.kind,
    )
    .correlate(Case)
)
_FIRST_DUE = func.coalesce(Case.first_due_at, Case.due_at)
LATE_UNIT = func.coalesce(Case.late_unit, Case.competent_unit)
"""The unit with which a case counts as late: the one that decided it when it fell late."""
_systems = LatenessCause.cause.in_(OF_SYSTEMS)
_LEFT_OUT = and_(LatenessCause.state == "confirmed", _systems)
_agency = or_(LatenessCause.cause == "agency", LatenessCause.state == "rejected")
WHICH: Mapping[Which, ColumnElement[bool]] = {
    "all": Case.id.is_not(None),
    "unapologised": ~_apologised,
    "waiting": and_(LatenessCause.state == "claimed"),
    "untold": LatenessCause.case_id.is_(None),
    "agency": _agency,
    "other_agency": LatenessCause.cause == "other_agency",
    "citizen": LatenessCause.cause == "citizen",
    "systems": and_(_systems, LatenessCause.state != "rejected"),
}
"""The parts of the late cases, as conditions on a case joined with its cause, if it has one."""


def late_at(now: datetime) -> ColumnElement[bool]:
    """The solving time of the case runs, and was over once by the due time in force then."""
    return and_(_runs(), or_(Case.due_at < now, Case.late_since.is_not(None)))


def _late_first(now: datetime) -> ColumnElement[bool]:
    """The same by the first due time: whatever is late by the one in force is so too."""
    return and_(_runs(), or_(now > _FIRST_DUE, Case.late_first_since.is_not(None)))


def _runs() -> ColumnElement[bool]:
    return and_(Case.status.in_(COUNTING), RUNS_TO_DUE)


def over_late() -> ColumnElement[bool]:
    """Solving ended, with or without a result, and it was late by a due time in force."""
    return and_(
        Case.status.in_(OVER),
        ENDED_LATE,
        Case.late_since.is_not(None),
        Case.due_at.is_not(None),
    )


def stopped_unapologised() -> ColumnElement[bool]:
    """The case was late, its time runs no more, for now or for good, and nobody apologised."""
    stands = and_(Case.status.not_in(COUNTING), RUNS_TO_DUE, Case.late_since.is_not(None))
    return and_(or_(over_late(), stands), ~_apologised)


def late_now(
    session: Session, within: ColumnElement[bool], *, now: datetime
) -> tuple[LateCount, dict[Which, int]]:
    """How many cases in progress are late, in all and by part.

    An extension takes a case out of ``late``, nothing takes one out of ``by_first``.
    """
    return _parted(session.execute(_running(within, now, ())).one())


def late_by_unit(
    session: Session, within: ColumnElement[bool], *, now: datetime
) -> dict[str, tuple[LateCount, dict[Which, int]]]:
    """The same of each unit that let some fall late."""
    rows = session.execute(_running(within, now, (LATE_UNIT,)))
    return {unit: _parted(numbers) for unit, *numbers in rows}


def _running(
    within: ColumnElement[bool], now: datetime, by: Sequence[ColumnElement[str]]
) -> Select[*tuple[Any, ...]]:
    late = late_at(now)
    return (
        select(
            *by,
            func.count(),
            _sum(late),
            _sum(late, _LEFT_OUT),
            *(_sum(late, part) for part in WHICH.values()),
        )
        .select_from(Case)
        .outerjoin(LatenessCause, OF_CASE)
        .where(within, _late_first(now))
        .group_by(*by)
    )


def _parted(row: Iterable[Any]) -> tuple[LateCount, dict[Which, int]]:
    by_first, found, left_out, *parts = (number or 0 for number in row)
    return LateCount(by_first, found, found - left_out), dict(zip(WHICH, parts, strict=True))


def ended_late(
    session: Session, within: ColumnElement[bool], *, since: datetime, until: datetime
) -> LateCount:
    """How many cases whose solving ended from ``since`` up to and with ``until`` were late.

    A withdrawal, a stop or a refusal leaves a late case among them as a result does.
    """
    return _counted(session.execute(_ended(within, since, until, ())).one())


def ended_by_unit(
    session: Session, within: ColumnElement[bool], *, since: datetime, until: datetime
) -> dict[str, LateCount]:
    """The same of each unit that let some fall late."""
    rows = session.execute(_ended(within, since, until, (LATE_UNIT,)))
    return {unit: _counted(numbers) for unit, *numbers in rows}


def _ended(
    within: ColumnElement[bool],
    since: datetime,
    until: datetime,
    by: Sequence[ColumnElement[str]],
) -> Select[*tuple[Any, ...]]:
    ended = and_(
        Case.status.in_(OVER),
        Case.due_at.is_not(None),
        ENDED_LATE,
        Case.finished_at >= since,
        Case.finished_at <= until,
    )
    return _marked(and_(within, ended), by)


def _marked(
    wanted: ColumnElement[bool], by: Sequence[ColumnElement[str]]
) -> Select[*tuple[Any, ...]]:
    """Cases that were late by their first due time, and those that were by the one in force."""
    late = Case.late_since.is_not(None)
    return (
        select(*by, func.count(), _sum(late), _sum(late, _LEFT_OUT))
        .select_from(Case)
        .outerjoin(LatenessCause, OF_CASE)
        .where(wanted)
        .group_by(*by)
    )


def _counted(row: Iterable[Any]) -> LateCount:
    by_first, found, left_out = (number or 0 for number in row)
    return LateCount(by_first, found, found - left_out)


def standing_late(session: Session, within: ColumnElement[bool]) -> LateCount:
    """How many cases were late already when their time began to stand still, and still do.

    They are no less late for that: no suspension takes a case out of the figures unseen.
    """
    return _counted(session.execute(_standing(within, ())).one())


def standing_by_unit(session: Session, within: ColumnElement[bool]) -> dict[str, LateCount]:
    """The same of each unit that let some fall late."""
    rows = session.execute(_standing(within, (LATE_UNIT,)))
    return {unit: _counted(numbers) for unit, *numbers in rows}


def _standing(
    within: ColumnElement[bool], by: Sequence[ColumnElement[str]]
) -> Select[*tuple[Any, ...]]:
    stands = and_(Case.status.not_in(COUNTING), RUNS_TO_DUE, Case.late_first_since.is_not(None))
    return _marked(and_(within, stands), by)


def phases_late(
    session: Session, within: ColumnElement[bool], *, since: datetime, until: datetime
) -> int:
    """How many phases that ended from ``since`` up to and with ``until`` ended late."""
    of_case = and_(CasePhase.province_code == Case.province_code, CasePhase.case_id == Case.id)
    query = (
        select(func.count())
        .select_from(CasePhase)
        .join(Case, of_case)
        .where(
            within,
            CasePhase.ended_at > CasePhase.due_at,
            CasePhase.ended_at >= since,
            CasePhase.ended_at <= until,
        )
    )
    return session.scalar(query) or 0


def _sum(*which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((and_(*which), 1), else_=0))
