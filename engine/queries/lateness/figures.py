"""What late is, in the rows of cases, and how many cases are: the one home of these figures.

The same for one case in hand: ``CaseAsItStands.late``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from engine.facts.events_of_apologies import Apologised
from engine.facts.events_of_lateness import OF_SYSTEMS
from engine.life import COUNTING, OVER
from engine.queries.views.lateness import LateCount, Which
from engine.store.audit import CaseEvent
from engine.store.cases import ENDED_LATE, RUNS_TO_DUE, Case
from engine.store.json_columns import keys_of
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
_LAIN, _THERE = keys_of(Case.own_late, "lain"), keys_of(Case.own_late, "lain_there")
_lain_here = exists(literal(1)).select_from(_THERE).where(_THERE.c.key == Case.competent_unit)
"""The units that got a case late and let it lie; whether who has it now is one of them."""
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


def came_late(of: "Counted", now: datetime) -> ColumnElement[bool]:
    """The case came late to a unit that let it lie beyond its own time: counted there as well."""
    kept = exists(literal(1)).select_from(_LAIN).where(of.own(_LAIN.c.key))
    return or_(kept, and_(of.own(Case.competent_unit), Case.own_due_at < now))


def _let_lie(
    session: Session, of: "Counted", wanted: Where, now: datetime | None
) -> dict[str, int]:
    """How many of the cases each unit got late and let lie, also up to ``now``.

    A case that came late to several counts with each of them.
    """
    kept = (
        select(_LAIN.c.key.label("unit"))
        .select_from(Case)
        .join(_LAIN, true())
        .where(of.own(_LAIN.c.key), wanted)
    )
    found: Select[Any] | CompoundSelect[Any] = kept
    if now is not None:
        running = select(Case.competent_unit).where(
            of.own(Case.competent_unit), wanted, Case.own_due_at < now, ~_lain_here
        )
        found = union_all(kept, running)
    each = found.subquery()
    query = select(each.c.unit, func.count()).group_by(each.c.unit)
    return {str(row[0]): int(row[1]) for row in session.execute(query)}


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


@dataclass(frozen=True, slots=True)
class Counted:
    """The cases that figures count, each figure by the unit that it is counted with.

    ``late``: by the due time in force; ``first``: by the first one; ``own``: those that came late,
    by the column of the unit that they came to.
    """

    late: Where
    first: Where
    own: Callable[[SQLColumnExpression[str]], Where]

    @classmethod
    def all_of(cls, within: Where) -> "Counted":
        """The same cases whatever is counted."""
        return cls(within, within, lambda _: within)

    @property
    def any(self) -> Where:
        """All that is counted by a due time."""
        return or_(self.late, self.first)


def late_now(session: Session, of: Counted, *, now: datetime) -> tuple[LateCount, dict[Which, int]]:
    """How many cases in progress are late, in all and by part.

    An extension takes a case out of ``late``, nothing takes one out of ``by_first``.
    """
    count, parts = _parted(session.execute(_running(of, now, ())).one())
    own = _let_lie(session, of, _late_first(now), now)
    return replace(count, came_late=sum(own.values())), parts


def parts_now(session: Session, within: Where, *, now: datetime) -> dict[Which, int]:
    """How many late cases in progress each part has."""
    return _parted(session.execute(_running(Counted.all_of(within), now, ())).one())[1]


def late_by_unit(
    session: Session, of: Counted, *, now: datetime
) -> dict[str, tuple[LateCount, dict[Which, int]]]:
    """The same of each unit that let some fall late, by each due time those that missed it."""
    found = {
        unit: _parted(numbers)
        for unit, numbers in _by_unit(session, partial(_running, of, now)).items()
    }
    for unit, number in _let_lie(session, of, _late_first(now), now).items():
        count, parts = found.get(unit) or (LateCount(0, 0, 0), dict.fromkeys(WHICH, 0))
        found[unit] = replace(count, came_late=number), parts
    return found


def _by_unit(
    session: Session, query: Callable[[Sequence[ColumnElement[str]]], Select[*tuple[Any, ...]]]
) -> dict[str, list[int]]:
    """The numbers of each unit: the first of them with the unit that missed the first due time."""
    found: dict[str, list[int]] = {}
    for which, unit_of in ((slice(1), FIRST_UNIT), (slice(1, None), LATE_UNIT)):
        for unit, *numbers in session.execute(query((unit_of,))):
            found.setdefault(unit, [0] * len(numbers))[which] = numbers[which]
    return {unit: numbers for unit, numbers in found.items() if any(numbers)}


def _running(
    of: Counted, now: datetime, by: Sequence[ColumnElement[str]]
) -> Select[*tuple[Any, ...]]:
    late = and_(of.late, late_at(now))
    return (
        select(
            *by,
            _sum(of.first),
            _sum(late),
            _sum(late, _LEFT_OUT),
            *(_sum(late, part_at(which, now)) for which in WHICH),
        )
        .select_from(Case)
        .outerjoin(LatenessCause, OF_CASE)
        .where(of.any, _late_first(now))
        .group_by(*by)
    )


def _parted(row: Iterable[Any]) -> tuple[LateCount, dict[Which, int]]:
    by_first, found, left_out, *parts = (number or 0 for number in row)
    return LateCount(by_first, found, found - left_out), dict(zip(WHICH, parts, strict=True))


def ended_late(session: Session, of: Counted, *, since: datetime, until: datetime) -> LateCount:
    """How many cases whose solving ended from ``since`` up to and with ``until`` were late.

    A withdrawal, a stop or a refusal leaves a late case among them as a result does.
    """
    return _with_own(session, of, _ended(since, until))


def ended_by_unit(
    session: Session, of: Counted, *, since: datetime, until: datetime
) -> dict[str, LateCount]:
    """The same of each unit that let some fall late."""
    return _each_with_own(session, of, _ended(since, until))


def _ended(since: datetime, until: datetime) -> Where:
    return and_(
        Case.status.in_(OVER),
        Case.due_at.is_not(None),
        ENDED_LATE,
        Case.finished_at >= since,
        Case.finished_at <= until,
    )


def _marked(
    wanted: Where, of: Counted, by: Sequence[ColumnElement[str]]
) -> Select[*tuple[Any, ...]]:
    """Cases that were late by their first due time, and those that were by the one in force."""
    late = and_(of.late, _EVER_LATE)
    return (
        select(*by, _sum(of.first), _sum(late), _sum(late, _LEFT_OUT))
        .select_from(Case)
        .outerjoin(LatenessCause, OF_CASE)
        .where(of.any, wanted)
        .group_by(*by)
    )


def _counted(row: Iterable[Any]) -> LateCount:
    by_first, found, left_out = (number or 0 for number in row)
    return LateCount(by_first, found, found - left_out)


def _with_own(session: Session, of: Counted, wanted: Where) -> LateCount:
    """The count of what is over or stands still, with what units got late and let lie."""
    count = _counted(session.execute(_marked(wanted, of, ())).one())
    return replace(count, came_late=sum(_let_lie(session, of, wanted, None).values()))


def _each_with_own(session: Session, of: Counted, wanted: Where) -> dict[str, LateCount]:
    """The same of each unit that let some fall late, or lie."""
    numbers = _by_unit(session, partial(_marked, wanted, of))
    found = {unit: _counted(row) for unit, row in numbers.items()}
    for unit, number in _let_lie(session, of, wanted, None).items():
        found[unit] = replace(found.get(unit) or LateCount(0, 0, 0), came_late=number)
    return found


def standing_late(session: Session, of: Counted) -> LateCount:
    """How many cases were late already when their time began to stand still, and still do.

    They are no less late for that: no suspension takes a case out of the figures unseen.
    """
    return _with_own(session, of, _STANDS)


def standing_by_unit(session: Session, of: Counted) -> dict[str, LateCount]:
    """The same of each unit that let some fall late."""
    return _each_with_own(session, of, _STANDS)


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
