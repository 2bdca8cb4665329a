"""What late is, in the rows of cases, and how many cases are: the one home of these figures.

The same for one case in hand: ``CaseAsItStands.late``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
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

Where = ColumnElement[bool]
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
_COUNTED = Case.counted_late_since.is_not(None)
_FIRST_DUE = func.coalesce(Case.first_due_at, Case.due_at)


def _with_whom(since: Any, unit: Any) -> ColumnElement[str]:
    """The unit that decided it when it fell late, or when it was counted so before."""
    counted_first = and_(_COUNTED, or_(since.is_(None), Case.counted_late_since < since))
    return case(
        (counted_first, Case.counted_late_unit), else_=func.coalesce(unit, Case.competent_unit)
    )


MISSED_UNIT = func.coalesce(Case.late_unit, Case.competent_unit)
"""The unit with which a case missed the due time in force: its head apologises."""
LATE_UNIT = _with_whom(Case.late_since, Case.late_unit)
"""The unit with which a case counts as late: the one that decided it when it fell late."""
FIRST_UNIT = _with_whom(Case.late_first_since, Case.late_first_unit)
"""The same by its first due time: another one may have missed that."""
_EVER_LATE = or_(Case.late_since.is_not(None), _COUNTED)
_EVER_LATE_FIRST = or_(Case.late_first_since.is_not(None), _COUNTED)
_STANDS = and_(Case.status.not_in(COUNTING), RUNS_TO_DUE, _EVER_LATE_FIRST)
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


def part_at(which: Which, now: datetime) -> ColumnElement[bool]:
    """The part; where no due time was missed, there is nothing to apologise for."""
    if which != "unapologised":
        return WHICH[which]
    return and_(or_(Case.due_at < now, Case.late_since.is_not(None)), WHICH[which])


def late_at(now: datetime) -> ColumnElement[bool]:
    """The solving time of the case runs, and was over once by the due time in force then."""
    return and_(_runs(), or_(Case.due_at < now, _EVER_LATE))


def _late_first(now: datetime) -> ColumnElement[bool]:
    """The same by the first due time: whatever is late by the one in force is so too."""
    return and_(_runs(), or_(now > _FIRST_DUE, _EVER_LATE_FIRST))


def _runs() -> ColumnElement[bool]:
    return and_(Case.status.in_(COUNTING), RUNS_TO_DUE)


def over_late() -> ColumnElement[bool]:
    """Solving ended, with or without a result, and it was late by a due time in force."""
    return and_(
        Case.status.in_(OVER),
        ENDED_LATE,
        _EVER_LATE,
        Case.due_at.is_not(None),
    )


def stopped_unapologised() -> ColumnElement[bool]:
    """A due time was missed, the time runs no more, for now or for good, and nobody apologised."""
    stands = and_(Case.status.not_in(COUNTING), RUNS_TO_DUE, Case.late_since.is_not(None))
    return and_(or_(over_late(), stands), Case.late_since.is_not(None), ~_apologised)


def late_now(
    session: Session, within: Where, *, now: datetime, first: Where | None = None
) -> tuple[LateCount, dict[Which, int]]:
    """How many cases in progress are late, in all and by part.

    An extension takes a case out of ``late``, nothing takes one out of ``by_first``. ``first``:
    those counted in ``by_first``, where others than ``within`` (``FIRST_UNIT``).
    """
    return _parted(session.execute(_running(within, first, now, ())).one())


def late_by_unit(
    session: Session, within: Where, *, now: datetime, first: Where | None = None
) -> dict[str, tuple[LateCount, dict[Which, int]]]:
    """The same of each unit that let some fall late, by each due time those that missed it."""
    return {
        unit: _parted(numbers)
        for unit, numbers in _by_unit(session, partial(_running, within, first, now)).items()
    }


def _by_unit(
    session: Session, query: Callable[[Sequence[ColumnElement[str]]], Select[*tuple[Any, ...]]]
) -> dict[str, list[int]]:
    """The numbers of each unit; the first of them with the unit that missed the first due time."""
    found: dict[str, list[int]] = {
        unit: [0, *rest] for unit, _, *rest in session.execute(query((LATE_UNIT,)))
    }
    for unit, by_first, *rest in session.execute(query((FIRST_UNIT,))):
        found.setdefault(unit, [0] * (1 + len(rest)))[0] = by_first
    return {unit: numbers for unit, numbers in found.items() if any(numbers)}


def _running(
    within: Where, first: Where | None, now: datetime, by: Sequence[ColumnElement[str]]
) -> Select[*tuple[Any, ...]]:
    late = and_(within, late_at(now))
    return (
        select(
            *by,
            _sum(within if first is None else first),
            _sum(late),
            _sum(late, _LEFT_OUT),
            *(_sum(late, part_at(which, now)) for which in WHICH),
        )
        .select_from(Case)
        .outerjoin(LatenessCause, OF_CASE)
        .where(_either(within, first), _late_first(now))
        .group_by(*by)
    )


def _either(within: Where, first: Where | None) -> Where:
    return within if first is None else or_(within, first)


def _parted(row: Iterable[Any]) -> tuple[LateCount, dict[Which, int]]:
    by_first, found, left_out, *parts = (number or 0 for number in row)
    return LateCount(by_first, found, found - left_out), dict(zip(WHICH, parts, strict=True))


def ended_late(
    session: Session,
    within: Where,
    *,
    since: datetime,
    until: datetime,
    first: Where | None = None,
) -> LateCount:
    """How many cases whose solving ended from ``since`` up to and with ``until`` were late.

    A withdrawal, a stop or a refusal leaves a late case among them as a result does.
    """
    return _counted(session.execute(_marked(_ended(since, until), within, first, ())).one())


def ended_by_unit(
    session: Session,
    within: Where,
    *,
    since: datetime,
    until: datetime,
    first: Where | None = None,
) -> dict[str, LateCount]:
    """The same of each unit that let some fall late."""
    found = _by_unit(session, partial(_marked, _ended(since, until), within, first))
    return {unit: _counted(numbers) for unit, numbers in found.items()}


def _ended(since: datetime, until: datetime) -> Where:
    return and_(
        Case.status.in_(OVER),
        Case.due_at.is_not(None),
        ENDED_LATE,
        Case.finished_at >= since,
        Case.finished_at <= until,
    )


def _marked(
    wanted: Where, within: Where, first: Where | None, by: Sequence[ColumnElement[str]]
) -> Select[*tuple[Any, ...]]:
    """Cases that were late by their first due time, and those that were by the one in force."""
    late = and_(within, _EVER_LATE)
    return (
        select(*by, _sum(within if first is None else first), _sum(late), _sum(late, _LEFT_OUT))
        .select_from(Case)
        .outerjoin(LatenessCause, OF_CASE)
        .where(_either(within, first), wanted)
        .group_by(*by)
    )


def _counted(row: Iterable[Any]) -> LateCount:
    by_first, found, left_out = (number or 0 for number in row)
    return LateCount(by_first, found, found - left_out)


def standing_late(session: Session, within: Where, first: Where | None = None) -> LateCount:
    """How many cases were late already when their time began to stand still, and still do.

    They are no less late for that: no suspension takes a case out of the figures unseen.
    """
    return _counted(session.execute(_marked(_STANDS, within, first, ())).one())


def standing_by_unit(
    session: Session, within: Where, first: Where | None = None
) -> dict[str, LateCount]:
    """The same of each unit that let some fall late."""
    found = _by_unit(session, partial(_marked, _STANDS, within, first))
    return {unit: _counted(numbers) for unit, numbers in found.items()}


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
