"""Whom an administrator may make rules for: the province, or an agency with all below it (R-75)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator, administrator
from engine.accounts import Person
from engine.catalogue.rules.rule import Level
from engine.catalogue.rules.scope import Scope
from engine.errors import OutsideYourUnits, ProvinceAdminOnly
from engine.organisation.tree import Setting, setting_of
from engine.store.accounts import Account


def administrator_of(session: Session, *, person: Person, province_code: str) -> Administrator:
    """What the person may administer in the province. Raises NotAdministrator, ProvinceNotFound."""
    return administrator(person, setting_of(session, province_code))


def level_of(admin: Administrator) -> Level:
    """The level at which the administrator issues rules."""
    return "province" if admin.whole else "unit"


def may_rule(admin: Administrator, setting: Setting, scope: Scope, level: str = "unit") -> bool:
    """Whether they may make, approve or end rules of this scope that such a level issued."""
    if admin.whole:
        return True
    if level == "province" or scope.unit is None:
        return False
    return admin.may_administer(scope.unit, setting)


def check_right(admin: Administrator, setting: Setting, scope: Scope, level: str = "unit") -> None:
    """Raises ProvinceAdminOnly, OutsideYourUnits."""
    if may_rule(admin, setting, scope, level):
        return
    if level == "province" or scope.unit is None:
        raise ProvinceAdminOnly(act="quy định cho cả tỉnh, một khu vực, hoặc do tỉnh ban hành")
    raise OutsideYourUnits(unit=setting.unit_name(scope.unit))


def same_person(session: Session, maker: str | None, checker: str | None) -> bool:
    """Whether two accounts are one person's: the same account, or two of the same officer."""
    if maker == checker:
        return True
    query = select(Account.province_code, Account.officer_id).where(
        Account.id.in_([maker, checker]), Account.officer_id.is_not(None)
    )
    officers = session.execute(query).all()
    return len(officers) > len(set(officers))
