"""What a right reaches, as conditions of statements: the same for every list of cases and tasks."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    exists,
    false,
    func,
    literal_column,
    not_,
    or_,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.access import CasesReached, UnitsReached, cases_reached
from engine.accounts import Person, Post
from engine.organisation.keeping_past import Cut
from engine.organisation.tree import setting_of
from engine.store.among import among, pair_among
from engine.store.cases import Case, Task

READS = "cases.read"
"""Who lacks it for a case reads in no list whose it is, nor gets a link to it (R-71): a list of
what is to be done holds no such case, a list of oversight tells it without the name."""


def cases_within(session: Session, person: Person, right: str) -> ColumnElement[bool]:
    """The cases of the person's province that the right reaches; none without it."""
    if person.province_code is None:
        return false()
    setting = setting_of(session, person.province_code)
    return and_(
        Case.province_code == person.province_code,
        reached_by(cases_reached(person, right, setting)),
    )


def reached_by(found: Iterable[CasesReached]) -> ColumnElement[bool]:
    """The cases of a province that one of them reaches."""
    return or_(false(), *(and_(or_(*ways_of(one)), narrowed(one)) for one in as_one(found)))


def as_one(found: Iterable[CasesReached]) -> tuple[CasesReached, ...]:
    """What posts and roles that are narrowed alike reach together: each part of a statement looks
    at every case once, so that somebody with many posts would look as often."""
    by_past: dict[tuple[object, ...], list[CasesReached]] = {}
    for one in found:
        by_past.setdefault((one.procedures, one.cuts), []).append(one)
    return tuple(map(_joined, by_past.values()))


def _joined(alike: Sequence[CasesReached]) -> CasesReached:
    whole = next((one for one in alike if one.deciding is None), None)
    return whole or replace(
        alike[0],
        deciding=frozenset(unit for one in alike for unit in one.deciding or ()),
        working=frozenset(unit for one in alike for unit in one.working),
    )


def ways_of(one: CasesReached) -> tuple[ColumnElement[bool], ...]:
    """By which ways a case comes to be reached; each is found in an index of its own."""
    if one.deciding is None:
        return (true(),)
    worked = worked_on(one.working)
    decided = among(Case.competent_unit, one.deciding)
    ways = ((one.deciding, decided), (one.working, worked))
    return tuple(way for units, way in ways if units)


def worked_on(units: Collection[str]) -> ColumnElement[bool]:
    """The cases of which one of the units has or had a step."""
    return exists().where(
        Task.province_code == Case.province_code,
        Task.case_id == Case.id,
        among(Task.unit_code, units),
    )


def narrowed(one: CasesReached | UnitsReached) -> ColumnElement[bool]:
    """The cases that a post or role covers, as far as the past of a unit is kept."""
    return and_(covered(one.procedures), *map(taken, one.cuts))


def taken(cut: Cut) -> ColumnElement[bool]:
    """The cases that a part took, as ``Cut.takes`` has it for one."""
    code, number = func.coalesce(Case.code, ""), Case.submission_number
    found: ColumnElement[bool] = true() if cut.rest else false()
    for named, columns in (
        (cut.communes, (func.coalesce(Case.first_commune, Case.commune, ""),)),
        (cut.of_sectors, (Case.procedure_code,)),
        (cut.procedures, (Case.procedure_code,)),
        (cut.cases, (code, number)),
    ):
        theirs = or_(false(), *(column.in_(named.others) for column in columns if named.others))
        mine = or_(false(), *(column.in_(named.mine) for column in columns if named.mine))
        found = or_(mine, and_(not_(theirs), found))
    return found


def with_status(statuses: Collection[int]) -> ColumnElement[bool]:
    """The cases with one of these statuses, written out: the index of those alone is then known."""
    return Case.status.in_([literal_column(str(int(one)), Integer) for one in sorted(statuses)])


def covered(procedures: tuple[str, ...] | None) -> ColumnElement[bool]:
    """Cases of these procedures; ``None``: of all."""
    return true() if procedures is None else Case.procedure_code.in_(procedures)


def at_units(
    unit: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    found: tuple[UnitsReached, ...],
) -> ColumnElement[bool]:
    """What lies at the units that one of them reaches, of a case in the same statement."""
    return or_(false(), *(and_(among(unit, units), own) for units, own in alike(found)))


def alike(found: tuple[UnitsReached, ...]) -> list[tuple[list[str], ColumnElement[bool]]]:
    """Units whose cases are narrowed alike, and how: somebody with sixty posts is asked for once,
    for PostgreSQL plans a statement for longer than it runs where each has a part of its own.
    """
    by_past: dict[tuple[object, ...], list[UnitsReached]] = {}
    for one in found:
        by_past.setdefault((one.procedures, one.cuts), []).append(one)
    return [
        (sorted({unit for one in same for unit in one.units}), narrowed(same[0]))
        for same in by_past.values()
    ]


def free_at(posts: Sequence[Post], person: Person) -> list[ColumnElement[bool]]:
    """Work at these desks that nobody else has taken; those of one's own as one condition."""
    whole = [one for one in posts if one.procedures is None and one.absent_id is None]
    own = and_(
        pair_among(
            Task.unit_code,
            Task.position_code,
            {(one.unit_code, one.position_code) for one in whole},
        ),
        or_(Task.officer_id.is_(None), Task.officer_id == person.officer_id),
    )
    return [*([own] if whole else []), *(_at(one, person) for one in posts if one not in whole)]


def _at(post: Post, person: Person) -> ColumnElement[bool]:
    """Work at the substitute's desk that nobody else has taken."""
    return and_(
        Task.unit_code == post.unit_code,
        Task.position_code == post.position_code,
        or_(
            Task.officer_id.is_(None),
            Task.officer_id.in_([one for one in (person.officer_id, post.absent_id) if one]),
        ),
        covered(post.procedures),
    )
