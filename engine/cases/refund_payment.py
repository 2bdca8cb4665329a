"""The counter records that a fee was given back."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_for import open_for_money
from engine.cases.issuing_slips import slip_of
from engine.cases.taking_money import YES, amount_given, check_new, means_given, write_payment
from engine.cases.telling_fee_back import tell_fee_back
from engine.catalogue.rules.kinds.money import money_words
from engine.errors import NothingPaid, ReceiverMissing, RefundBeyondPaid
from engine.facts import topics
from engine.facts.events_of_money import PaymentRefunded
from engine.fees.owing import CHARGED_AGAIN, REFUNDED
from engine.routing.owing import owing_of
from engine.store.ids import new_id
from engine.typed.given import LAW, basis_given, meant_given, reason_given

KIND = "refund_payment"
SLIP = "PHP"


@dataclass(frozen=True, slots=True)
class Refunded:
    """Money that was given back, in đồng; ``kept`` was paid and is not given back."""

    case_ref: str
    payment: str
    number: str
    amount: int
    kept: int


def refund_payment(
    session: Session,
    *,
    ref: str,
    person: Person,
    means: str,
    receiver: str,
    reason: str,
    basis: str,
    amount: str | None = None,
    reference: str | None = None,
    shared: str | None = None,
    charged_again: str | None = None,
    now: datetime,
) -> Refunded:
    """Give money back; without an amount what was paid beyond the fee, else all that was paid.

    What was due and is given back isn't owed again, unless it is said to be (``charged_again``):
    as when it came to the wrong account. After a withdrawal as sector law says (decree 118/2025
    art. 21), a double payment, a fee that became less. Raises CaseNotFound, NotYourDesk,
    NotInThisState, NothingPaid, AmountWrong, RefundBeyondPaid, MeansUnknown, ReferenceMissing,
    PaymentKnown, PaymentElsewhere, ReceiverMissing, ReasonMissing, BasisMissing, TextUnreadable.
    """
    act = open_for_money(session, ref=ref, person=person, now=now, kind=KIND)
    how, number = means_given(means, reference)
    owing = owing_of(session, act.case)
    if not owing.kept:
        raise NothingPaid
    back = amount_given(amount) or (owing.demanded and owing.surplus) or owing.kept
    if back > owing.kept:
        raise RefundBeyondPaid(kept=money_words(owing.kept))
    payment = new_id()
    check_new(act, payment, how, number, shared)
    whom = meant_given("receiver", "Hoàn cho ai", receiver)
    if not whom:
        raise ReceiverMissing
    told = PaymentRefunded(
        payment=payment,
        number=slip_of(act, SLIP),
        amount=back,
        means=how,
        reference=number,
        receiver=whom,
        reason=reason_given(reason),
        legal_basis=basis_given(basis, what=LAW),
        again=charged_again == YES,
    )
    write_payment(
        act,
        person,
        payment=told.payment,
        kind=CHARGED_AGAIN if told.again else REFUNDED,
        number=told.number,
        amount=back,
        means=how,
        reference=number,
    )
    act.record(told)
    tell_fee_back(act, replace(owing, refunded=owing.refunded + back), basis=told.legal_basis)
    act.announce(topics.PaymentRefunded(number=told.number, amount=back))
    act.save()
    return Refunded(act.stands.ref, told.payment, told.number, back, owing.kept - back)
