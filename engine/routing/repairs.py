"""A repair that waits for its confirmation, a value or a desk: told by the audit of the case."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.audit import Actor
from engine.audit.chain import StoredEvent
from engine.facts.events_of_incidents import (
    DeskGiven,
    DeskProposed,
    RepairDropped,
    RepairProposed,
    ValueGiven,
)
from engine.facts.reading import STORED, recorded
from engine.store.audit import CaseEvent
from engine.store.cases import Task
from engine.store.rows import CaseRow
from engine.typed.seen import mark_of

Waiting = RepairProposed | DeskProposed
_KINDS = tuple(
    one.kind for one in (RepairProposed, DeskProposed, RepairDropped, ValueGiven, DeskGiven)
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was proposed, by whom and when."""

    event: Waiting
    actor: Actor
    at: datetime

    @property
    def seen(self) -> str:
        """The mark of what whoever confirms is shown."""
        return mark_of(self.event.kind, self.event, self.actor.account_id, self.at)


def proposed_repair(session: Session, case: CaseRow) -> Proposed | None:
    """The repair that waits; ``None`` when the last one was done or dropped."""
    return proposed_of(session, case["province_code"], case["id"])


def proposed_of(session: Session, province_code: str, case_id: str) -> Proposed | None:
    """The same by the case's key."""
    rows = session.execute(
        select(*STORED)
        .where(
            CaseEvent.province_code == province_code,
            CaseEvent.case_id == case_id,
            CaseEvent.kind.in_(_KINDS),
        )
        .order_by(CaseEvent.seq.desc())
    )
    done: set[type] = set()
    for row in rows:
        told = recorded(StoredEvent(*row))
        if isinstance(told.event, RepairProposed | DeskProposed):
            waits = type(told.event) not in done and _stands(session, province_code, told.event)
            return Proposed(told.event, told.actor, told.at) if waits else None
        if isinstance(told.event, RepairDropped):
            return None
        # A desk is also given where units are reorganised: a proposed value waits on.
        done.add(RepairProposed if isinstance(told.event, ValueGiven) else DeskProposed)
    return None


def _stands(session: Session, province_code: str, event: Waiting) -> bool:
    """A desk is proposed for an open step: who did it meanwhile left nothing to confirm."""
    if isinstance(event, RepairProposed):
        return True
    task = session.get(Task, (province_code, event.task))
    return task is not None and task.state == "open"
