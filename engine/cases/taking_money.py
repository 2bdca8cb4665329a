"""What acts about money take and write: an amount, a way of paying, one row with its event."""

from datetime import datetime
from typing import cast, get_args

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.catalogue.rules.kinds.money import money_words
from engine.errors import (
    AmountWrong,
    FeeOwed,
    MeansUnknown,
    PaymentKnown,
    ReferenceMissing,
    TextUnreadable,
)
from engine.facts.events_of_money import Means
from engine.fees.owing import counting
from engine.routing.giving_results import owed_for_result
from engine.routing.owing import payments_of
from engine.store.payments import Payment
from engine.typed.given import meant_given, words_given
from engine.typed.numbers import number_typed
from engine.typed.text import Unreadable, plain_signs

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
        "corrects": corrects,
        "until": until,
        "recorded_by": person.account_id,
        "recorded_at": act.now,
    }
    act.write(Payment, [row])


def check_new(act: CaseAct, means: Means, reference: str | None) -> None:
    """One transaction is recorded once in a case, as money that came or went back.

    Raises PaymentKnown.
    """
    if reference is None:
        return
    known = counting(payments_of(act.session, act.case))
    told = {(row.means, _as_compared(row.reference)) for row in known if row.reference}
    if (means, _as_compared(reference)) in told:
        raise PaymentKnown(reference=reference)


def _as_compared(reference: str) -> str:
    """The number as banks tell it apart: case, spaces and signs between are its reader's."""
    return "".join(filter(str.isalnum, plain_signs(reference))).casefold()
