"""Where a procedure can be filed: only where somebody holds every desk that it needs.

And where the check of what is published has not closed it (R-20).
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.catalogue.packages import PublishedPackage
from engine.organisation.tree import Setting
from engine.queries.views.parts import UnitName
from engine.queries.views.service import Place
from engine.routing.closures import ClosingReason, Closure, closures_of
from engine.routing.filed_at import filed_on


@dataclass(frozen=True, slots=True)
class FilingPlaces:
    """``communes`` that a filing may be about, ``centres`` that receive it and return its result.

    A procedure whose form names no commune has none to choose; its centres are all there is.
    ``closed``: where nothing is filed now, and why.
    """

    communes: tuple[Place, ...]
    centres: tuple[UnitName, ...]
    closed: tuple[Closure, ...] = ()


def filing_places(
    session: Session, published: PublishedPackage, setting: Setting, day: date
) -> FilingPlaces:
    """The places of a package on that day."""
    manifest, province = published.manifest, setting.province_code
    at = filed_on(session, published, setting, day)
    kept = {one.unit_code: one for one in closures_of(session, province, manifest.code)}
    spots, closed = [], []
    for spot in at.spots():
        shut = kept.get(spot.unit)
        lacking = tuple(ClosingReason("nobody_at_desk", one.words) for one in at.lacking(spot))
        reasons = (*lacking, *(shut.beside_desks if shut else ()))
        if reasons:
            since = shut.since if shut else None
            closed.append(Closure(manifest.code, spot.unit, since, reasons))
        else:
            spots.append(spot)
    own = {spot.centre for spot in spots}
    communes: tuple[Place, ...] = ()
    if manifest.area_field is not None:
        communes = tuple(
            Place(one.unit, setting.unit_short_name(one.unit), centre, setting.unit_name(centre))
            for one in spots
            if (centre := one.centre) is not None
        )
    anywhere = bool(communes) and manifest.anywhere
    centres = [
        one.code
        for one in setting.centres(day)
        if one.code in own or (anywhere and at.counter(one.code))
    ]
    names = tuple(UnitName(code, setting.unit_name(code)) for code in centres)
    return FilingPlaces(communes, names, tuple(closed))
