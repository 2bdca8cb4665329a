"""A dossier came on paper while the system was out: its slip, taken at the counter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_for_counter
from engine.cases.adding_files import FiledDocument, add_documents
from engine.cases.taking_rules import resolved_today
from engine.errors import (
    OutageUnknown,
    SlipNotEarlier,
    SlipNumberTaken,
    SlipOutsideOutage,
    SlipTakenAlready,
    SlipUnclear,
    SlipWithoutEffect,
)
from engine.facts import topics
from engine.facts.events_of_outages import OutageSlipTaken
from engine.ports import DocumentStore
from engine.routing.outages import Outage, follows_slip, outages_before
from engine.store.cases import Case
from engine.typed.given import day_given, hour_given, line_given
from engine.typed.text import says_something
from engine.worktime import ZONE
from engine.worktime.wording import due_text

KIND = "take_outage_slip"
LONGEST = 40
"""Signs of the number of a slip."""


@dataclass(frozen=True, slots=True)
class SlipTaken:
    """A slip that waits for its confirmation."""

    case_ref: str
    number: str


def take_outage_slip(
    session: Session,
    *,
    ref: str,
    person: Person,
    outage: str,
    slip_number: str,
    slip_day: str,
    slip_hour: str,
    slip_files: Sequence[FiledDocument] = (),
    store: DocumentStore,
    now: datetime,
) -> SlipTaken:
    """Say on which slip, when, the dossier was taken; the times follow when it is confirmed.

    The one received time that comes from a person, and only ever an earlier one, so that nothing
    late becomes in time by it. ``outage``: one that the province recorded, by when it began.
    Raises CaseNotFound, NotYourDesk, NotInThisState, AlreadyDecided, NotForCorrections,
    SlipTakenAlready, SlipWithoutEffect, SlipUnclear, OutageUnknown, SlipOutsideOutage,
    SlipNotEarlier, SlipNumberTaken, TextUnreadable, FileRefused.
    """
    act = open_for_counter(session, ref=ref, person=person, now=now, kind=KIND)
    if act.case["slip"] is not None:
        raise SlipTakenAlready(number=number_of(act.case["slip"]))
    number = line_given("slip_number", "Số phiếu", slip_number, longest=LONGEST)
    if not says_something(number) or not slip_files:
        raise SlipUnclear
    clock = hour_given("slip_hour", "Giờ ghi trên phiếu", slip_hour)
    day = day_given("slip_day", "Ngày ghi trên phiếu", slip_day)
    moment = datetime.combine(day, time.fromisoformat(clock), ZONE)
    found = checked(act, outage, moment)
    slip = _own(act, number)
    told = OutageSlipTaken(
        number=number,
        unit=act.case["receiving_unit"],
        outage=found.code,
        outage_words=found.what,
        legal_basis=found.basis,
        moment=moment,
        documents=add_documents(act, slip_files, role="evidence", store=store),
    )
    act.change(slip=slip, slip_by=person.officer_id)
    act.record(told)
    act.announce(topics.OutageSlipTaken(unit=told.unit, number=number))
    act.save()
    return SlipTaken(act.stands.ref, number)


def checked(act: CaseAct, code: str, moment: datetime) -> Outage:
    """The outage in which the paper came at the moment, as the province has it recorded today.

    Raises SlipWithoutEffect, OutageUnknown, SlipOutsideOutage, SlipNotEarlier.
    """
    if not follows_slip(act.stands):
        raise SlipWithoutEffect
    filed = act.case["submitted_at"]
    met = outages_before(resolved_today(act), filed)
    found = next((one for one in met if one.code == code), None)
    if found is None:
        raise OutageUnknown
    at = due_text(moment)
    if not found.holds(moment):
        raise SlipOutsideOutage(at=at, began=due_text(found.began), ended=due_text(found.ended))
    if moment >= filed:
        raise SlipNotEarlier(at=at, filed=due_text(filed))
    return found


def number_of(slip: str) -> str:
    """The number on the slip, of what the case keeps."""
    return slip.partition("/")[2]


def _own(act: CaseAct, number: str) -> str:
    """What the case keeps of the slip: the unit that gave it out, and its number there."""
    unit = act.case["receiving_unit"]
    slip = f"{unit}/{number}"
    query = select(Case.code, Case.submission_number).where(
        Case.province_code == act.key[0], Case.slip == slip
    )
    other = act.session.execute(query).one_or_none()
    if other is not None:
        ref = other.code or other.submission_number
        raise SlipNumberTaken(number=number, unit=act.setting.unit_name(unit), ref=ref)
    return slip
