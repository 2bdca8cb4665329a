"""A unit that got a case late before such time was kept is given its own."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.cases.act.case_for import open_by_itself
from engine.cases.act.keeping_lateness import keep_lateness
from engine.facts.events_of_lateness import OwnTimeGiven


def give_own_time(session: Session, *, province_code: str, case_id: str, now: datetime) -> bool:
    """Let the case have what every act that leaves it late has kept since; whether it lacked it.

    The time is the open step's, as ever: it may be over. Repeating is harmless.
    """
    act = open_by_itself(session, province_code, case_id, now)
    if act is None or act.case["own_due_at"] is not None:
        return False
    keep_lateness(act, (), ())
    due_at, unit = act.as_changed["own_due_at"], act.case["competent_unit"]
    if due_at is None:
        return False
    act.record(OwnTimeGiven(unit=unit, unit_name=act.setting.unit_name(unit), due_at=due_at))
    act.save()
    return True
