"""A unit works by another calendar: it changes when dossiers are due, so two people do it."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.configuring import ConfigurationAct
from engine.administration.people.calendar_checks import CHOOSES, check_known, check_past, matters
from engine.administration.people.confirming import give
from engine.errors import EntryNotFound
from engine.store.organisation import Unit


def choose_calendar(
    session: Session,
    *,
    admin: Administrator,
    unit_code: str,
    calendar_code: str | None,
    now: datetime,
) -> str | None:
    """The unit and those below it work by this calendar; ``None``: by that of the unit above.

    Where anybody works and the calendars count otherwise it waits for a second person; under which
    id is answered. Deadlines set from then on take it; those already set stay. Raises
    EntryNotFound, OutsideYourUnits, EntryInvalid (also where days that are past would have other
    hours).
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    unit = act.setting.units.get(unit_code)
    if unit is None:
        raise EntryNotFound(what=f"đơn vị {unit_code}")
    act.require(CHOOSES, unit_code)
    check_known(act, calendar_code)
    act.refuse_faults()
    values, waits = {"code": unit_code, "calendar_code": calendar_code}, None
    if matters(act, unit, calendar_code):
        check_past(act, unit, calendar_code)
        act.refuse_faults()
        waits = give(act, Unit, values)
    else:
        act.put(Unit, values)
    act.save()
    return waits
