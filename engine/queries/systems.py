"""Outside systems read where the work of their unit goes: their keys are not written anew."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.accounts.person import Grant
from engine.accounts.tokens import System, system_of
from engine.organisation.tree import Setting, setting_of


def system_reading(session: Session, *, token: str, day: date, now: datetime) -> System | None:
    """Who shows the token on the day; ``None``: nobody has it, or its time is over.

    Of a unit that is no more, it reads what the one that took over has.
    """
    found = system_of(session, token=token, day=day, now=now)
    if found is None or found.person.province_code is None:
        return found
    setting = setting_of(session, found.person.province_code)
    grants = tuple(_on_day(setting, one, day) for one in found.person.grants)
    return replace(found, person=replace(found.person, grants=grants))


def _on_day(setting: Setting, grant: Grant, day: date) -> Grant:
    unit = setting.on_day(grant.unit_code, day)
    if unit is None or unit == grant.unit_code:
        return grant
    return replace(grant, unit_code=unit, unit_name=setting.unit_name(unit))
