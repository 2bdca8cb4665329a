"""What came of a meeting is written down once: by its unit, or when the case goes elsewhere."""

from sqlalchemy import update

from engine.cases.act.case_act import CaseAct
from engine.errors import MinutesOwed
from engine.facts import topics
from engine.facts.events_of_meetings import MeetingRecorded
from engine.routing.meetings_waiting import waiting_meetings
from engine.store.meetings import Meeting
from engine.worktime.wording import due_text


def write_down(act: CaseAct, told: MeetingRecorded) -> None:
    """Write that the meeting has its minutes, in the row, the audit and to the applicant."""
    act.session.execute(
        update(Meeting)
        .where(Meeting.province_code == act.key[0], Meeting.id == told.meeting)
        .values(recorded_at=act.now)
    )
    act.record(told)
    act.announce(topics.MeetingRecorded(number=told.number, held=told.held))


def check_minutes(act: CaseAct) -> None:
    """Raise MinutesOwed while a meeting is over of which only the unit that invited can tell."""
    over = [one for one in waiting_meetings(act.session, act.case) if one.meets_at <= act.now]
    if over:
        unit = act.setting.unit_name(over[0].unit_code)
        raise MinutesOwed(number=over[0].number, at=due_text(over[0].meets_at), unit=unit)


def call_off_meetings(act: CaseAct, why: str, *, but: set[str]) -> None:
    """Call off what is to come, but with these units; the applicant is told that they need not."""
    for one in waiting_meetings(act.session, act.case):
        if one.unit_code not in but:
            told = MeetingRecorded(
                meeting=one.id,
                number=one.number,
                held="called_off",
                minutes=why,
                note=None,
                documents=(),
            )
            write_down(act, told)
