"""When things are due. All instants are aware; hours are working hours of the calendar."""

from datetime import datetime, time
from decimal import Decimal

from engine.worktime import Calendar, Span, Unit, due

ANSWER_LIMIT = Span(Decimal(8), Unit.WORKING_HOURS)
"""The one-stop officer answers an online filing within this time (decree 118/2025 art. 17.2)."""


def answer_due(calendar: Calendar, submitted_at: datetime) -> datetime:
    """When the applicant must have heard that the dossier is received, or what it lacks."""
    return due(calendar, submitted_at, ANSWER_LIMIT)


def step_due(calendar: Calendar, started_at: datetime, hours: Decimal | None) -> datetime | None:
    """When a step that starts now is due; ``None`` for a step that is not counted.

    ``hours`` are working hours. A step of 0 hours is not counted either: the approved tables write
    both "0" and "không tính thời gian" for steps that wait for the citizen.
    """
    if not hours:
        return None
    return due(calendar, started_at, Span(hours, Unit.WORKING_HOURS))


def case_due(
    calendar: Calendar, received_at: datetime, limit: Span, *, cut_off: time | None = None
) -> datetime | None:
    """When the case is due, counted from full valid reception (decree 118/2025 art. 17.3).

    A reception from ``cut_off`` on counts as of the start of the next working day.
    """
    return due(calendar, received_at, limit, cut_off=cut_off) if limit.counted else None
