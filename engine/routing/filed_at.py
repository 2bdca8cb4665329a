"""Where a procedure can be filed on a day, and which desk nobody holds where it can't.

One answer for the pages that offer places and for the check of what is published (R-20).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from engine.acts.on_steps import RECEIVE
from engine.catalogue.packages import PublishedPackage
from engine.catalogue.rules.candidates import RulesOfDay
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.scope import EVERYWHERE, Scope
from engine.errors import CompetentUnknown, NobodyToAssign
from engine.organisation.holders import Staff, staff_on
from engine.organisation.tree import CENTRE_KIND, Setting
from engine.routing.competence import about_of, competent_unit
from engine.routing.definitions import definition_of
from engine.routing.desks import CaseUnits, Desk, desk_of
from engine.routing.local_rules import Standing, circumstances_of, received_under
from engine.workflow import Assignment, Step

COUNTER_ROLES = frozenset({"receiving", "returning"})
DESK_RULES = ("assignment", "step_skipped", "competence")
"""The kinds of local rules that decide on whose desk a step lies."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of filing: ``unit`` is the commune that it is about, or the centre itself."""

    unit: str
    centre: str | None
    about: Mapping[str, object]
    """The answer that names the commune; none where the form asks for none."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What keeps a filing from its result at a spot; ``desk`` is ``None`` where a unit lacks.

    ``what``: the same without the unit at which it lacks, which is ``at``; empty: no unit is told.
    """

    words: str
    desk: Desk | None = None
    what: str = ""
    at: str = ""


class FiledAt:
    """A package on a day among the people who are at work.

    ``rules``: the local rules of the day of the kinds ``DESK_RULES``, where they are to be asked.
    """

    def __init__(
        self,
        published: PublishedPackage,
        setting: Setting,
        day: date,
        staff: Staff,
        rules: RulesOfDay | None = None,
    ) -> None:
        self.manifest, self.setting, self.day = published.manifest, setting, day
        self.staff, self.rules = staff, rules
        self.steps = definition_of(published).steps

    def spots(self) -> Iterator[Spot]:
        """Every place that a filing may be about: the communes, or where none is named, centres."""
        area = self.manifest.area_field
        if area is None:
            yield from (Spot(one.code, one.code, {}) for one in self.setting.centres(self.day))
            return
        for commune in self.setting.communes(self.day):
            centre = self.setting.division(commune.code, CENTRE_KIND, self.day)
            yield Spot(commune.code, centre.code if centre else None, {area: commune.code})

    def lacking(self, spot: Spot) -> Iterator[Lacking]:
        """What a filing made at the spot would lack on its way, each desk once."""
        centre = spot.centre
        if centre is None:
            name = self.setting.unit_name(spot.unit)
            what = "chưa có Trung tâm Phục vụ hành chính công"
            yield Lacking(f"{name} {what}", what=what, at=name)
            return
        competent = self.competent(spot)
        if competent is None:
            yield Lacking("chưa xác định được cơ quan giải quyết")
            return
        commune, steps = str(spot.about.get(self.manifest.area_field or "")), self._assigned
        if self._ruled:
            found, unit = self._met(spot, centre, competent)
            competent, steps = unit or competent, steps_under(found, self.steps)
        units = self._units(centre, competent, commune)
        yield from self._lacking(units, steps)

    def whole(self, spot: Spot) -> bool:
        """Whether every step has its people when a filing is made at the spot."""
        return next(self.lacking(spot), None) is None

    def counter(self, centre: str) -> bool:
        """Whether the steps of the receiving and the returning place have their people there."""
        units = self._units(centre, centre, "")
        own = filter(_at_counter, self._assigned)
        return not self._lacking(units, own)

    def competent(self, spot: Spot) -> str | None:
        """The unit that decides by the manifest; ``None`` where it can't be told."""
        try:
            return competent_unit(
                self.manifest,
                self.setting,
                answers=spot.about,
                receiving=spot.centre or "",
                day=self.day,
            )
        except CompetentUnknown:
            return None

    def decides(self, spot: Spot) -> str | None:
        """The unit that decides by the manifest and the local rules of the day."""
        competent = self.competent(spot)
        if competent is None or spot.centre is None or not self._ruled:
            return competent
        return self._met(spot, spot.centre, competent)[1]

    def units(self, spot: Spot, competent: str) -> CaseUnits:
        """Which unit plays which role in a filing made at the spot that this one decides."""
        commune = str(spot.about.get(self.manifest.area_field or "") or "")
        return self._units(spot.centre or "", competent, commune)

    def _units(self, centre: str, competent: str, commune: str) -> CaseUnits:
        told = self.manifest
        roles, about = (told.roles, told.area_roles), about_of(told, commune or None)
        return CaseUnits(centre, competent, centre, *roles, commune or None, about)

    @cached_property
    def _assigned(self) -> tuple[Step, ...]:
        """A step of each kind of desk: the others of that kind lie on the same one."""
        return tuple({step.assignment: step for step in self.steps.values()}.values())

    def _lacking(self, units: CaseUnits, steps: Iterable[Step]) -> tuple[Lacking, ...]:
        return lacking_on_way(steps, units, self.setting, self.day, self.held)

    def held(self, desks: Iterable[Desk]) -> set[Desk]:
        """Those of the desks where somebody does the procedure's work."""
        one, at = self.manifest, self.staff.at
        return {d for d in desks if at(d.unit_code, d.position_code, one.code, one.sector)}

    @cached_property
    def _ruled(self) -> bool:
        """Whether any such rule of the day concerns the procedure at all."""
        anywhere = circumstances_of(self.setting, Standing(self.manifest, None, None))
        return self.rules is not None and self.rules.concern(anywhere)

    def _met(self, spot: Spot, centre: str, competent: str) -> tuple[Resolved, str | None]:
        """The rules that a reception at the spot takes, and who then decides."""
        assert self.rules is not None  # noqa: S101 - asked only where some concern the procedure
        rules = self.rules

        def met(one: Standing) -> Resolved:
            return rules.met(circumstances_of(self.setting, one))

        standing = Standing(self.manifest, competent, centre)
        return received_under(met(standing), met, standing, spot.about)


def filed_on(session: Session, published: PublishedPackage, setting: Setting, day: date) -> FiledAt:
    """A package among the people and the rules of a day, read by two statements."""
    told = published.manifest
    rules = RulesOfDay(
        session,
        setting.province_code,
        targets={
            EVERYWHERE,
            Scope(procedure=told.code).target,
            Scope(sector=told.sector).target,
        },
        kinds=DESK_RULES,
        day=day,
        epoch=setting.epoch,
    )
    return FiledAt(published, setting, day, staff_on(session, setting.province_code, day), rules)


def lacking_on_way(
    steps: Iterable[Step],
    units: CaseUnits,
    setting: Setting,
    day: date,
    held: Callable[[Iterable[Desk]], Collection[Desk]],
) -> tuple[Lacking, ...]:
    """What a filing with these units lacks on its way through the steps, each desk once.

    ``held`` tells which of the desks somebody holds; it is asked once.
    """
    found: dict[Lacking, None] = {}
    desks: dict[Desk, Lacking] = {}
    for step in steps:
        try:
            desk = desk_of(step, units, setting, day)
        except NobodyToAssign as refused:
            found[Lacking(f"chưa có đơn vị {refused.details['role']} cho bước “{step.name}”")] = (
                None
            )
            continue
        title = setting.positions.get(desk.position_code, desk.position_code)
        place = setting.unit_name(desk.unit_code)
        what = f"chưa có ai giữ vị trí {title}"
        desks.setdefault(desk, Lacking(f"{what}, {place}", desk, what, place))
    there = held(desks)
    return (*found, *(lacking for desk, lacking in desks.items() if desk not in there))


def steps_under(found: Resolved, steps: Mapping[str, Step]) -> tuple[Step, ...]:
    """The steps as rules of the reception leave them; the reception itself comes before."""
    return tuple(
        _ruled(found, step)
        for element, step in steps.items()
        if step.act is not None or not step.may_skip or not _skipped(found, element)
    )


def _ruled(found: Resolved, step: Step) -> Step:
    rule = found.one("assignment", step.element_id)
    if rule is None or step.act == RECEIVE:
        return step
    return replace(step, assignment=Assignment(**rule.value))


def _skipped(found: Resolved, element: str) -> bool:
    rule = found.one("step_skipped", element)
    return rule is not None and bool(rule.value["skip"])


def _at_counter(step: Step) -> bool:
    return step.assignment is not None and step.assignment.unit in COUNTER_ROLES
