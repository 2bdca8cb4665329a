"""What acts about money take and write: an amount, a way of paying, one row with its event."""

from dataclasses import replace
from datetime import datetime
from typing import cast, get_args

from sqlalchemy import and_, delete, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.catalogue.rules.kinds.money import money_words
from engine.errors import (
    AmountWrong,
    FeeOwed,
    MeansUnknown,
    PaymentElsewhere,
    PaymentKnown,
    ReferenceMissing,
    TextUnreadable,
)
from engine.facts.events_of_money import Means
from engine.fees.owing import counting
from engine.routing.giving_results import owed_for_result
from engine.routing.owing import owing_of, payments_of
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.database import connection_of
from engine.store.payments import LoneTransaction, Payment
from engine.typed.given import meant_given, words_given
from engine.typed.numbers import number_typed
from engine.typed.text import Unreadable, plain_signs

_lone = table_of(LoneTransaction)
YES = "yes"
LONGEST_REFERENCE = 64
HOW = "hãy ghi số đồng, chỉ chữ số, như 50000 hoặc 50.000"
BANKED = frozenset({"transfer", "terminal"})
"""Ways that leave a number in another system."""


def check_paid(act: CaseAct) -> None:
    """Raise FeeOwed while a fee is owed: no result before it, nor a reception that waits for it.

    The result of a correction waits for the fee of the case whose result it corrects; a refusal is
    given all the same.
    """
    owed = owed_for_result(act.session, act.as_changed)
    if owed:
        raise FeeOwed(owed=money_words(owed))


def check_paid_of(act: CaseAct, due: int) -> None:
    """The same of a fee that this act itself has just computed, in đồng. Raises FeeOwed."""
    owed = replace(owing_of(act.session, act.case), due=due).owed
    if owed:
        raise FeeOwed(owed=money_words(owed))


def amount_given(amount: str | None) -> int | None:
    """The đồng that were typed; ``None`` for none. Raises TextUnreadable, AmountWrong."""
    if not (typed := words_given("amount", "Số tiền", amount)):
        return None
    try:
        number = number_typed(typed)
    except Unreadable:
        raise TextUnreadable(field="amount", label="Số tiền", reason=HOW) from None
    if number <= 0 or number != number.to_integral_value():
        raise AmountWrong
    return int(number)


def means_given(means: str, reference: str | None) -> tuple[Means, str | None]:
    """How it was paid, and its number elsewhere.

    Raises MeansUnknown, ReferenceMissing, TextUnreadable.
    """
    if means not in get_args(Means):
        raise MeansUnknown(given=means[:60])
    label = "Số chứng từ"
    number = meant_given("reference", label, reference, longest=LONGEST_REFERENCE) or None
    if means in BANKED and number is None:
        raise ReferenceMissing
    return cast("Means", means), number


def write_payment(
    act: CaseAct,
    person: Person,
    *,
    payment: str,
    kind: str,
    number: str,
    amount: int,
    means: Means | None = None,
    reference: str | None = None,
    corrects: str | None = None,
    until: datetime | None = None,
) -> None:
    """Write the row with the act; ``number`` is that of its slip."""
    row = {
        "province_code": act.key[0],
        "id": payment,
        "case_id": act.key[1],
        "kind": kind,
        "number": number,
        "amount": amount,
        "means": means,
        "reference": reference,
        "reference_key": as_compared(reference) if reference else None,
        "corrects": corrects,
        "until": until,
        "recorded_by": person.account_id,
        "recorded_at": act.now,
    }
    act.write(Payment, [row])


def check_new(
    act: CaseAct, payment: str, means: Means, reference: str | None, shared: str | None
) -> None:
    """One transaction is recorded once in a case, as money that came or went back; in several only
    where somebody says so (``shared``): who pays for two dossiers transfers once.

    ``payment``: the record that it becomes. Of two counters at one instant the database lets one.
    Raises PaymentKnown, PaymentElsewhere.
    """
    if reference is None:
        return
    known = counting(payments_of(act.session, act.case))
    told = {(row.means, row.reference_key) for row in known if row.reference}
    key = as_compared(reference)
    if (means, key) in told:
        raise PaymentKnown(reference=reference)
    if means not in BANKED or not key or shared == YES:
        return
    ref = _elsewhere(act, means, key)
    if ref is None and not _alone(act, payment, f"{means}/{key}"):
        ref = _elsewhere(act, means, key) or "khác"
    if ref is not None:
        raise PaymentElsewhere(reference=reference, ref=ref)


def free_again(act: CaseAct, payment: str) -> None:
    """Let the transaction of a record that is cancelled be recorded anew, wherever it belongs."""
    mine = and_(_lone.c.province_code == act.key[0], _lone.c.payment == payment)
    connection_of(act.session).execute(delete(_lone).where(mine))


def _alone(act: CaseAct, payment: str, transaction: str) -> bool:
    """Whether the transaction is this record's alone: whoever comes second waits for the first."""
    connection = connection_of(act.session)
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    row = {"province_code": act.key[0], "transaction": transaction, "payment": payment}
    put = insert(_lone).values(row).on_conflict_do_nothing().returning(_lone.c.payment)
    return connection.execute(put).first() is not None


def _elsewhere(act: CaseAct, means: Means, key: str) -> str | None:
    """Another case of the province that has this transaction, by its code or number."""
    cancelling = aliased(Payment)
    cancelled = exists().where(
        cancelling.province_code == Payment.province_code, cancelling.corrects == Payment.id
    )
    query = (
        select(func.coalesce(Case.code, Case.submission_number))
        .join(
            Payment,
            and_(Payment.province_code == Case.province_code, Payment.case_id == Case.id),
        )
        .where(
            Payment.province_code == act.key[0],
            Payment.reference_key == key,
            Payment.means == means,
            Payment.case_id != act.key[1],
            ~cancelled,
        )
        .order_by(Payment.recorded_at)
        .limit(1)
    )
    return act.session.scalar(query)


def as_compared(reference: str) -> str:
    """The number as banks tell it apart: case, spaces and signs between are its reader's."""
    return "".join(filter(str.isalnum, plain_signs(reference))).casefold()
