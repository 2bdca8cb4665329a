"""Whom an administrator may make rules for: the province, or an agency with all below it (R-75)."""

from engine.access import Administrator
from engine.catalogue.rules.rule import Level
from engine.catalogue.rules.scope import Scope
from engine.organisation.tree import Setting

PROVINCE, UNIT = "rules.keep_province", "rules.keep"


def level_of(admin: Administrator, setting: Setting) -> Level:
    """The level at which the administrator issues rules."""
    return "province" if admin.may(PROVINCE, setting) else "unit"


def may_rule(admin: Administrator, setting: Setting, scope: Scope, level: str = "unit") -> bool:
    """Whether they may make, approve or end rules of this scope that such a level issued."""
    if admin.may(PROVINCE, setting):
        return True
    if level == "province" or scope.unit is None:
        return False
    return admin.may(UNIT, setting, scope.unit)


def check_right(admin: Administrator, setting: Setting, scope: Scope, level: str = "unit") -> None:
    """Raises NotAdministrator, ProvinceAdminOnly, OutsideYourUnits."""
    if may_rule(admin, setting, scope, level):
        return
    if level == "province" or scope.unit is None:
        admin.require(PROVINCE, setting)
    admin.require(UNIT, setting, scope.unit)
