"""Where published procedures take no filing now, for the administrators, as far as they go."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.organisation.tree import Setting, setting_of
from engine.routing.closures import ClosingReason
from engine.store.catalogue import FilingClosure, Procedure

SHOWN = 5
"""Places that are told of each procedure in the list of all."""
MOST = 1_000
"""Places that are told of one procedure."""


@dataclass(frozen=True, slots=True)
class ClosedPlace:
    """A commune, or a centre, about or at which nothing is filed now."""

    unit_code: str
    unit_name: str
    since: datetime
    reasons: tuple[ClosingReason, ...]


@dataclass(frozen=True, slots=True)
class ClosedService:
    """A procedure with how many places are closed to it; ``places`` are the first of them."""

    procedure_code: str
    short_name: str
    closed: int
    places: tuple[ClosedPlace, ...]


def closed_services(
    session: Session, *, admin: Administrator, procedure_code: str | None = None
) -> tuple[ClosedService, ...]:
    """By procedure code, within the administrator's rights; one procedure with all its places."""
    setting = setting_of(session, admin.province_code)
    where = _within(admin, setting)
    if procedure_code is not None:
        where.append(FilingClosure.procedure_code == procedure_code)
    counted = select(FilingClosure.procedure_code, func.count()).where(*where)
    counts = {row[0]: row[1] for row in session.execute(counted.group_by("procedure_code"))}
    names = _names(session, admin.province_code)
    places = _places(session, setting, where, most=MOST if procedure_code else SHOWN)
    return tuple(
        ClosedService(code, names.get(code, code), counts[code], tuple(places.get(code, ())))
        for code in sorted(counts)
    )


def _within(admin: Administrator, setting: Setting) -> list[ColumnElement[bool]]:
    own = [FilingClosure.province_code == admin.province_code]
    mine = admin.units("organisation.gaps", setting)
    if mine is not None:
        own.append(FilingClosure.unit_code.in_(mine))
    return own


def _places(
    session: Session, setting: Setting, where: list[ColumnElement[bool]], *, most: int
) -> dict[str, list[ClosedPlace]]:
    nth = func.row_number().over(
        partition_by=FilingClosure.procedure_code, order_by=FilingClosure.unit_code
    )
    first = (
        select(
            FilingClosure.procedure_code,
            FilingClosure.unit_code,
            FilingClosure.since,
            FilingClosure.reasons,
            nth.label("nth"),
        )
        .where(*where)
        .subquery()
    )
    found: dict[str, list[ClosedPlace]] = {}
    query = select(first).where(first.c.nth <= most).order_by(first.c.procedure_code, first.c.nth)
    for row in session.execute(query):
        reasons = tuple(ClosingReason(**one) for one in row.reasons)
        place = ClosedPlace(row.unit_code, setting.unit_name(row.unit_code), row.since, reasons)
        found.setdefault(row.procedure_code, []).append(place)
    return found


def _names(session: Session, province_code: str) -> dict[str, str]:
    query = select(Procedure.code, Procedure.short_name).where(
        Procedure.province_code == province_code
    )
    return {row.code: row.short_name for row in session.execute(query)}
