"""Who changes a province's configuration, and how far their rights go."""

from dataclasses import dataclass

from engine.access.asking import Matter, holds, may, units_of
from engine.access.rights import OF_OPERATION, RIGHTS
from engine.access.roles import ROLES, is_administrator
from engine.accounts import Person
from engine.errors import (
    NotAdministrator,
    NotOverseer,
    OperatorOnly,
    OutsideYourUnits,
    ProvinceAdminOnly,
)
from engine.organisation.tree import Setting


@dataclass(frozen=True, slots=True)
class Administrator:
    """Somebody who acts on a province's configuration.

    ``person`` and ``account_id`` are ``None`` for the operator at the command line.
    """

    province_code: str
    name: str
    account_id: str | None
    person: Person | None

    def may(
        self,
        right: str,
        setting: Setting,
        unit_code: str | None = None,
        *,
        procedure_code: str | None = None,
        sector: str | None = None,
    ) -> bool:
        """Whether they have the right in the unit; without one: in the whole province."""
        if self.person is None:
            return right in ROLES["operator"].reaches
        matter = Matter(
            *(self.province_code, setting, unit_code),
            procedure_code=procedure_code,
            sector=sector,
        )
        return may(self.person, right, matter) is not None

    def require(
        self,
        right: str,
        setting: Setting,
        unit_code: str | None = None,
        *,
        procedure_code: str | None = None,
        sector: str | None = None,
    ) -> None:
        """Raise NotAdministrator, ProvinceAdminOnly, OperatorOnly or OutsideYourUnits unless so."""
        if self.may(right, setting, unit_code, procedure_code=procedure_code, sector=sector):
            return
        if right in OF_OPERATION:
            raise OperatorOnly(act=RIGHTS[right])
        if self.person is not None:
            check_administers(self.person, right)
        if unit_code is None:
            raise ProvinceAdminOnly(who=everywhere_with(right), act=RIGHTS[right])
        raise OutsideYourUnits(unit=setting.unit_name(unit_code))

    def require_somewhere(self, right: str) -> None:
        """Raise NotAdministrator unless they have it anywhere."""
        if self.person is not None and not holds(self.person, right):
            raise NotAdministrator

    def require_to_see(self, right: str) -> None:
        """Raise NotOverseer unless the list with this right is for them."""
        if self.person is not None and not holds(self.person, right):
            raise NotOverseer

    def units(self, right: str, setting: Setting) -> frozenset[str] | None:
        """The units in which they have the right; ``None``: in the whole province."""
        return units_of(self.person, right, setting) if self.person else None


def everywhere_with(right: str) -> str:
    """Who has the right in a whole province, in words."""
    roles = [one.title for one in ROLES.values() if "province" in one.reaches.get(right, ())]
    return " hoặc ".join(f"{title[0].lower()}{title[1:]}" for title in roles)


def check_administers(person: Person, right: str) -> None:
    """Raise NotAdministrator for who has the right nowhere, and administers nothing."""
    if not (holds(person, right) or is_administrator(person)):
        raise NotAdministrator


def administrator(person: Person, setting: Setting) -> Administrator:
    """The officer as who acts on the province's configuration, as far as rights go.

    Raises NotAdministrator for people of elsewhere.
    """
    if person.officer_id is None or person.province_code != setting.province_code:
        raise NotAdministrator
    return Administrator(setting.province_code, person.name, person.account_id, person)


def operator(province_code: str) -> Administrator:
    """Whoever has the command line of the installation."""
    return Administrator(province_code, "motcua (dòng lệnh)", None, None)
