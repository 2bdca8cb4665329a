"""The opinions that were asked for, against the events that tell of them."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases.vouching.agreeing import rows_agree
from engine.facts.events_of_consultations import (
    ConsultationAnswered,
    ConsultationAsked,
    ConsultationLate,
)
from engine.facts.events_of_successions import UnitSucceeded
from engine.facts.reading import Recorded
from engine.store.base import table_of
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
        elif isinstance(event, ConsultationAnswered):
            told[event.consultation]["answered_at"] = at
        elif isinstance(event, ConsultationLate):
            told[event.consultation]["late_told_at"] = at
        elif isinstance(event, UnitSucceeded):
            for one in event.work:
                if one.what == "consultation":
                    told[one.id]["unit_code"] = one.after
    table = table_of(Consultation)
    rows = session.execute(
        select(table).where(table.c.province_code == case.province_code, table.c.case_id == case.id)
    ).mappings()
    if not rows_agree({row["id"]: dict(row) for row in rows}, told):
        yield "ý kiến đã xin khác với nhật ký."
