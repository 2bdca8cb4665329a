"""The counter sends the papers of a dossier to who solves the case, with the slip of control."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_for import open_for_counter
from engine.cases.issuing_slips import slip_of
from engine.cases.passing_papers import term_of_sending
from engine.errors import CarrierMissing, NoPapersHere
from engine.facts import topics
from engine.facts.events_of_papers import PapersSent
from engine.routing.lost_papers import held_papers
from engine.typed.given import meant_given

KIND = "send_papers"
SLIP = "PKS"


@dataclass(frozen=True, slots=True)
class Sent:
    """Papers that left; ``receiver``: the unit that they go to."""

    case_ref: str
    number: str
    receiver: str


def send_papers(session: Session, *, ref: str, person: Person, carrier: str, now: datetime) -> Sent:
    """Record that the papers left, by whom they are carried (form 06 of circular 03/2025).

    Late or not, by the time of the reception (decree 118/2025 arts. 18.2, 20.1). For an officer of
    the receiving unit. Raises CaseNotFound, NotYourDesk, NotInThisState, NoPapersHere,
    CarrierMissing, TextUnreadable.
    """
    act = open_for_counter(session, ref=ref, person=person, now=now, kind=KIND)
    row = act.case
    until, receiver = row["papers_until"], row["papers_to"]
    held = tuple(held_papers(act.session, row))
    if until is None or receiver is None or not held:
        raise NoPapersHere
    words = meant_given("carrier", "Người nhận chuyển", carrier)
    if not words:
        raise CarrierMissing
    term = term_of_sending(act)
    sent = PapersSent(
        number=slip_of(act, SLIP),
        sender=row["papers_at"] or row["receiving_unit"],
        receiver=receiver,
        receiver_name=act.setting.unit_name(receiver),
        papers=held,
        carrier=words,
        until=until,
        late=now > until,
        legal_basis="" if term is None else term.basis,
    )
    act.change(papers_until=None)
    act.record(sent)
    act.announce(topics.PapersSent(number=sent.number, receiver=receiver))
    act.save()
    return Sent(act.stands.ref, sent.number, receiver)
