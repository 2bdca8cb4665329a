"""Where a procedure can be filed: only where somebody holds every desk that it needs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.catalogue.packages import PublishedPackage
from engine.errors import CompetentUnknown, NobodyToAssign
from engine.organisation.holders import staffed_desks
from engine.organisation.tree import CENTRE_KIND, Setting
from engine.queries.views.parts import UnitName
from engine.queries.views.service import Place
from engine.routing.competence import area_of, competent_unit
from engine.routing.definitions import definition_of
from engine.routing.desks import CaseUnits, desk_of

COUNTER_ROLES = frozenset({"receiving", "returning"})


@dataclass(frozen=True, slots=True)
class FilingPlaces:
    """``communes`` that a filing may be about, ``centres`` that receive it and return its result.

    A procedure whose form names no commune has none to choose; its centres are all there is.
    """

    communes: tuple[Place, ...]
    centres: tuple[UnitName, ...]


def filing_places(
    session: Session, published: PublishedPackage, setting: Setting, day: date
) -> FilingPlaces:
    """The places of a package on that day."""
    look = _Look(published, setting, day, staffed_desks(session, setting.province_code, day))
    if published.manifest.area_field is None:
        communes: tuple[Place, ...] = ()
        centres = [one.code for one in setting.centres(day) if look.whole({}, one.code)]
    else:
        communes = tuple(look.communes())
        own = {place.centre_code for place in communes}
        anywhere = published.manifest.anywhere and communes
        centres = [
            one.code
            for one in setting.centres(day)
            if one.code in own or (anywhere and look.counter(one.code))
        ]
    names = tuple(UnitName(code, setting.unit_name(code)) for code in centres)
    return FilingPlaces(communes, names)


@dataclass(frozen=True, slots=True)
class _Look:
    """Looks for desks that nobody holds."""

    published: PublishedPackage
    setting: Setting
    day: date
    staffed: frozenset[tuple[str, str]]

    def communes(self) -> Iterator[Place]:
        """The communes whose own filings find every desk held."""
        area = self.published.manifest.area_field
        for commune in self.setting.communes(self.day):
            centre = self.setting.division(commune.code, CENTRE_KIND, self.day)
            if centre is not None and self.whole({area or "": commune.code}, centre.code):
                yield Place(commune.code, commune.short_name, centre.code, centre.name)

    def whole(self, answers: dict[str, object], centre: str) -> bool:
        """Whether every step has its people when these answers are filed at the centre."""
        return self._held(answers, centre, definition_of(self.published).steps)

    def counter(self, centre: str) -> bool:
        """Whether the steps of the receiving and the returning place have their people here."""
        steps = definition_of(self.published).steps
        at_counter = [
            element_id
            for element_id, step in steps.items()
            if step.assignment is not None and step.assignment.unit in COUNTER_ROLES
        ]
        return self._desks(CaseUnits(centre, centre, centre, {}), at_counter)

    def _held(self, answers: dict[str, object], centre: str, steps: Iterable[str]) -> bool:
        manifest = self.published.manifest
        try:
            competent = competent_unit(
                manifest, self.setting, answers=answers, receiving=centre, day=self.day
            )
        except CompetentUnknown:
            return False
        commune = area_of(manifest, answers)
        units = CaseUnits(centre, competent, centre, manifest.roles, manifest.area_roles, commune)
        return self._desks(units, steps)

    def _desks(self, units: CaseUnits, element_ids: Iterable[str]) -> bool:
        steps = definition_of(self.published).steps
        try:
            desks = [desk_of(steps[one], units, self.setting, self.day) for one in element_ids]
        except NobodyToAssign:
            return False
        return all((desk.unit_code, desk.position_code) in self.staffed for desk in desks)
