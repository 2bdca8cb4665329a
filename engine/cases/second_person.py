"""Which repaired values wait for a second person, and who that is."""

from engine.cases.act.case_act import CaseAct
from engine.cases.taking_rules import resolved_today
from engine.feel import FeelError, compile_expression

KIND = "repair_confirmation"
OTHERWISE = "province_admin"
"""Who confirms where no rule of the province says."""
_OF_CASE = "case."


def seconds_of(act: CaseAct, name: str) -> str | None:
    """The role that confirms such a value; ``None``: nobody has to.

    A rule of the province (``repair_confirmation``) names the role for every value; without one
    only what decides fee, limit, place or people waits, for another administrator.
    """
    rule = resolved_today(act).one(KIND)
    if rule is not None:
        return str(rule.value["role"])
    return OTHERWISE if name.removeprefix(_OF_CASE) in _decisive(act, name) else None


def _decisive(act: CaseAct, name: str) -> set[str]:
    """The answers of the filing that decide fee, limit, place or people."""
    if not name.startswith(_OF_CASE):
        return set()
    manifest = act.package.manifest
    found = {str(manifest.area_field), *manifest.people.values()}
    if manifest.fee is not None:
        found |= set(manifest.fee.inputs.values())
    for row in manifest.limits:
        found |= _names(row.when)
    return found


def _names(condition: str | None) -> set[str]:
    try:
        return set(compile_expression(condition).names) if condition else set()
    except FeelError:
        return set()
