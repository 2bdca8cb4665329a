"""A day of a calendar is changed: the calendar, then every running case that is due by it."""

from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.configuring import ConfigurationAct
from engine.administration.working_days.changing import DayChange, changed_data, setting_with
from engine.administration.working_days.due_anew import DueAnew, due_anew
from engine.audit import Actor
from engine.cases.act.case_act import CaseAct
from engine.cases.act.locking import lock_case
from engine.facts import topics
from engine.facts.events_of_rules import CalendarChanged
from engine.organisation.tree import Setting
from engine.store.organisation import WorkCalendar

RIGHT = "organisation.calendars"


def change_day(
    session: Session, *, admin: Administrator, change: DayChange, basis: str, now: datetime
) -> int:
    """Write the day into the calendar and set the due times that it moves; how many cases.

    Each case and step moves as the dry run says at this moment, with an event of its own. Raises
    ProvinceAdminOnly, EntryNotFound, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require(RIGHT)
    before = act.setting
    then = setting_with(session, before, change, basis=basis)
    moving = _moving(session, before, then, change, now)
    data = changed_data(session, act.province_code, change, basis=basis)
    act.put(WorkCalendar, {"code": change.calendar, "data": data})
    act.save()
    locked = {one: lock_case(session, act.province_code, one) for one in sorted(moving)}
    # Once more, now that no case can move under the act.
    moving = _moving(session, before, then, change, now)
    actor = Actor(admin.account_id, admin.name, "Quản trị")
    count = 0
    for case_id, effects in moving.items():
        held = locked.get(case_id)
        if held is None:
            continue  # received meanwhile: counted by the new calendar already
        case = CaseAct(session, held.case, epoch=held.epoch, actor=actor, now=now)
        for one in effects:
            _move(case, one, change, basis)
        case.announce(topics.CalendarChanged(day=change.day.isoformat()))
        case.save()
        count += 1
    return count


def _move(case: CaseAct, one: DueAnew, change: DayChange, basis: str) -> None:
    before, after = one.words
    case.record(
        CalendarChanged(
            change=change.words,
            basis=basis,
            before=before,
            after=after,
            task=one.task_id,
            due_at=None if one.task_id else one.after,
        )
    )
    if one.task_id is None:
        case.change(due_at=one.after)
    else:
        case.change_task(one.task_id, due_at=one.after)


def _moving(
    session: Session, before: Setting, then: Setting, change: DayChange, now: datetime
) -> dict[str, list[DueAnew]]:
    found = due_anew(session, before, then, first=change.days[0], now=now)
    moving = [one for one in found if one.kept is None]
    return {key: list(of) for key, of in groupby(moving, key=lambda one: one.case_id)}
