"""The posts of an officer on a day: those held, then those stood in for."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import Session

from engine.accounts.person import Post
from engine.store.catalogue import Procedure
from engine.store.organisation import Appointment, Position, Substitution, Unit


def posts_of(
    session: Session, province_code: str | None, officer_id: str | None, day: date
) -> tuple[Post, ...]:
    """The posts on ``day``. Whoever holds a desk and also stands in for it works as its holder,
    but for what lies with the person in whose place they are."""
    if province_code is None or officer_id is None:
        return ()
    own = tuple(_held(session, province_code, officer_id, day))
    desks = {(post.unit_code, post.position_code) for post in own}
    acting = _stood_in_for(session, province_code, officer_id, day)
    return own + tuple(
        post
        for post in acting
        if post.absent_id or (post.unit_code, post.position_code) not in desks
    )


def _held(session: Session, province_code: str, officer_id: str, day: date) -> Iterator[Post]:
    rows = session.execute(
        _named(Appointment).where(
            Appointment.province_code == province_code,
            Appointment.officer_id == officer_id,
            Appointment.valid_from <= day,
            or_(Appointment.valid_to.is_(None), Appointment.valid_to > day),
        )
    )
    return (
        Post(row.unit_code, row.unit_name, row.position_code, row.title, leads=row.leads)
        for row in rows
    )


def _stood_in_for(
    session: Session, province_code: str, officer_id: str, day: date
) -> Iterator[Post]:
    absent = and_(
        Appointment.province_code == Substitution.province_code,
        Appointment.officer_id == Substitution.absent_id,
        Appointment.unit_code == Substitution.unit_code,
        Appointment.position_code == Substitution.position_code,
        Appointment.valid_from <= day,
        or_(Appointment.valid_to.is_(None), Appointment.valid_to > day),
    )
    rows = session.execute(
        _named(Substitution)
        .add_columns(
            Appointment.title,
            Substitution.manner,
            Substitution.procedure_code,
            Substitution.sector,
            Substitution.absent_id,
        )
        .outerjoin(Appointment, absent)
        .where(
            Substitution.province_code == province_code,
            Substitution.officer_id == officer_id,
            Substitution.valid_from <= day,
            Substitution.valid_to > day,
        )
        .order_by(Substitution.id)
    ).all()
    sectors = _procedures_of(session, province_code, {row.sector for row in rows} - {None})
    return (_acting(row, sectors) for row in rows)


def _named(
    table: type[Appointment] | type[Substitution],
) -> Select[*tuple[Any, ...]]:
    """The unit and the position of a row by code and name, and whether the position leads."""
    return (
        select(
            Unit.code.label("unit_code"),
            Unit.name.label("unit_name"),
            Position.code.label("position_code"),
            Position.title,
            Position.leads,
        )
        .select_from(table)
        .join(Unit, and_(Unit.province_code == table.province_code, Unit.code == table.unit_code))
        .join(
            Position,
            and_(
                Position.province_code == table.province_code,
                Position.code == table.position_code,
            ),
        )
        .order_by(Unit.code, Position.code)
    )


def _acting(row: Row[*tuple[Any, ...]], sectors: dict[str, tuple[str, ...]]) -> Post:
    unit_code, unit_name, position_code, position_title, leads = row[:5]
    title, manner, procedure, sector, absent = row[5:]
    procedures: tuple[str, ...] | None = None
    if procedure is not None:
        procedures = (procedure,)
    elif sector is not None:
        procedures = sectors.get(sector, ())
    words = title or position_title
    return Post(unit_code, unit_name, position_code, words, manner, procedures, leads, absent)


def _procedures_of(
    session: Session, province_code: str, sectors: set[str]
) -> dict[str, tuple[str, ...]]:
    """Sector → its procedures' codes."""
    found: dict[str, tuple[str, ...]] = {}
    if not sectors:
        return found
    rows = session.execute(
        select(Procedure.sector, Procedure.code)
        .where(Procedure.province_code == province_code, Procedure.sector.in_(sectors))
        .order_by(Procedure.code)
    )
    for sector, code in rows:
        found[sector] = (*found.get(sector, ()), code)
    return found
