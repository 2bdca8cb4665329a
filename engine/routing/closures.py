"""Where a procedure takes no filing now, as every door of filing reads it (R-20)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam, select
from sqlalchemy.orm import Session

from engine.store.catalogue import FilingClosure
from engine.store.database import connection_of
from engine.store.prepared import PreparedQuery


@dataclass(frozen=True, slots=True)
class ClosingReason:
    """Why a place takes no filing: a code for machines, and words that end without a full stop.

    Codes: ``nobody_at_desk``, ``no_account``, ``form_refused``, ``dossier_stops``.
    """

    code: str
    words: str


SHORT = {
    "nobody_at_desk": "chưa đủ cán bộ để giải quyết",
    "no_account": "chưa có tài khoản thu phí, lệ phí",
    "form_refused": "biểu mẫu đang phải sửa",
    "dossier_stops": "quy trình đang phải sửa",
}
"""What whoever files is told of a reason, without names of posts."""


@dataclass(frozen=True, slots=True)
class Closure:
    """A place (a commune, or the centre where the form names none) that takes no filing now.

    ``since``: the first check that found it; ``None`` where it was found just now.
    """

    procedure_code: str
    unit_code: str
    since: datetime | None
    reasons: tuple[ClosingReason, ...]

    @property
    def beside_desks(self) -> tuple[ClosingReason, ...]:
        """The reasons but for those that each filing asks of the desks itself."""
        return tuple(one for one in self.reasons if one.code != "nobody_at_desk")

    @property
    def short(self) -> str:
        """Why, for whoever files."""
        return SHORT[self.reasons[0].code]

    @property
    def why(self) -> str:
        """The first reason, and how many there are besides."""
        return told(self.reasons)


def told(reasons: Sequence[ClosingReason]) -> str:
    """The first reason, and how many there are besides."""
    more = len(reasons) - 1
    return f"{reasons[0].words}{f' và {more} lý do khác' if more else ''}"


def closure_at(
    session: Session, province_code: str, procedure_code: str, unit_code: str
) -> Closure | None:
    """What closes the procedure at the place; ``None``: it is open. Every filing asks."""
    given = {
        "province_code": province_code,
        "procedure_code": procedure_code,
        "unit_code": unit_code,
    }
    rows = _ONE.all(connection_of(session), given)
    return _closure(*rows[0]) if rows else None


def closures_of(session: Session, province_code: str, procedure_code: str) -> tuple[Closure, ...]:
    """Every place where the procedure is closed, by unit code."""
    query = (
        select(*_COLUMNS)
        .where(
            FilingClosure.province_code == province_code,
            FilingClosure.procedure_code == procedure_code,
        )
        .order_by(FilingClosure.unit_code)
    )
    return tuple(_closure(*row) for row in session.execute(query))


def closed_at(
    session: Session, province_code: str, units: Iterable[str | None]
) -> Mapping[str, Closure]:
    """Procedure → what closes it at one of the units; for lists, by one statement."""
    named = [one for one in units if one]
    if not named:
        return {}
    query = select(*_COLUMNS).where(
        FilingClosure.province_code == province_code, FilingClosure.unit_code.in_(named)
    )
    found = (_closure(*row) for row in session.execute(query))
    return {one.procedure_code: one for one in found}


def _closure(procedure: str, unit: str, since: datetime, reasons: Any) -> Closure:
    return Closure(procedure, unit, since, tuple(ClosingReason(**one) for one in reasons))


_COLUMNS: tuple[Any, ...] = (
    FilingClosure.procedure_code,
    FilingClosure.unit_code,
    FilingClosure.since,
    FilingClosure.reasons,
)
_ONE = PreparedQuery(
    select(*_COLUMNS).where(
        FilingClosure.province_code == bindparam("province_code", type_=String),
        FilingClosure.procedure_code == bindparam("procedure_code", type_=String),
        FilingClosure.unit_code == bindparam("unit_code", type_=String),
    )
)
