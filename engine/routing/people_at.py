"""Who is at a desk on a day, with what lies with them: for choosing a person and for checking one.

Acts take and pages offer exactly these people.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from engine.access import ADMIN_POSITIONS
from engine.organisation.holders import Day, Value, held_on, posts_at
from engine.organisation.named import named_apart, namesakes
from engine.routing.desks import Desk
from engine.store.accounts import Account
from engine.store.cases import Task
from engine.store.catalogue import Procedure
from engine.store.database import connection_of, remembered
from engine.store.organisation import Appointment, Officer, Position, Substitution
from engine.store.prepared import PreparedQuery
from engine.store.together import Together

MOST_HELD = 1_000
"""Up to how many tasks of a person are counted: nobody chooses between a thousand and more."""


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Somebody who works at the desk on the day: holds it, or ``stands_in``.

    ``held`` counts the open tasks that lie with them, at whatever desk, up to ``MOST_HELD``.
    ``away_until`` is the first day on which nobody stands in for them any more; ``substitute`` is
    who does until then.
    ``namesake``: another of those who can be chosen has the same name.
    """

    officer_id: str
    name: str
    held: int
    stands_in: bool = False
    away_until: date | None = None
    substitute: str | None = None
    username: str = ""
    namesake: bool = False

    @property
    def called(self) -> str:
        """The name, with the user name where it alone would mean two."""
        return named_apart(self.name, self.username) if self.namesake else self.name


@dataclass(frozen=True, slots=True)
class InUnit:
    """Somebody who works at a desk of a unit, and which it is."""

    person: AtDesk
    position_code: str
    title: str


Own = Collection[str]
"""The identity numbers of a case's people (``people_of``): nobody handles what is their own."""


def people_at(
    session: Session,
    province_code: str,
    desk: Desk,
    procedure_code: str,
    day: date,
    *,
    own: Own = (),
) -> tuple[AtDesk, ...]:
    """Those who may do the procedure's work at the desk: present ones with least work first."""
    staff = _staff(session, province_code, desk.unit_code, procedure_code, day, own=own)
    return tuple(one.person for one in staff.people({desk.position_code}))


def others_in_unit(
    session: Session,
    province_code: str,
    desk: Desk,
    procedure_code: str,
    day: date,
    *,
    own: Own = (),
) -> tuple[InUnit, ...]:
    """Those who may do it at another desk of the unit, each by one desk; their own comes first."""
    staff = _staff(session, province_code, desk.unit_code, procedure_code, day, own=own)
    found: dict[str, InUnit] = {}
    for one in staff.people(staff.positions - ADMIN_POSITIONS - {desk.position_code}):
        known = found.get(one.person.officer_id)
        if known is None or (known.person.stands_in and not one.person.stands_in):
            found[one.person.officer_id] = one
    return tuple(found.values())


def held_desks(
    session: Session, province_code: str, desks: Iterable[Desk], procedure_code: str, day: date
) -> frozenset[Desk]:
    """Those desks where there is anybody in ``people_at``, by one statement; every filing asks."""
    asked = tuple(dict.fromkeys(desks))
    if not asked:
        return frozenset()
    given: dict[str, object] = {
        "province_code": province_code,
        "procedure_code": procedure_code,
        "day": day,
    }
    for number, desk in enumerate(asked):
        given[f"unit_{number}"] = desk.unit_code
        given[f"position_{number}"] = desk.position_code
    (row,) = _held_by_somebody(len(asked)).all(connection_of(session), given)
    return frozenset(desk for desk, held in zip(asked, row, strict=True) if held)


class _Holder(NamedTuple):
    """Somebody at a position of a unit; ``held``: how many open tasks lie with them anywhere."""

    code: str
    title: str
    id: str
    full_name: str
    honorific: str | None
    username: str
    held: int


class _StandIn(NamedTuple):
    """Somebody who stands in at a position, for whom if for one, and until when."""

    code: str
    title: str
    id: str
    full_name: str
    honorific: str | None
    username: str
    held: int
    absent_id: str | None
    valid_to: date


@dataclass(frozen=True, slots=True)
class _Staff:
    """Who is in a unit on a day for a procedure, by name, and who stands in, by its end.

    ``barred``: officers whose own dossier it is.
    """

    holders: Sequence[_Holder]
    stand_ins: Sequence[_StandIn]
    barred: Collection[str]

    @property
    def positions(self) -> frozenset[str]:
        """The positions that somebody has."""
        return frozenset(one.code for one in self.holders) | {one.code for one in self.stand_ins}

    def people(self, positions: Collection[str]) -> list[InUnit]:
        """Who has these positions or stands in there: present ones with least work first."""
        holders = [row for row in self.holders if row.code in positions]
        stand_ins = [row for row in self.stand_ins if row.code in positions]
        desks = {(row.id, row.code) for row in holders}
        away = {(row.absent_id, row.code): row for row in stand_ins}
        others = {(row.id, row.code): row for row in stand_ins if (row.id, row.code) not in desks}
        found = [_holder(row, away.get((row.id, row.code))) for row in holders]
        found += [
            InUnit(
                AtDesk(row.id, _named(row), row.held, stands_in=True, username=row.username),
                *row[:2],
            )
            for row in others.values()
        ]
        found = [one for one in found if one.person.officer_id not in self.barred]
        found.sort(key=lambda one: (one.person.away_until is not None, one.person.held))
        shown = {one.person.officer_id for one in found}
        named = [(row.id, row.full_name) for row in holders]
        named += [(row.id, row.full_name) for row in stand_ins]
        alike = namesakes(one for one in named if one[0] in shown)
        return [
            replace(one, person=replace(one.person, namesake=True))
            if one.person.officer_id in alike
            else one
            for one in found
        ]


def _staff(
    session: Session,
    province_code: str,
    unit_code: str,
    procedure_code: str,
    day: date,
    *,
    own: Own,
) -> _Staff:
    """The unit's people, by one statement; a session that only reads asks once."""
    owner, submitter = (*sorted(own), None, None)[:2]
    given = {
        "province_code": province_code,
        "unit_code": unit_code,
        "procedure_code": procedure_code,
        "day": day,
        "owner": owner,
        "submitter": submitter,
    }

    def read() -> _Staff:
        found = _STAFF.all(connection_of(session), given)
        barred = {row[0] for row in found["barred"]}
        holders = (_Holder._make(row) for row in found["holders"])
        stand_ins = (_StandIn._make(row) for row in found["stand_ins"])
        return _Staff(
            sorted(holders, key=lambda row: (row.full_name, row.code)),
            sorted(stand_ins, key=lambda row: (row.valid_to, row.full_name)),
            barred,
        )

    return remembered(session, ("staff", *given.values()), read)


def _of(table: type[Appointment] | type[Substitution]) -> ColumnElement[bool]:
    own = table.province_code == Position.province_code
    return and_(own, table.position_code == Position.code)


def _by(table: type[Appointment] | type[Substitution]) -> ColumnElement[bool]:
    return and_(Officer.province_code == table.province_code, Officer.id == table.officer_id)


def _holder(row: _Holder, away: _StandIn | None) -> InUnit:
    person = AtDesk(
        row.id,
        _named(row),
        row.held,
        away_until=away.valid_to if away else None,
        substitute=_named(away) if away else None,
        username=row.username,
    )
    return InUnit(person, row.code, row.title)


def _covers(
    province_code: Value, unit_code: Value, procedure_code: Value, day: Day
) -> ColumnElement[bool]:
    """Substitutions in a unit on a day that cover the procedure."""
    sector = (
        select(Procedure.sector)
        .where(Procedure.province_code == province_code, Procedure.code == procedure_code)
        .scalar_subquery()
    )
    return and_(
        Substitution.province_code == province_code,
        Substitution.unit_code == unit_code,
        Substitution.valid_from <= day,
        Substitution.valid_to > day,
        or_(
            Substitution.procedure_code == procedure_code,
            and_(Substitution.procedure_code.is_(None), Substitution.sector.is_(None)),
            Substitution.sector == sector,
        ),
    )


def _given(name: str) -> BindParameter[str]:
    return bindparam(name, type_=String)


_PROVINCE, _UNIT, _PROCEDURE = map(_given, ("province_code", "unit_code", "procedure_code"))
_DAY = bindparam("day", type_=Date)


def _at(table: type[Appointment] | type[Substitution], *more: Any) -> Select[Any]:
    """Positions with those who are there by this table."""
    some = (
        select(literal_column("1").label("one"))
        .where(
            Task.province_code == Officer.province_code,
            Task.state == literal_column("'open'"),
            Task.officer_id == Officer.id,
        )
        .limit(literal_column(str(MOST_HELD)))
        .correlate(Officer)
        .subquery()
    )
    held = select(func.count()).select_from(some).scalar_subquery()
    named = (
        *(Position.code, Position.title, Officer.id),
        *(Officer.full_name, Officer.honorific, Officer.username),
    )
    return (
        select(*named, held.label("held"), *more).join(table, _of(table)).join(Officer, _by(table))
    )


_STAFF = Together(
    {
        "holders": _at(Appointment).where(
            Appointment.province_code == _PROVINCE,
            Appointment.unit_code == _UNIT,
            held_on(_DAY),
        ),
        "stand_ins": _at(Substitution, Substitution.absent_id, Substitution.valid_to).where(
            _covers(_PROVINCE, _UNIT, _PROCEDURE, _DAY)
        ),
        "barred": select(Account.officer_id).where(
            Account.province_code == _PROVINCE,
            Account.officer_id.is_not(None),
            Account.identity_number.in_((_given("owner"), _given("submitter"))),
        ),
    }
)


@cache
def _held_by_somebody(desks: int) -> PreparedQuery:
    """For so many desks: whether somebody holds each or stands in there, a column for each."""
    columns: list[Any] = [_somebody(number) for number in range(desks)]
    return PreparedQuery(select(*columns))


def _somebody(number: int) -> ColumnElement[bool]:
    unit, position = _given(f"unit_{number}"), _given(f"position_{number}")
    found = or_(
        exists().where(posts_at(_PROVINCE, unit, position, _DAY)),
        exists().where(
            _covers(_PROVINCE, unit, _PROCEDURE, _DAY), Substitution.position_code == position
        ),
    )
    return type_coerce(found, Boolean).label(f"held_{number}")


def _named(row: _Holder | _StandIn) -> str:
    return f"{row.honorific} {row.full_name}" if row.honorific else str(row.full_name)
