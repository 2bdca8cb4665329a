"""What the audit says of late cases: that somebody apologised, and why they are late."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.audit.chain import StoredEvent
from engine.facts.events_of_apologies import Apologised
from engine.facts.events_of_lateness import CauseClaimed
from engine.facts.reading import STORED, recorded
from engine.store.audit import CaseEvent


@dataclass(frozen=True, slots=True)
class Said:
    """What the audit says of a late case, the last of each."""

    apologised_at: datetime | None = None
    reason: str | None = None


def said_of(session: Session, province_code: str, ids: Collection[str]) -> Mapping[str, Said]:
    """When the last apology without a new day was made, and why the unit says that it is late."""
    query = (
        select(CaseEvent.case_id, *STORED)
        .where(
            CaseEvent.province_code == province_code,
            CaseEvent.case_id.in_(ids),
            CaseEvent.kind.in_((Apologised.kind, CauseClaimed.kind)),
        )
        .order_by(CaseEvent.case_id, CaseEvent.seq)
    )
    found: dict[str, Said] = {}
    for case_id, seq, at, kind, body, digest in session.execute(query) if ids else ():
        told = recorded(StoredEvent(seq, at, kind, body, digest))
        before = found.get(case_id, Said())
        if isinstance(told.event, CauseClaimed):
            found[case_id] = replace(before, reason=told.event.reason)
        else:
            found[case_id] = replace(before, apologised_at=told.at)
    return found
