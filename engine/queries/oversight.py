"""The list for oversight (requirement R-32): suspended and stopped cases, second supplements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from engine.access import holds
from engine.accounts import Person
from engine.audit.chain import StoredEvent
from engine.errors import NotOverseer
from engine.facts.base import Event
from engine.facts.events_of_halts import CaseStopped, CaseSuspended
from engine.facts.events_of_supplements import SupplementOverridden
from engine.facts.reading import STORED, recorded
from engine.life import state
from engine.organisation.tree import setting_of
from engine.queries.letterheads import successions_told, unit_then
from engine.queries.reach import cases_within
from engine.store.audit import OVERSEEN, CaseEvent
from engine.store.cases import Case

MOST = 200
NAMES: Mapping[type[Event], str] = {
    CaseSuspended: "Tạm dừng",
    CaseStopped: "Dừng",
    SupplementOverridden: "Bổ sung lần nữa",
}
_of_case = and_(Case.province_code == CaseEvent.province_code, Case.id == CaseEvent.case_id)


@dataclass(frozen=True, slots=True)
class Overseen:
    """What was done to a case, why, by which law; who proposed it and who approved.

    ``applicant_name``: ``None`` where the viewer may not read the case (``may_read``).
    """

    ref: str
    applicant_name: str | None
    may_read: bool
    unit_name: str
    kind: str
    words: str
    at: datetime
    ground: str | None
    reason: str
    legal_basis: str
    proposed_by: str | None
    approved_by: str
    status_name: str


def may_oversee(person: Person) -> bool:
    """Whether the list is for this person: who leads, administers the province, or looks over."""
    return holds(person, "oversight.read")


def overseen_cases(session: Session, person: Person, right: str) -> ColumnElement[bool]:
    """The cases that the right lets the person look over. Raises NotOverseer."""
    if person.province_code is None or not holds(person, right):
        raise NotOverseer
    return cases_within(session, person, right)


def overseen(session: Session, *, person: Person) -> tuple[Overseen, ...]:
    """The newest first, at most 200: of the units that the person leads, or of the whole province.

    Raises NotOverseer.
    """
    within = overseen_cases(session, person, "oversight.read")
    setting = setting_of(session, str(person.province_code))
    query = (
        select(
            CaseEvent.case_id,
            *STORED,
            *(Case.code, Case.applicant_name, Case.competent_unit, Case.status),
            cases_within(session, person, "cases.read").label("named"),
        )
        .join(Case, _of_case)
        .where(CaseEvent.province_code == person.province_code, OVERSEEN, within)
        .order_by(CaseEvent.at.desc(), CaseEvent.seq)
        .limit(MOST)
    )
    rows = session.execute(query).all()
    moves = successions_told(session, setting.province_code, {row.case_id for row in rows})
    found = []
    for row in rows:
        told = recorded(StoredEvent(row.seq, row.at, row.kind, row.body, row.hash))
        event = told.event
        if not isinstance(event, CaseSuspended | CaseStopped | SupplementOverridden):
            continue
        found.append(
            Overseen(
                ref=row.code,
                applicant_name=row.applicant_name if row.named else None,
                may_read=bool(row.named),
                unit_name=setting.unit_name(
                    unit_then(row.competent_unit, moves[row.case_id], told.at, "competent_unit")
                ),
                kind=told.kind,
                words=NAMES[type(event)],
                at=told.at,
                ground=getattr(event, "ground_name", None),
                reason=event.reason,
                legal_basis=event.legal_basis,
                proposed_by=getattr(event, "proposed_by", None),
                approved_by=told.actor.name,
                status_name=state(row.status).name,
            )
        )
    return tuple(found)
