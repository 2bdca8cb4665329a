"""The phases that are over against the events that tell of them."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from engine.cases.vouching.agreeing import rows_agree, rows_of_case
from engine.facts.events_of_phases import PhaseEnded
from engine.facts.reading import Recorded
from engine.store.cases import Case
from engine.store.phases import CasePhase


def phase_faults(session: Session, case: Case, history: Sequence[Recorded]) -> Iterator[str]:
    """Where the rows of phases are not as the events say, in Vietnamese."""
    told: dict[object, dict[str, object]] = {
        entry.event.number: {
            "name": entry.event.name,
            "began_at": entry.event.began_at.isoformat(),
            "due_at": entry.event.due_at and entry.event.due_at.isoformat(),
            "ended_at": entry.at.isoformat(),
        }
        for entry in history
        if isinstance(entry.event, PhaseEnded)
    }
    if not rows_agree(rows_of_case(session, CasePhase, case, "number"), told):
        yield "các giai đoạn khác với nhật ký."
