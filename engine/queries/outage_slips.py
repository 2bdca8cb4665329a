"""Paper slips of an outage that wait for a second person, as each may confirm them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session

from engine.access import CasesReached, Matter, cases_reached, holds, may, of_act
from engine.accounts import Person
from engine.audit.chain import StoredEvent
from engine.facts.events_of_outages import OutageSlipTaken
from engine.facts.reading import STORED, Recorded, recorded
from engine.life import states_with
from engine.organisation.tree import setting_of
from engine.queries.own_work import own_among
from engine.queries.reach import as_one, narrowed
from engine.routing.read_before import mark_of_event
from engine.store.among import among
from engine.store.audit import CaseEvent
from engine.store.cases import Case

KIND = "confirm_outage_slip"
MOST = 200


@dataclass(frozen=True, slots=True)
class SlipToConfirm:
    """A slip that waits for the viewer: its number and moment, of which outage, who took it when.

    ``received_at``: when the dossier was received at the counter; ``unit_name``: whose slip it is.
    """

    ref: str
    applicant_name: str
    unit_name: str
    number: str
    moment: datetime
    outage: str
    legal_basis: str
    received_at: datetime
    taken_by: str
    taken_at: datetime
    seen: str
    """The mark of all this, for whoever confirms it."""


def slips_to_confirm(
    session: Session, *, person: Person, most: int = MOST
) -> tuple[SlipToConfirm, ...]:
    """Those that the viewer may confirm or decline, those received first; at most ``most``.

    Heads see those that came to their units or that their units decide (others that they may
    confirm are told on the case alone), an administrator of the province all; nobody what they took
    themselves, nor their own dossier's.
    """
    if person.province_code is None or not holds(person, of_act(KIND)):
        return ()
    waiting = (
        select(Case.id, Case.code, Case.submission_number, Case.applicant_name, Case.received_at)
        .where(
            Case.slip_by.is_not(None),
            Case.slip_by != person.officer_id,
            Case.status.in_(states_with(KIND)),
            _waits_for(session, person),
        )
        .order_by(Case.received_at, Case.id)
        .limit(most)
    )
    rows = {row.id: row for row in session.execute(waiting)}
    if not rows:
        return ()
    own, setting = own_among(session, person, rows), setting_of(session, person.province_code)
    found = []
    for case_id, (event, told) in _taken(session, person.province_code, rows).items():
        row = rows[case_id]
        if case_id in own or row.received_at is None:
            continue
        found.append(
            SlipToConfirm(
                ref=row.code or row.submission_number,
                applicant_name=row.applicant_name,
                unit_name=setting.unit_name(event.unit),
                number=event.number,
                moment=event.moment,
                outage=event.outage_words,
                legal_basis=event.legal_basis,
                received_at=row.received_at,
                taken_by=told.actor.name,
                taken_at=told.at,
                seen=mark_of_event((person.province_code, case_id), told.seq),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.taken_at, one.ref)))


def _waits_for(session: Session, person: Person) -> ColumnElement[bool]:
    """The cases whose slip the person may confirm, once one waits."""
    province = str(person.province_code)
    if may(person, of_act(KIND), Matter(province, slip_waits=True)) is not None:
        return Case.province_code == province
    reached = cases_reached(person, of_act(KIND), setting_of(session, province))
    theirs = (and_(_at(one), narrowed(one)) for one in as_one(reached))
    return and_(Case.province_code == province, or_(false(), *theirs))


def _at(one: CasesReached) -> ColumnElement[bool]:
    """By the row of the case alone: after a day without the system thousands wait, and steps would
    be looked up for each."""
    if one.deciding is None:
        return true()
    came, decides = Case.receiving_unit, Case.competent_unit
    return or_(among(came, one.working), among(decides, one.deciding))


def _taken(
    session: Session, province: str, case_ids: Collection[str]
) -> dict[str, tuple[OutageSlipTaken, Recorded]]:
    """The slip that was taken last of each case."""
    query = (
        select(CaseEvent.case_id, *STORED)
        .where(
            CaseEvent.province_code == province,
            CaseEvent.case_id.in_(case_ids),
            CaseEvent.kind == OutageSlipTaken.kind,
        )
        .order_by(CaseEvent.seq)
    )
    found = {}
    for row in session.execute(query):
        told = recorded(StoredEvent(row.seq, row.at, row.kind, row.body, row.hash))
        if isinstance(told.event, OutageSlipTaken):
            found[row.case_id] = (told.event, told)
    return found
