"""A repaired value that waits for its confirmation: told by the audit of the case."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.audit import Actor
from engine.audit.chain import StoredEvent
from engine.facts.events_of_incidents import RepairDropped, RepairProposed, ValueGiven
from engine.facts.reading import STORED, recorded
from engine.store.audit import CaseEvent
from engine.store.rows import CaseRow

_KINDS = (RepairProposed.kind, RepairDropped.kind, ValueGiven.kind)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was proposed, by whom and when."""

    event: RepairProposed
    actor: Actor
    at: datetime


def proposed_repair(session: Session, case: CaseRow) -> Proposed | None:
    """The value that waits; ``None`` when the last word was given or dropped."""
    return proposed_of(session, case["province_code"], case["id"])


def proposed_of(session: Session, province_code: str, case_id: str) -> Proposed | None:
    """The same by the case's key."""
    row = session.execute(
        select(*STORED)
        .where(
            CaseEvent.province_code == province_code,
            CaseEvent.case_id == case_id,
            CaseEvent.kind.in_(_KINDS),
        )
        .order_by(CaseEvent.seq.desc())
        .limit(1)
    ).one_or_none()
    told = recorded(StoredEvent(*row)) if row else None
    if told is None or not isinstance(told.event, RepairProposed):
        return None
    return Proposed(told.event, told.actor, told.at)
