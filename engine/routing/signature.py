"""Who signed the result of a case: whoever ended the step at which its diagram has it signed."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.audit.chain import StoredEvent
from engine.facts.events_of_refusals import ResultRefused
from engine.facts.events_of_work import ResultStored, Signature, TaskCompleted
from engine.facts.reading import Recorded, recorded
from engine.routing.as_it_stands import CaseAsItStands
from engine.store.audit import CaseEvent
from engine.store.base import table_of
from engine.store.cases import CaseDocument, Task
from engine.store.organisation import Position

_event, _task, _position = table_of(CaseEvent), table_of(Task), table_of(Position)
_TOLD = (_event.c.seq, _event.c.at, _event.c.kind, _event.c.body, _event.c.hash)
_KINDS = (TaskCompleted.kind, ResultStored.kind)


def work_told(session: Session, key: tuple[str, str]) -> tuple[Recorded, ...]:
    """The steps that were ended in a case, and the results that were stored, the newest first."""
    query = select(*_TOLD).where(
        _event.c.province_code == key[0], _event.c.case_id == key[1], _event.c.kind.in_(_KINDS)
    )
    rows = session.execute(query.order_by(_event.c.seq.desc()))
    return tuple(recorded(StoredEvent(*row)) for row in rows)


def signature_of(
    session: Session, stands: CaseAsItStands, told: tuple[Recorded, ...]
) -> Signature | None:
    """The signature of what is stored now; ``None``: the step before it was none that signs.

    ``told`` is the case's own work. A case that corrects another begins after a signature when it
    stores the same paper once more: then it is that of the first. A decision that was sent back is
    no signature, since other steps were ended after it.
    """
    province, first = stands.row["province_code"], stands.row["corrects"]
    last = next(_deciding(stands, told), None)
    if last is None and first is not None:
        last = next(_deciding(stands, work_told(session, (province, first))), None)
    if last is None or not isinstance(last.event, TaskCompleted):
        return None
    step = last.event
    if step.element not in stands.definition.signing:
        return None
    return Signature(
        by=last.actor.name,
        post=last.actor.post,
        at=last.at,
        element=step.element,
        step=step.name,
        leads=leads_at(session, province, step.task),
    )


def leading_positions(session: Session, province_code: str) -> frozenset[str]:
    """The positions whose holders lead their units: only they sign (law.md L22)."""
    query = select(_position.c.code).where(
        _position.c.province_code == province_code, _position.c.leads
    )
    return frozenset(session.scalars(query))


def leads_at(session: Session, province_code: str, task_id: str) -> bool:
    """Whether the post at whose desk a task lies leads its unit."""
    at_desk = select(_position.c.leads).join(
        _task,
        (_task.c.province_code == _position.c.province_code)
        & (_task.c.position_code == _position.c.code),
    )
    return bool(
        session.scalar(at_desk.where(_task.c.province_code == province_code, _task.c.id == task_id))
    )


def signer_of(session: Session, stands: CaseAsItStands) -> str | None:
    """The account that signed the result that this case stored; ``None``: nobody did."""
    told = work_told(session, (stands.row["province_code"], stands.row["id"]))
    last = next(_deciding(stands, told), None)
    if last is None or not isinstance(last.event, TaskCompleted):
        return None
    return last.actor.account_id if last.event.element in stands.definition.signing else None


def refused_at(session: Session, stands: CaseAsItStands) -> set[str]:
    """The step at which the result was refused, signed and stored in one; none of any other."""
    key = (stands.row["province_code"], stands.row["id"])
    of_case = (_event.c.province_code == key[0]) & (_event.c.case_id == key[1])
    query = select(_event.c.seq).where(of_case, _event.c.kind == ResultRefused.kind)
    if session.execute(query.limit(1)).first() is None:
        return set()
    stored = (one.event for one in work_told(session, key) if isinstance(one.event, ResultStored))
    signed = next(stored).signed
    return {signed.element} if signed else set()


def signature_in(document: CaseDocument) -> Signature | None:
    """The signature that a stored file has."""
    return msgspec.convert(document.signed, Signature) if document.signed else None


def _deciding(stands: CaseAsItStands, told: tuple[Recorded, ...]) -> Iterator[Recorded]:
    """The ends of steps before the decision, the newest first; not of the reception."""
    steps = stands.definition.steps
    for one in told:
        if isinstance(one.event, TaskCompleted) and one.event.element in steps:
            step = steps[one.event.element]
            if step.act is None and not step.after_decision:
                yield one
