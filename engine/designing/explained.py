"""What a draft or a version is, in words: diagram, steps with who does them, tables, forms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from engine.catalogue.desk_names import desk_names
from engine.catalogue.forms import keys_of_communes, with_options
from engine.catalogue.packages import PublishedPackage, digest_of
from engine.designing.looked import Looked, look
from engine.designing.pages import QUOTED
from engine.designing.rights import Designer
from engine.designing.tables_shown import DecisionTable, tables_of
from engine.designing.to_read import Text, to_read
from engine.errors import DesignNotFound, DesignUnready, NobodyToAssign
from engine.fees.subjects import filing_form
from engine.organisation.holders import holders
from engine.organisation.tree import CENTRE_KIND, Setting, setting_of
from engine.publishing.diagnose import drawn
from engine.publishing.differing.of_manifest import LEVELS
from engine.publishing.fileable import ground_of, open_spots
from engine.queries.filing_terms import Spot, standing_at
from engine.routing.competence import about_of
from engine.routing.definitions import definition_of
from engine.routing.desks import CaseUnits, desk_of
from engine.workflow import Step
from engine.worktime import ZONE

Form = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DraftStep:
    """A step: whose it is by the drawing, who holds the desk at the place today."""

    number: int
    element_id: str
    name: str
    lane: str | None
    level: str | None
    """That the lane declares, in words."""
    unit: str
    position: str
    desk_level: str | None
    """The level of the unit at the place, in words."""
    desk: str | None
    """The unit at the place; ``None``: no unit there does it."""
    people: tuple[str, ...]
    hours: Decimal | None
    form: str | None
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormShown:
    """A form under its key; ``steps`` that ask it, none of the one by which people file."""

    key: str
    schema: Form
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A version, or a draft without an error, as those who approve and work by it would see it."""

    published: PublishedPackage
    setting: Setting
    place: str | None
    places: tuple[tuple[str, str], ...]
    diagram: str
    steps: tuple[DraftStep, ...]
    tables: tuple[DecisionTable, ...]
    forms: tuple[FormShown, ...]


def runnable(text: Text, looked: Looked) -> bool:
    """Whether the files can be read as a procedure: of a version, whatever is wrong with it by what
    is known today; of a draft without an error but rows of the decision."""
    return text.published is not None or (looked.manifest is not None and not looked.missing)


def as_published(looked: Looked, files: Mapping[str, bytes]) -> PublishedPackage:
    """The draft in the form in which versions are asked. Raises DesignUnready."""
    if looked.manifest is None or looked.missing:
        raise DesignUnready(count=looked.count("error"))
    diagram = drawn(files, looked.manifest)
    return PublishedPackage(digest_of(files), looked.manifest, dict(files), diagram)


def explained(
    session: Session,
    *,
    who: Designer,
    procedure_code: str,
    version: int | None = None,
    place: str | None = None,
    now: datetime,
) -> Explained:
    """The draft, or a version, in words, with the people of a place today: a commune, by default
    the first that can take a filing. Raises DesignNotFound, also for a place that is no commune,
    DesignUnready."""
    found = to_read(session, who, procedure_code, version)
    published = found.published or as_published(
        look(session, who.province_code, procedure_code, found.files), found.files
    )
    setting, day = setting_of(session, who.province_code), now.astimezone(ZONE).date()
    communes = {unit.code: unit.short_name for unit in setting.communes(day)}
    if place and place not in communes:
        raise DesignNotFound(what=f"xã, phường “{place[:QUOTED]}” trong tỉnh")
    chosen = place or _first_open(session, published, setting, day)
    return Explained(
        published=published,
        setting=setting,
        place=chosen,
        places=tuple(communes.items()),
        diagram=published.diagram,
        steps=tuple(_steps(session, published, setting, chosen, day)),
        tables=tuple(tables_of(found.files)),
        forms=tuple(_forms(published, setting, day)),
    )


def _first_open(
    session: Session, published: PublishedPackage, setting: Setting, day: date
) -> str | None:
    """The first commune that can take a filing, else the first there is."""
    ground = ground_of(session, setting.province_code, day, [published])
    communes = [unit.code for unit in setting.communes(day)]
    spots = open_spots(published, ground)
    taking = (one for spot in spots for one in (spot.unit, setting.units[spot.unit].parent))
    return next((one for one in taking if one in communes), next(iter(communes), None))


def _steps(
    session: Session,
    published: PublishedPackage,
    setting: Setting,
    place: str | None,
    day: date,
) -> Iterator[DraftStep]:
    names = desk_names(setting, published.manifest)
    units = _units(published, setting, place, day)
    for number, step in enumerate(definition_of(published).steps.values(), start=1):
        row = step_row(number, step, names)
        try:
            desk = desk_of(step, units, setting, day)
        except NobodyToAssign:
            yield row
            continue
        at = (setting.province_code, desk.unit_code, desk.position_code)
        yield replace(
            row,
            desk=setting.unit_short_name(desk.unit_code),
            desk_level=LEVELS.get(setting.units[desk.unit_code].level),
            people=tuple(holders(session, *at, day)),
        )


def step_row(number: int, step: Step, names: Mapping[str, str]) -> DraftStep:
    """A step by its drawing alone; ``names``: what people call units and positions."""
    given = step.assignment
    division = names.get(given.division or "", given.division) if given else None
    role = names.get(given.unit, given.unit) if given else ""
    return DraftStep(
        number=number,
        element_id=step.element_id,
        name=step.name,
        lane=step.lane,
        level=LEVELS.get(step.level or ""),
        unit=f"{division}, {role}" if division else role,
        position=names.get(given.position, given.position) if given else "",
        desk_level=None,
        desk=None,
        people=(),
        hours=step.hours,
        form=step.form,
        choices=tuple(one.label for one in step.choices),
    )


def _units(
    published: PublishedPackage, setting: Setting, place: str | None, day: date
) -> CaseUnits:
    manifest = published.manifest
    centre = setting.division(place, CENTRE_KIND, day) if place else None
    receiving = centre.code if centre else place or ""
    standing, _ = standing_at(manifest, setting, Spot(place, receiving or None), day)
    competent = standing.competent or receiving
    roles = (manifest.roles, manifest.area_roles)
    return CaseUnits(receiving, competent, receiving, *roles, place, about_of(manifest, place))


def _forms(published: PublishedPackage, setting: Setting, day: date) -> Iterator[FormShown]:
    asked: dict[str, list[str]] = {published.manifest.filing_form: []}
    for step in definition_of(published).steps.values():
        if step.form:
            asked.setdefault(step.form, []).append(step.name)
    communes = [{"value": one.code, "label": one.short_name} for one in setting.communes(day)]
    for key, steps in asked.items():
        filing = key == published.manifest.filing_form
        schema = filing_form(published) if filing else published.form(key)
        if schema is not None:
            filled = with_options(schema, dict.fromkeys(keys_of_communes(schema), communes))
            yield FormShown(key, filled, tuple(steps))
