"""Units of a case ended: it goes on with those that took over from them."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.cases.act.case_for import open_by_itself
from engine.cases.following_units import follow, roles_that_follow, work_that_follows
from engine.organisation.records import Succession
from engine.organisation.shares import About
from engine.organisation.tree import Setting
from engine.routing.as_it_stands import day_of


def follow_succession(session: Session, *, province_code: str, case_id: str, now: datetime) -> bool:
    """Let the case follow the units that took over; whether anything was left to follow.

    Repeating is harmless: what has followed names no unit that is no more. A case that is over
    keeps who received and decided it; what is still to be done goes where it is done.
    """
    act = open_by_itself(session, province_code, case_id, now)
    if act is None:
        return False
    setting, day, about = act.setting, day_of(now), act.stands.units.about

    def where(unit: str) -> str:
        return setting.on_day(unit, day, about) or unit

    roles, work = roles_that_follow(act, where), work_that_follows(act, where)
    if not roles and not work:
        return False
    took = _last(setting, [*(one.before for one in roles), *(one.before for one in work)], about)
    follow(act, day=took.day, basis=took.basis, roles=roles, work=work)
    return True


def _last(setting: Setting, ended: list[str], about: About) -> Succession:
    """The paper that ended them; of several the latest."""
    found = (setting.succession(unit, about) for unit in ended)
    return max((one for one in found if one is not None), key=lambda one: one.day)
