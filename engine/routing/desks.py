"""Which desk does a step: unit role and position, resolved against the case and the province."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.catalogue.desk_names import names_in
from engine.errors import NobodyToAssign
from engine.organisation.shares import ANYTHING, About
from engine.organisation.tree import Setting
from engine.workflow.reading.elements import Assignment, Step


@dataclass(frozen=True, slots=True)
class CaseUnits:
    """The three units of a case, and the package's extra roles (role → unit code).

    ``by_area``: role → the role in which a unit serves the commune that the case is about.
    ``about``: what decides where it goes when a unit of it is split.
    """

    receiving: str
    competent: str
    returning: str
    others: Mapping[str, str]
    by_area: Mapping[str, str] = field(default_factory=dict)
    commune: str | None = None
    about: About = ANYTHING

    def unit_of(self, role: str, setting: Setting, day: date) -> str | None:
        """The unit that plays the role in this case on the day.

        Where the named one is no more: the one that took over from it.
        """
        code = self._named(role, setting, day)
        return (setting.on_day(code, day, self.about) or code) if code else None

    def _named(self, role: str, setting: Setting, day: date) -> str | None:
        own = {
            "receiving": self.receiving,
            "competent": self.competent,
            "returning": self.returning,
        }
        if role in self.by_area and role not in own:
            commune = self.commune or self.competent
            here = setting.on_day(commune, day, self.about) or commune
            return setting.serving_unit(self.by_area[role], here, day)
        return own.get(role) or self.others.get(role)


@dataclass(frozen=True, slots=True)
class Desk:
    """A unit and a position in it: who finds the work in their queue."""

    unit_code: str
    position_code: str


def desk_of(step: Step, units: CaseUnits, setting: Setting, day: date) -> Desk:
    """The desk of a step on that day: where its work was moved, if it was.

    Raises NobodyToAssign; never guesses another unit.
    """
    if step.assignment is None:
        raise NobodyToAssign(step=step.name, role="(chưa khai báo)", element_id=step.element_id)
    code = units.unit_of(step.assignment.unit, setting, day)
    unit = setting.units.get(code) if code else None
    if unit is not None and step.assignment.division:
        unit = setting.division(unit.code, step.assignment.division, day, units.about)
    if unit is None or not unit.valid(day):
        role = _words(step.assignment, setting)
        raise NobodyToAssign(step=step.name, role=role, element_id=step.element_id)
    return _moved(Desk(unit.code, step.assignment.position), units, setting, day)


def _words(assignment: Assignment, setting: Setting) -> str:
    """The unit that a step asks for, as people call it."""
    names, role = names_in(setting), assignment.unit
    called = names.get(role, role)
    division = assignment.division
    return f"{called}, {names.get(division, division)}" if division else called


def _moved(desk: Desk, units: CaseUnits, setting: Setting, day: date) -> Desk:
    """Where the work of the desk is done on the day; where that unit is no more, who took over."""
    unit, position = setting.desk_on(desk.unit_code, desk.position_code, day)
    if (unit, position) == (desk.unit_code, desk.position_code):
        return desk
    return Desk(setting.on_day(unit, day, units.about) or unit, position)


def role_unit(step: Step, units: CaseUnits, setting: Setting, day: date) -> str | None:
    """The unit whose role a step names, not yet narrowed to a division; for showing ahead."""
    return units.unit_of(step.assignment.unit, setting, day) if step.assignment else None


def may_take(setting: Setting, unit: str, other: str, day: date) -> bool:
    """Whether work of a unit may be given to another: of its agency.

    Of a unit that is no more: any below the nearest that still is above it.
    """
    standing = next((one.code for one in setting.upwards(unit) if one.valid(day)), None)
    if standing != unit:
        return standing is not None and setting.within(other, {standing})
    return setting.agency_unit(other) == setting.agency_unit(unit)
