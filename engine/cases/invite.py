"""The officer of a step invites the applicant to an inspection or to the office."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import cast, get_args

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.task_act import check_state, open_task
from engine.cases.issuing_slips import slip_of
from engine.errors import (
    MeetingBeyondDue,
    MeetingNotAhead,
    MeetingOutOfHours,
    MeetingUnclear,
    PurposeUnknown,
)
from engine.facts import topics
from engine.facts.events_of_meetings import MeetingInvited, Purpose
from engine.store.ids import new_id
from engine.store.meetings import Meeting
from engine.typed.given import day_given, hour_given, meant_given, words_given
from engine.worktime import ZONE, Shift
from engine.worktime.wording import due_text

KIND = "invite"
SLIP = "GM"
BASIS = "NĐ 118/2025/NĐ-CP, Điều 19.4"
DAYLIGHT = Shift(6 * 60, 18 * 60)
"""When a place can be looked at, on any day."""


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that was sent."""

    case_ref: str
    number: str
    meets_at: datetime


def invite(
    session: Session,
    *,
    task_id: str,
    person: Person,
    purpose: str,
    day: str,
    hour: str,
    venue: str,
    agenda: str,
    invited: str | None = None,
    note: str | None = None,
    now: datetime,
) -> Invited:
    """Invite with day, hour, place, who is to be there, and what about (art. 19.4).

    The clock runs on, so it lies before the case is due, unless that is late already. ``note`` is
    for officers. Raises TaskNotFound, NotYourDesk, TaskAlreadyDone, TaskAlreadyClaimed,
    NotInThisState, AlreadyDecided, PurposeUnknown, MeetingUnclear, MeetingNotAhead,
    MeetingBeyondDue, MeetingOutOfHours, TextUnreadable.
    """
    opened = open_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act = opened.act
    check_state(act, KIND)
    if purpose not in get_args(Purpose):
        raise PurposeUnknown(given=purpose[:60])
    where = meant_given("venue", "Địa điểm", venue)
    about = meant_given("agenda", "Nội dung", agenda)
    if not where or not about:
        raise MeetingUnclear
    clock = hour_given("hour", "Giờ", hour)
    meets_at = _ahead(
        act, datetime.combine(day_given("day", "Ngày", day), time.fromisoformat(clock), ZONE)
    )
    unit = opened.task["unit_code"]
    _at_work(act, unit, purpose, meets_at)
    told = MeetingInvited(
        meeting=new_id(),
        number=slip_of(act, SLIP),
        unit=unit,
        unit_name=act.setting.unit_name(unit),
        purpose=cast("Purpose", purpose),
        meets_at=meets_at,
        place=where,
        invited=words_given("invited", "Ai được mời", invited) or None,
        agenda=about,
        note=words_given("note", "Ghi chú", note) or None,
        legal_basis=BASIS,
    )
    act.write(Meeting, [_row(act, told)])
    act.record(told)
    act.announce(
        topics.MeetingInvited(number=told.number, meets_at=meets_at.isoformat(), place=where)
    )
    act.save()
    return Invited(act.stands.ref, told.number, meets_at)


def _ahead(act: CaseAct, meets_at: datetime) -> datetime:
    """The moment, if it is to come and within the case's own time."""
    due_at = act.case["due_at"]
    if meets_at <= act.now:
        raise MeetingNotAhead
    if due_at is not None and act.now < due_at < meets_at:
        raise MeetingBeyondDue(due=due_text(due_at))
    return meets_at


def _at_work(act: CaseAct, unit: str, purpose: str, meets_at: datetime) -> None:
    """Nobody comes to a closed office, nor is a place looked at by night; on a day off it may be.

    Raises MeetingOutOfHours.
    """
    day = act.setting.calendar_of(unit).day(meets_at.date())
    shifts = day.shifts if purpose == "office" else (DAYLIGHT,)
    minute = meets_at.hour * 60 + meets_at.minute
    if not any(shift.start <= minute < shift.end for shift in shifts):
        hours = ", ".join(f"{_clock(one.start)} đến {_clock(one.end)}" for one in shifts)
        raise MeetingOutOfHours(at=due_text(meets_at), hours=hours or "ngày này không làm việc")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _row(act: CaseAct, told: MeetingInvited) -> dict[str, object]:
    return {
        "province_code": act.key[0],
        "id": told.meeting,
        "case_id": act.key[1],
        "unit_code": told.unit,
        "number": told.number,
        "meets_at": told.meets_at,
        "invited_at": act.now,
        "recorded_at": None,
    }
