"""Where a procedure can be filed: only where somebody holds every desk that it needs.

And where the check of what is published has not closed it (R-20).
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.catalogue.packages import PublishedPackage
from engine.organisation.holders import staff_on
from engine.organisation.tree import Setting
from engine.queries.views.parts import UnitName
from engine.queries.views.service import Place
from engine.routing.closures import Closure, closures_of
from engine.routing.filed_at import FiledAt


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
    at = FiledAt(published, setting, day, staff_on(session, province, day))
    closed = closures_of(session, province, manifest.code)
    shut = {one.unit_code for one in closed}
    spots = [spot for spot in at.spots() if spot.unit not in shut and at.whole(spot)]
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
    return FilingPlaces(communes, names, closed)
