"""The counter records that a fee was paid."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_for import open_for_money
from engine.cases.issuing_slips import slip_of
from engine.cases.taking_money import BANKED, amount_given, check_new, means_given, write_payment
from engine.catalogue.rules.kinds.money import money_words
from engine.errors import CashBeyondOwed, NothingDue, NothingOwed
from engine.facts import topics
from engine.facts.events_of_money import Means, PaymentRecorded
from engine.fees.owing import Owing
from engine.routing.owing import owing_of
from engine.store.ids import new_id

KIND = "record_payment"
SLIP = "PTP"


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that was recorded, in đồng; ``left`` is owed still."""

    case_ref: str
    payment: str
    number: str
    amount: int
    left: int


def record_payment(
    session: Session,
    *,
    ref: str,
    person: Person,
    means: str,
    amount: str | None = None,
    reference: str | None = None,
    shared: str | None = None,
    now: datetime,
) -> Paid:
    """Record money that came; without an amount, all that is owed (decree 118/2025 art. 24).

    With the number of a bank or a terminal also more than is owed, as it came. Raises
    CaseNotFound, NotYourDesk, NotInThisState, NothingDue, NothingOwed, AmountWrong, CashBeyondOwed,
    MeansUnknown, ReferenceMissing, PaymentKnown, PaymentElsewhere,
    TextUnreadable.
    """
    act = open_for_money(session, ref=ref, person=person, now=now, kind=KIND)
    how, number = means_given(means, reference)
    owing = owing_of(session, act.case)
    came = _amount(owing, amount_given(amount), how, number)
    payment = new_id()
    check_new(act, payment, how, number, shared)
    told = PaymentRecorded(
        payment=payment,
        number=slip_of(act, SLIP),
        amount=came,
        means=how,
        reference=number,
        left=max(0, owing.owed - came),
    )
    write_payment(
        act,
        person,
        payment=told.payment,
        kind="paid",
        number=told.number,
        amount=came,
        means=how,
        reference=number,
    )
    act.record(told)
    act.announce(topics.PaymentRecorded(number=told.number, amount=came, left=told.left))
    act.save()
    return Paid(act.stands.ref, told.payment, told.number, came, told.left)


def _amount(owing: Owing, given: int | None, means: Means, number: str | None) -> int:
    if not owing.due:
        raise NothingDue
    if given is None and not owing.owed:
        raise NothingOwed
    came = owing.owed if given is None else given
    if (means not in BANKED or number is None) and came > owing.owed:
        raise CashBeyondOwed(owed=money_words(owing.owed))
    return came
