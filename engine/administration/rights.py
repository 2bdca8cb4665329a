"""Whom an admin answers for: the province, or a unit with all below it (requirement R-75)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.catalogue.rules.rule import Level
from engine.catalogue.rules.scope import Scope
from engine.errors import NotAnAdmin, OutsideYourUnit
from engine.organisation.tree import Setting, setting_of

WHOLE_PROVINCE = "province"


@dataclass(frozen=True)
class Remit:
    """What a person administers. ``units`` are the tops of its units; none for the province."""

    setting: Setting
    level: Level
    units: tuple[str, ...]

    def may_rule(self, scope: Scope, level: str = "unit") -> bool:
        """Whether the person may make, approve or end rules of this scope and issuer."""
        if self.level == "province":
            return True
        if level == "province" or scope.unit is None:
            return False
        return not set(self.units).isdisjoint(self.setting.line_of(scope.unit))

    def check(self, scope: Scope, level: str = "unit") -> None:
        """Raises OutsideYourUnit."""
        if not self.may_rule(scope, level):
            wanted = self.setting.unit_name(scope.unit) if scope.unit else self.setting.name
            own = ", ".join(self.setting.unit_name(code) for code in self.units)
            raise OutsideYourUnit(own=own, wanted=wanted)


def remit_of(session: Session, *, person: Person, province_code: str, today: date) -> Remit:
    """What the person administers in the province. Raises NotAnAdmin, ProvinceNotFound."""
    setting = setting_of(session, province_code)
    if person.kind != "admin" or person.province_code != province_code:
        raise NotAnAdmin
    tops = {_top(setting, post.unit_code) for post in person.posts}
    units = [setting.units[code] for code in sorted(tops) if code in setting.units]
    valid = [unit for unit in units if unit.valid(today)]
    if not valid:
        raise NotAnAdmin
    if any(unit.level == WHOLE_PROVINCE for unit in valid):
        return Remit(setting, "province", ())
    return Remit(setting, "unit", tuple(unit.code for unit in valid))


def reader_setting(session: Session, *, person: Person, province_code: str) -> Setting:
    """The province, for anyone of its staff: rules are read by all of them (requirement R-71).

    Raises NotAnAdmin, ProvinceNotFound.
    """
    if person.kind not in {"admin", "officer"} or person.province_code != province_code:
        raise NotAnAdmin
    return setting_of(session, province_code)


def _top(setting: Setting, unit_code: str) -> str:
    """The highest unit of the same level above a post: a centre's admin answers for its commune."""
    top = unit_code
    for code in setting.line_of(unit_code):
        if setting.units[code].level != setting.units[unit_code].level:
            break
        top = code
    return top
