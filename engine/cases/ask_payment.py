"""The counter tells the applicant what to pay, and where to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_for import open_for_money
from engine.cases.issuing_slips import slip_of
from engine.cases.taking_money import write_payment
from engine.catalogue.rules.law import term_of
from engine.deadlines.supplements import last_answer
from engine.errors import NothingDue, NothingOwed
from engine.facts import topics
from engine.facts.events_of_money import PaymentAsked
from engine.organisation.beneficiary_accounts import account_for
from engine.routing.as_it_stands import day_of
from engine.routing.owing import fees_now, owing_of
from engine.store.ids import new_id

KIND = "ask_payment"
SLIP = "TBNP"
TERM = "unpaid_days"
"""The kind of rule that says when an unpaid case is closed; without one it never is."""
BASIS = "NĐ 118/2025/NĐ-CP, Điều 24"


@dataclass(frozen=True, slots=True)
class AskedPayment:
    """A notice that was sent; ``amount`` in đồng, ``until``: when the case is closed, if ever."""

    case_ref: str
    number: str
    amount: int
    until: datetime | None


def ask_payment(session: Session, *, ref: str, person: Person, now: datetime) -> AskedPayment:
    """Send the notice of what is owed; the case stands as it stood (decree 118/2025 art. 24).

    Raises CaseNotFound, NotYourDesk, NotInThisState, NothingDue, NothingOwed.
    """
    act = open_for_money(session, ref=ref, person=person, now=now, kind=KIND)
    owing = owing_of(session, act.case)
    if not owing.due:
        raise NothingDue
    if not owing.owed:
        raise NothingOwed
    term = term_of(act.taken, TERM, day_of(now))
    fees = fees_now(session, act.case)
    kinds, competent = {row.kind for row in fees}, act.case["competent_unit"]
    asked = PaymentAsked(
        payment=new_id(),
        number=slip_of(act, SLIP),
        amount=owing.owed,
        account=account_for(session, act.setting, competent, kinds, day_of(now)),
        until=last_answer(act.stands.calendar, now, term.value["days"]) if term else None,
        legal_basis="; ".join(dict.fromkeys(row.basis for row in fees if row.basis)) or BASIS,
    )
    write_payment(
        act,
        person,
        payment=asked.payment,
        kind="asked",
        number=asked.number,
        amount=asked.amount,
        until=asked.until,
    )
    act.record(asked)
    act.announce(topics.PaymentAsked(number=asked.number, amount=asked.amount))
    act.save()
    return AskedPayment(act.stands.ref, asked.number, asked.amount, asked.until)
