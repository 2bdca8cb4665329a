"""The cause of a late case, against the events that tell of it."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from engine.cases.vouching.agreeing import rows_agree, rows_of_case
from engine.facts.events_of_lateness import CauseClaimed, CauseConfirmed, CauseRejected
from engine.facts.reading import Recorded
from engine.store.cases import Case
from engine.store.lateness import LatenessCause


def cause_faults(session: Session, case: Case, history: Sequence[Recorded]) -> Iterator[str]:
    """Where the row of the cause is not as the events say, in Vietnamese."""
    told: dict[object, dict[str, object]] = {}
    for entry in history:
        event, at = entry.event, entry.at.isoformat()
        if isinstance(event, CauseClaimed):
            told[case.id] = {
                "cause": event.cause,
                "state": "claimed" if event.waits else "stated",
                "unit_code": event.unit,
                "claimed_by": event.claimed_by,
                "claimed_at": at,
                "decided_at": None,
            }
        elif isinstance(event, CauseConfirmed):
            told[case.id] |= {"state": "confirmed", "decided_at": at}
        elif isinstance(event, CauseRejected):
            told[case.id] |= {"state": "rejected", "decided_at": at}
    if not rows_agree(rows_of_case(session, LatenessCause, case, "case_id"), told):
        yield "nguyên nhân quá hạn khác với nhật ký."
