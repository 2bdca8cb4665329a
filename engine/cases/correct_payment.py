"""A second person cancels a wrong record of money; the right one is then recorded anew."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.accounts.one_person import not_another
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_for_money
from engine.cases.taking_money import free_again, write_payment
from engine.cases.telling_fee_back import tell_fee_back
from engine.errors import OwnRecord, PaymentUnknown, RefundedAlready
from engine.facts import topics
from engine.facts.events_of_money import PaymentCancelled
from engine.fees.owing import CHARGED_AGAIN, REFUNDED, counting
from engine.routing.owing import owing_of, payments_of
from engine.store.ids import new_id
from engine.store.payments import Payment
from engine.typed.given import reason_given

KIND = "correct_payment"


def correct_payment(
    session: Session, *, ref: str, person: Person, payment: str, reason: str, now: datetime
) -> None:
    """Cancel a payment or a refund that was recorded wrongly: both rows stay, neither counts.

    Raises CaseNotFound, NotYourDesk, NotInThisState, PaymentUnknown, OwnRecord, RefundedAlready,
    ReasonMissing, TextUnreadable.
    """
    act = open_for_money(session, ref=ref, person=person, now=now, kind=KIND)
    row = _wrong(act, payment)
    if why := not_another(session, row.recorded_by, person.account_id, OwnRecord()):
        raise why
    if row.kind == "paid" and owing_of(session, act.case).kept < row.amount:
        raise RefundedAlready
    told = PaymentCancelled(
        payment=new_id(),
        cancels=row.id,
        what="paid" if row.kind == "paid" else "refunded",
        number=row.number,
        amount=row.amount,
        reason=reason_given(reason),
    )
    write_payment(
        act,
        person,
        payment=told.payment,
        kind="cancelled",
        number=told.number,
        amount=row.amount,
        corrects=row.id,
    )
    free_again(act, row.id)
    act.record(told)
    before = owing_of(session, act.case)
    if told.what == "paid":
        tell_fee_back(act, replace(before, paid=before.paid - row.amount))
    else:
        tell_fee_back(act, replace(before, refunded=before.refunded - row.amount))
    act.announce(topics.PaymentCancelled(number=told.number, amount=told.amount))
    act.save()


def _wrong(act: CaseAct, payment: str) -> Payment:
    rows = counting(payments_of(act.session, act.case))
    found = (
        row for row in rows if row.id == payment and row.kind in ("paid", REFUNDED, CHARGED_AGAIN)
    )
    row = next(found, None)
    if row is None:
        raise PaymentUnknown
    return row
