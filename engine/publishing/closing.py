"""Close what can't be filed, open what can again, and stop a publication that nobody could use.

A place that fails is closed for filing with its reasons, which every door reads
(``engine.routing.closures``); it opens by itself when a later check passes (R-20).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.catalogue.packages import PublishedPackage, current_digest, package
from engine.errors import NotFileable, ProcedureNotFound
from engine.organisation.tree import Setting, setting_of
from engine.publishing.fileable import Fileable, fileable, ground_of
from engine.publishing.reasons import grouped
from engine.publishing.rehearsing import Rehearsing
from engine.routing.as_it_stands import day_of
from engine.routing.closures import ClosingReason, closures_of
from engine.store.base import table_of
from engine.store.catalogue import FilingClosure, Procedure

Tried = dict[tuple[str, date, int], Fileable]
"""What rehearsals have found: version, first day and the province's epoch → that."""
_closures = table_of(FilingClosure)


def require_fileable(
    session: Session,
    *,
    province_code: str,
    digest: str,
    valid_from: date,
    now: datetime,
    tried: Tried | None = None,
) -> Fileable:
    """Whether a package that stands in the catalogue can be filed from its first day on.

    The one call of whoever publishes, after the package is stored and in the same transaction: a
    refusal takes it out again. Places that fail are closed at once if the package is in force
    today; else the night of its first day does it. Raises NotFileable if no place passes, or form,
    fee or dossier fail everywhere.

    ``tried``: what was found when all of this was done beside the database; it counts if the
    province is as it was, and what is found now is added.
    """
    published = package(session, province_code, digest)
    today = day_of(now)
    day = max(valid_from, today)
    found = _found(session, province_code, published, day, tried, every_way=True)
    if not found.anywhere:
        raise _refusal(published, found, setting_of(session, province_code))
    if valid_from <= today:
        keep_closures(session, province_code, found, now=now)
    return found


def _found(
    session: Session,
    province_code: str,
    published: PublishedPackage,
    day: date,
    tried: Tried | None,
    *,
    every_way: bool = False,
) -> Fileable:
    key = published.digest, day, setting_of(session, province_code).epoch
    known = (tried or {}).get(key)
    if known is None:
        ground = ground_of(session, province_code, day, [published])
        known = fileable(session, published, ground, every_way=every_way)
        if tried is not None:
            tried[key] = known
    return known


def check_procedure(
    session: Session,
    *,
    province_code: str,
    procedure_code: str,
    now: datetime,
    tried: Tried | None = None,
) -> Fileable:
    """Check what new cases of the procedure take now, and keep what was found.

    Raises ProcedureNotFound.
    """
    digest = current_digest(
        session, province_code=province_code, procedure_code=procedure_code, day=day_of(now)
    )
    published = package(session, province_code, digest)
    found = _found(session, province_code, published, day_of(now), tried)
    keep_closures(session, province_code, found, now=now)
    return found


@dataclass(frozen=True, slots=True)
class CheckedAgain:
    """What a check found: at how many places the procedure can be filed, of how many."""

    procedure_code: str
    places: int
    open: int
    everywhere: tuple[ClosingReason, ...]


def check_again(
    session: Session,
    *,
    admin: Administrator,
    procedure_code: str,
    now: datetime,
    tried: Tried | None = None,
) -> CheckedAgain:
    """The same for an administrator who has mended what was missing; ``tried``: by
    ``try_again``. Raises NotAdministrator, ProcedureNotFound."""
    admin.require_somewhere("organisation.check_services")
    told = {"province_code": admin.province_code, "procedure_code": procedure_code}
    found = check_procedure(session, now=now, tried=tried, **told)
    places = len(found.places)
    return CheckedAgain(procedure_code, places, places - len(found.closed), found.everywhere)


def try_again(
    rehearsing: Rehearsing,
    *,
    province_code: str,
    admin: Callable[[Session], Administrator],
    procedure_code: str,
    now: datetime,
) -> Tried:
    """What ``check_again`` finds, before the act for which others wait. Raises what it does."""
    tried: Tried = {}
    with rehearsing(province_code, (procedure_code,)) as session:
        told: dict[str, Any] = {"procedure_code": procedure_code, "now": now, "tried": tried}
        check_again(session, admin=admin(session), **told)
    return tried


def keep_closures(session: Session, province_code: str, found: Fileable, *, now: datetime) -> None:
    """Write what changed: a place stays closed since the first check that it failed."""
    code = found.procedure_code
    _hold(session, province_code, code)
    known = {one.unit_code: one.reasons for one in closures_of(session, province_code, code)}
    at = (_closures.c.province_code == province_code, _closures.c.procedure_code == code)
    connection = session.connection()
    opened = sorted(known.keys() - found.closed.keys())
    if opened:
        connection.execute(delete(_closures).where(*at, _closures.c.unit_code.in_(opened)))
    for unit, reasons in found.closed.items():
        if unit in known and _plain(known[unit]) != _plain(reasons):
            changed = update(_closures).where(*at, _closures.c.unit_code == unit)
            connection.execute(changed.values(reasons=_plain(reasons)))
    new = [
        {
            "province_code": province_code,
            "procedure_code": code,
            "unit_code": unit,
            "since": now,
            "reasons": _plain(reasons),
        }
        for unit, reasons in found.closed.items()
        if unit not in known
    ]
    if new:
        connection.execute(insert(_closures), new)


def drop_closures(session: Session, province_code: str, kept: Mapping[str, object]) -> None:
    """Forget those of procedures that take no filing any more at all."""
    session.connection().execute(
        delete(_closures).where(
            _closures.c.province_code == province_code,
            _closures.c.procedure_code.not_in(sorted(kept)),
        )
    )


def _hold(session: Session, province_code: str, procedure_code: str) -> None:
    """Two checks of one procedure wait for one another. Raises ProcedureNotFound."""
    row = session.scalar(
        select(Procedure.code)
        .where(Procedure.province_code == province_code, Procedure.code == procedure_code)
        .with_for_update()
    )
    if row is None:
        raise ProcedureNotFound(procedure_code=procedure_code)


def _plain(reasons: tuple[ClosingReason, ...]) -> list[dict[str, str]]:
    return [{"code": one.code, "words": one.words} for one in reasons]


def _refusal(published: PublishedPackage, found: Fileable, setting: Setting) -> NotFileable:
    """The reasons that hold everywhere, else those of all places, each once; ``mended``: where."""
    everywhere = dict.fromkeys(found.places, found.everywhere)
    reasons = grouped(setting, everywhere if found.everywhere else found.places)
    more = f"; và {len(reasons) - 1} lý do khác" if len(reasons) > 1 else ""
    return NotFileable(
        procedure=published.manifest.short_name,
        reasons=f"{reasons[0].told if reasons else 'tỉnh không có nơi nào nhận'}{more}",
        faults=[
            {
                "field": one.code,
                "message": f"{one.told[:1].upper()}{one.told[1:]}.",
                "mended": one.mended,
            }
            for one in reasons
        ],
    )
