"""The opinions that were asked for, against the events that tell of them."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from engine.cases.vouching.agreeing import rows_agree, rows_of_case
from engine.facts.events_of_consultations import (
    ConsultationAnswered,
    ConsultationAsked,
    ConsultationCalledOff,
    ConsultationLate,
)
from engine.facts.events_of_successions import UnitSucceeded
from engine.facts.reading import Recorded
from engine.store.cases import Case
from engine.store.consultations import Consultation


def consulted_faults(session: Session, case: Case, history: Sequence[Recorded]) -> Iterator[str]:
    """Where the rows of opinions are not as the events say, in Vietnamese."""
    told: dict[object, dict[str, object]] = {}
    for entry in history:
        event, at = entry.event, entry.at.isoformat()
        if isinstance(event, ConsultationAsked):
            told[event.consultation] = {
                "unit_code": event.unit,
                "manner": event.manner,
                "asked_at": at,
                "due_at": event.until.isoformat(),
                "answered_at": None,
                "late_told_at": None,
            }
        elif isinstance(event, ConsultationAnswered | ConsultationCalledOff):
            told[event.consultation]["answered_at"] = at
        elif isinstance(event, ConsultationLate):
            told[event.consultation]["late_told_at"] = at
        elif isinstance(event, UnitSucceeded):
            for one in event.work:
                if one.what == "consultation":
                    told[one.id]["unit_code"] = one.after
    if not rows_agree(rows_of_case(session, Consultation, case, "id"), told):
        yield "ý kiến đã xin khác với nhật ký."
