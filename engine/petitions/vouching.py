"""A stored petition against its chain of events: what was changed behind the product's back."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.audit.chain import ChainHead, StoredEvent, faults
from engine.facts.events_of_petitions import PetitionStepped
from engine.facts.reading import Recorded, recorded
from engine.petitions.recording import digests, stored
from engine.store.petitions import Petition, PetitionEvent, PetitionMessage, PetitionStep


class Looked:
    """How many petitions were looked at."""

    petitions: int = 0


def every_petition_fault(session: Session, count: Looked) -> Iterator[str]:
    """What is wrong with stored petitions, in Vietnamese."""
    keys = select(Petition.province_code, Petition.id).order_by(
        Petition.province_code, Petition.filed_at, Petition.id
    )
    for key in session.execute(keys).all():
        count.petitions += 1
        yield from petition_faults(session, session.get_one(Petition, tuple(key)))
        session.expunge_all()


def petition_faults(session: Session, row: Petition) -> list[str]:
    """What is wrong with one, named by its id: its code is its sender's alone."""
    events = _events(session, row)
    found = faults(events, ChainHead(row.event_seq, row.event_hash))
    if not found and events:
        found = list(_told(session, row, [recorded(event) for event in events]))
    return [f"Phản ánh, kiến nghị {row.id}: {fault}" for fault in found]


def _events(session: Session, row: Petition) -> list[StoredEvent]:
    query = select(PetitionEvent).where(
        PetitionEvent.province_code == row.province_code, PetitionEvent.petition_id == row.id
    )
    return [stored(one) for one in session.scalars(query.order_by(PetitionEvent.seq))]


def _told(session: Session, row: Petition, history: Sequence[Recorded]) -> Iterator[str]:
    """The row by its last event, each step and message by its own."""
    kept = history[-1].trace.get("row", {})
    now = digests(row, row.code)
    altered = sorted(name for name, digest in kept.items() if now.get(name) != digest)
    if altered:
        yield f"{', '.join(altered)} khác với nhật ký: đã bị sửa ngoài hệ thống."
    steps = {
        step.seq: digests(step, row.code)
        for step in session.scalars(_of(PetitionStep, row).order_by(PetitionStep.seq))
    }
    told = {
        one.event.number: one.trace.get("step")
        for one in history
        if isinstance(one.event, PetitionStepped)
    }
    first = min(told, default=1)
    if {seq: step for seq, step in steps.items() if seq >= first} != told:
        yield "các bước xử lý khác với nhật ký."
    messages = {
        one.seq: {"topic": one.topic, "payload": one.payload}
        for one in session.scalars(_of(PetitionMessage, row))
    }
    if messages != {one.seq: one.trace.get("told") for one in history}:
        yield "thông báo gửi ra ngoài khác với nhật ký."


def _of(entity: type[Any], row: Petition) -> Any:
    return select(entity).where(
        entity.province_code == row.province_code, entity.petition_id == row.id
    )
