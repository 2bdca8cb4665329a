"""The inspections and meetings that were invited to, against the events that tell of them."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from engine.cases.vouching.agreeing import rows_agree, rows_of_case
from engine.facts.events_of_meetings import MeetingInvited, MeetingRecorded
from engine.facts.events_of_successions import UnitSucceeded
from engine.facts.reading import Recorded
from engine.store.cases import Case
from engine.store.meetings import Meeting


def meeting_faults(session: Session, case: Case, history: Sequence[Recorded]) -> Iterator[str]:
    """Where the rows of meetings are not as the events say, in Vietnamese."""
    told: dict[object, dict[str, object]] = {}
    for entry in history:
        event, at = entry.event, entry.at.isoformat()
        if isinstance(event, MeetingInvited):
            told[event.meeting] = {
                "unit_code": event.unit,
                "number": event.number,
                "meets_at": event.meets_at.isoformat(),
                "invited_at": at,
                "recorded_at": None,
            }
        elif isinstance(event, MeetingRecorded):
            told[event.meeting]["recorded_at"] = at
        elif isinstance(event, UnitSucceeded):
            for one in event.work:
                if one.what == "meeting":
                    told[one.id]["unit_code"] = one.after
    if not rows_agree(rows_of_case(session, Meeting, case, "id"), told):
        yield "giấy mời kiểm tra, làm việc khác với nhật ký."
