"""Inspections and meetings that applicants are invited to."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MeetingView:
    """An invitation, and what came of it; ``note`` and ``remark`` are for officers only."""

    number: str
    purpose_words: str
    unit_name: str
    meets_at: datetime
    place: str
    invited: str | None
    agenda: str
    invited_at: datetime
    invited_by: str
    note: str | None
    open: bool
    """Whether the applicant is still awaited."""
    held_words: str | None
    minutes: str | None
    recorded_at: datetime | None
    recorded_by: str | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class OwedMinutes:
    """A meeting of the viewer's unit whose time has come, and which waits for its minutes."""

    ref: str
    applicant_name: str
    meets_at: datetime
