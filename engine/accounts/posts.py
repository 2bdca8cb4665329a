"""The posts and roles of an officer on a day, read in one statement that begins with who it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import (
    CTE,
    Boolean,
    ColumnElement,
    CompoundSelect,
    Date,
    FromClause,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from engine.accounts.person import Grant, Post
from engine.store.access import AccessGrant
from engine.store.base import Code, Key, table_of
from engine.store.catalogue import Procedure
from engine.store.database import connection_of
from engine.store.organisation import Appointment, Officer, Position, Substitution, Unit
from engine.store.prepared import PreparedQuery

Row = tuple[Any, ...]
Holdings = tuple[tuple[Post, ...], tuple[Grant, ...]]
NOTHING, HELD, STOOD_IN, GRANTED = range(4)
"""What a row tells, besides who it is."""
_TEXTS = (
    *("unit_code", "position_code", "id", "covered", "unit_name", "position_title", "title"),
    *("manner", "procedure_code", "sector", "role", "absent_id", "absent_name"),
)
"""Columns after the sort, first those by which rows are ordered. ``covered``: a procedure of the
sector, each in a row of its own. Last comes whether the position leads."""
WIDTH = len(_TEXTS) + 2
_DAY = bindparam("day", type_=Date)
_unit, _position, _procedure = table_of(Unit), table_of(Position), table_of(Procedure)
_held, _stood, _granted = table_of(Appointment), table_of(Substitution), table_of(AccessGrant)
_absent = _held.alias("absent")
_away = table_of(Officer).alias("away")


def with_holdings(who: CTE) -> CompoundSelect[Any]:
    """The columns of ``who``, alone and again with each post and role of that officer on ``day``.

    ``who`` has ``province_code`` and ``officer_id``; nothing is read of anybody else.
    """
    return union_all(
        _row(who, NOTHING), _of_appointments(who), _of_substitutions(who), _of_grants(who)
    )


def holdings(rows: Sequence[Row]) -> Holdings:
    """The posts and roles that the rows tell.

    Whoever holds a desk and also stands in for it works as its holder, but for what lies with the
    person in whose place they are.
    """
    told = sorted((row[-WIDTH:] for row in rows), key=_order)
    posts = [_post(row) for row in told if row[0] == HELD]
    desks = {(post.unit_code, post.position_code) for post in posts}
    for row, covered in _grouped(told, STOOD_IN):
        post = _post(row, covered)
        if post.absent_id or (post.unit_code, post.position_code) not in desks:
            posts.append(post)
    return tuple(posts), tuple(_grant(*one) for one in _grouped(told, GRANTED))


def holdings_of(
    session: Session, province_code: str | None, officer_id: str | None, day: date
) -> Holdings:
    """The posts and roles on ``day``."""
    if province_code is None or officer_id is None:
        return (), ()
    given = {"province": province_code, "officer": officer_id, "day": day}
    return holdings(_OF_OFFICER.all(connection_of(session), given))


@dataclass(frozen=True, slots=True)
class OfficerOnADay:
    """An officer of a province with what they hold on the day."""

    id: str
    username: str
    name: str
    held: Holdings


def officers_on(session: Session, province_code: str, day: date) -> Iterator[OfficerOnADay]:
    """Every officer of the province who holds anything on the day, by user name."""
    given = {"province": province_code, "day": day}
    rows = _OF_PROVINCE.all(connection_of(session), given)
    rows.sort(key=lambda row: row[2])
    for (identity, username, name), theirs in groupby(rows, key=lambda row: row[1:4]):
        held = holdings(list(theirs))
        if any(held):
            yield OfficerOnADay(identity, username, name, held)


def _of_appointments(who: CTE) -> Select[Any]:
    named = _row(who, HELD, **_desk(_held), title=null())
    of_them = named.join(_held, _theirs(who, _held)).join(_unit, _in_unit(_held))
    return of_them.join(_position, _at_position(_held)).where(_valid(_held))


def _of_substitutions(who: CTE) -> Select[Any]:
    of = _stood.c
    named = _row(
        who,
        STOOD_IN,
        **_desk(_stood),
        **_narrowed(_stood),
        title=_absent.c.title,
        manner=of.manner,
        absent_id=of.absent_id,
        absent_name=_away.c.full_name,
    )
    away = and_(
        _absent.c.province_code == of.province_code,
        _absent.c.officer_id == of.absent_id,
        _absent.c.unit_code == of.unit_code,
        _absent.c.position_code == of.position_code,
        _valid(_absent),
    )
    of_them = named.join(_stood, _theirs(who, _stood)).join(_unit, _in_unit(_stood))
    named_so = and_(_away.c.province_code == of.province_code, _away.c.id == of.absent_id)
    of_them = of_them.outerjoin(_away, named_so)
    at_desk = of_them.join(_position, _at_position(_stood)).outerjoin(_absent, away)
    return at_desk.outerjoin(_procedure, _of_sector(_stood)).where(_valid(_stood))


def _of_grants(who: CTE) -> Select[Any]:
    of = _granted.c
    unit = {"unit_code": of.unit_code, "unit_name": _unit.c.name}
    named = _row(who, GRANTED, **unit, **_narrowed(_granted), role=of.role)
    of_them = named.join(_granted, _theirs(who, _granted)).join(_unit, _in_unit(_granted))
    return of_them.outerjoin(_procedure, _of_sector(_granted)).where(_valid(_granted))


def _row(who: CTE, sort: int, **told: ColumnElement[Any]) -> Select[Any]:
    texts = [told.get(name, null()) for name in _TEXTS]
    leads = told.get("leads", null())
    # The cast names the type of what is empty in one part of the union and full in another.
    told_of: list[Any] = [*(cast(one, String) for one in texts), cast(leads, Boolean)]
    columns: list[Any] = [*who.c, literal_column(str(sort), Integer), *told_of]
    return select(*columns).select_from(who)


def _desk(of: FromClause) -> dict[str, ColumnElement[Any]]:
    return {
        "unit_code": of.c.unit_code,
        "unit_name": _unit.c.name,
        "position_code": of.c.position_code,
        "position_title": _position.c.title,
        "leads": _position.c.leads,
    }


def _narrowed(of: FromClause) -> dict[str, ColumnElement[Any]]:
    return {
        "id": of.c.id,
        "procedure_code": of.c.procedure_code,
        "sector": of.c.sector,
        "covered": _procedure.c.code,
    }


def _theirs(who: CTE, of: FromClause) -> ColumnElement[bool]:
    return and_(of.c.province_code == who.c.province_code, of.c.officer_id == who.c.officer_id)


def _in_unit(of: FromClause) -> ColumnElement[bool]:
    return and_(_unit.c.province_code == of.c.province_code, _unit.c.code == of.c.unit_code)


def _at_position(of: FromClause) -> ColumnElement[bool]:
    same = _position.c.province_code == of.c.province_code
    return and_(same, _position.c.code == of.c.position_code)


def _of_sector(of: FromClause) -> ColumnElement[bool]:
    same = _procedure.c.province_code == of.c.province_code
    return and_(same, _procedure.c.sector == of.c.sector)


def _valid(of: FromClause) -> ColumnElement[bool]:
    return and_(of.c.valid_from <= _DAY, or_(of.c.valid_to.is_(None), of.c.valid_to > _DAY))


def _grouped(told: Sequence[Row], sort: int) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Each row of the sort, with the procedures of its sector."""
    for _, same in groupby((row for row in told if row[0] == sort), key=lambda row: row[1:4]):
        rows = list(same)
        yield rows[0], tuple(row[4] for row in rows if row[4] is not None)


def _order(row: Row) -> tuple[str, ...]:
    return tuple(str(part or "") for part in row[:5])


def _post(row: Row, covered: tuple[str, ...] = ()) -> Post:
    unit_code, position_code, _, _, unit_name, position_title, title, manner = row[1:9]
    return Post(
        *(unit_code, unit_name, position_code, title or position_title, manner),
        procedures=_procedures(row, covered),
        leads=bool(row[-1]),
        absent_id=row[12],
        absent_name=row[13],
    )


def _grant(row: Row, covered: tuple[str, ...]) -> Grant:
    return Grant(row[11], row[1], row[5], _procedures(row, covered), row[10])


def _procedures(row: Row, covered: tuple[str, ...]) -> tuple[str, ...] | None:
    procedure, sector = row[9], row[10]
    if procedure is not None:
        return (procedure,)
    return covered if sector is not None else None


_OFFICER = select(
    bindparam("province", type_=Code).label("province_code"),
    bindparam("officer", type_=Key).label("officer_id"),
).cte("who")
_OF_OFFICER = PreparedQuery(with_holdings(_OFFICER))
_officer = table_of(Officer)
_OFFICERS = (
    select(
        *(_officer.c.province_code, _officer.c.id.label("officer_id")),
        *(_officer.c.username, _officer.c.full_name),
    )
    .where(_officer.c.province_code == bindparam("province", type_=Code))
    .cte("who")
)
_OF_PROVINCE = PreparedQuery(with_holdings(_OFFICERS))
