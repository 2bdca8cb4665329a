"""The records of money of a case, from the events of the acts that made them."""

from collections.abc import Sequence

from engine.catalogue.rules.kinds.money import money_words
from engine.facts.events_of_money import (
    MEANS_WORDS,
    PaymentAsked,
    PaymentCancelled,
    PaymentRecorded,
    PaymentRefunded,
)
from engine.facts.reading import Recorded
from engine.queries.views.payments import PaymentRow

NOTICE, RECEIPT, REFUND = "nop-phi", "thu-phi", "hoan-phi"
SLIPS = {PaymentAsked: NOTICE, PaymentRecorded: RECEIPT, PaymentRefunded: REFUND}
"""The event → the address of its slip."""
KINDS = {NOTICE: "Thông báo nộp", RECEIPT: "Đã thu", REFUND: "Đã hoàn"}


def payment_rows(history: Sequence[Recorded]) -> tuple[PaymentRow, ...]:
    """Notices, payments and refunds in the order of the history; cancelled ones say so."""
    cancelled = {
        one.event.cancels: one.event.reason
        for one in history
        if isinstance(one.event, PaymentCancelled)
    }
    return tuple(
        _row(one, one.event, cancelled.get(one.event.payment))
        for one in history
        if isinstance(one.event, PaymentAsked | PaymentRecorded | PaymentRefunded)
    )


def recorded_by(history: Sequence[Recorded], account_id: str | None) -> frozenset[str]:
    """What the account recorded: whoever did leaves its cancelling to another."""
    return frozenset(
        one.event.payment
        for one in history
        if isinstance(one.event, PaymentRecorded | PaymentRefunded)
        and one.actor.account_id == account_id
    )


def _row(
    told: Recorded, event: PaymentAsked | PaymentRecorded | PaymentRefunded, cancelled: str | None
) -> PaymentRow:
    how = None
    if not isinstance(event, PaymentAsked):
        number = f", số {event.reference}" if event.reference else ""
        how = f"{MEANS_WORDS[event.means]}{number}"
    return PaymentRow(
        payment=event.payment,
        kind=KINDS[SLIPS[type(event)]],
        slip=SLIPS[type(event)],
        number=event.number,
        amount=event.amount,
        words=money_words(event.amount),
        how=how,
        at=told.at,
        by=told.actor.name,
        cancelled=cancelled,
    )
