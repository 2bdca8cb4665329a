"""The one writer of what happens to a petition: its row, its step, its event, what is told outside.

The event vouches for every column of the row and of the step (``engine.petitions.vouching``) and
repeats none of what people said: it holds digests, salted by the code that the sender alone has.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal, TypedDict, Unpack, cast

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from engine.audit import Actor, ChainHead, Event, chained
from engine.audit.chain import StoredEvent
from engine.facts.base import Topic, payload
from engine.facts.events_of_petitions import PetitionStepped
from engine.facts.petitions import PetitionKind, PetitionState, StepKind
from engine.facts.reading import recorded
from engine.facts.topics import PetitionChanged, PetitionFiled
from engine.store.base import Base
from engine.store.petitions import Petition, PetitionEvent, PetitionMessage, PetitionStep

NOT_VOUCHED = frozenset({"event_seq", "event_hash"})
"""Columns that the chain itself holds."""


class Changes(TypedDict, total=False):
    """The columns of a petition that an act may change."""

    kind: str
    state: PetitionState
    unit_code: str
    answer: str
    shown_content: str
    shown_answer: str
    due_at: datetime | None
    answered_at: datetime
    published_at: datetime


def record(
    session: Session,
    row: Petition,
    step: StepKind,
    *,
    by: Actor,
    now: datetime,
    words: str | None = None,
    late: bool | Literal["by its term"] = "by its term",
    **changes: Unpack[Changes],
) -> None:
    """Change the petition, which is locked, and write what was done.

    ``late`` unless said: after what was due before.
    """
    over = row.due_at is not None and now > row.due_at
    for name, value in changes.items():
        setattr(row, name, value)
    session.flush()
    done = PetitionStep(
        province_code=row.province_code,
        petition_id=row.id,
        seq=_last_step(session, row) + 1,
        kind=step,
        at=now,
        by=by.name,
        words=words,
        late=over if late == "by its term" else late,
    )
    session.add(done)
    told = _told(row, step)
    trace = {
        "row": digests(row, row.code),
        "step": digests(done, row.code),
        "told": {"topic": told.topic, "payload": payload(told)},
    }
    event = _event(row, done)
    seq = _chain(session, row, Event(event.kind, by, payload(event), trace), now)
    session.add(
        PetitionMessage(
            province_code=row.province_code,
            petition_id=row.id,
            seq=seq,
            topic=told.topic,
            payload=payload(told),
            next_try_at=now,
            attempts=0,
        )
    )
    session.flush()


def first_told(session: Session, row: Petition) -> PetitionStepped | None:
    """What was told when the petition was sent; ``None`` for one from before its chain."""
    query = select(PetitionEvent).where(
        PetitionEvent.province_code == row.province_code,
        PetitionEvent.petition_id == row.id,
        PetitionEvent.seq == 1,
    )
    found = session.scalars(query).one_or_none()
    event = recorded(stored(found)).event if found else None
    return event if isinstance(event, PetitionStepped) and event.step == "filed" else None


def stored(row: PetitionEvent) -> StoredEvent:
    """The event of a row, as chains are read."""
    return StoredEvent(row.seq, row.at, row.kind, row.body, row.hash)


def digests(row: Base, salt: str) -> Mapping[str, str]:
    """Column → what vouches for its value."""
    columns = [column.key for column in inspect(type(row)).columns]
    return {
        name: hashlib.sha256(f"{salt}|{name}|{_text(getattr(row, name))}".encode()).hexdigest()[:32]
        for name in columns
        if name not in NOT_VOUCHED
    }


def _text(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else repr(value)


def _last_step(session: Session, row: Petition) -> int:
    mine = (PetitionStep.province_code == row.province_code) & (PetitionStep.petition_id == row.id)
    return session.scalar(select(func.max(PetitionStep.seq)).where(mine)) or 0


def _event(row: Petition, done: PetitionStep) -> PetitionStepped:
    return PetitionStepped(
        step=cast("StepKind", done.kind),
        number=done.seq,
        petition_kind=cast("PetitionKind", row.kind),
        state=cast("PetitionState", row.state),
        unit=row.unit_code,
        due_at=row.due_at,
        late=done.late,
    )


def _told(row: Petition, step: StepKind) -> Topic:
    until = row.due_at.isoformat() if row.due_at else None
    if step == "filed":
        return PetitionFiled(unit=row.unit_code, kind=row.kind, until=until)
    return PetitionChanged(step=step, state=row.state, unit=row.unit_code, until=until)


def _chain(session: Session, row: Petition, event: Event, now: datetime) -> int:
    """Put the event at the end of the petition's chain; its number there."""
    rows, head = chained(
        ChainHead(row.event_seq, row.event_hash),
        [event],
        province_code=row.province_code,
        case_id=row.id,
        at=now,
    )
    for one in rows:
        of_petition = {**one, "petition_id": one["case_id"]}
        del of_petition["case_id"]
        session.add(PetitionEvent(**of_petition))
    row.event_seq, row.event_hash = head.seq, head.hash
    return head.seq
