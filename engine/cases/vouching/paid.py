"""The records of money against the events that tell of them."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from engine.cases.taking_money import as_compared
from engine.cases.vouching.agreeing import rows_agree, rows_of_case
from engine.facts.base import Event
from engine.facts.events_of_money import (
    PaymentAsked,
    PaymentCancelled,
    PaymentRecorded,
    PaymentRefunded,
)
from engine.facts.reading import Recorded
from engine.fees.owing import CHARGED_AGAIN
from engine.store.cases import Case
from engine.store.payments import Payment

_KINDS: Mapping[type[Event], str] = {
    PaymentAsked: "asked",
    PaymentRecorded: "paid",
    PaymentRefunded: "refunded",
    PaymentCancelled: "cancelled",
}


def paid_faults(session: Session, case: Case, history: Sequence[Recorded]) -> Iterator[str]:
    """Where the rows of money are not as the events say, in Vietnamese."""
    told: dict[object, dict[str, object]] = {}
    for entry in history:
        event = entry.event
        if not isinstance(
            event, PaymentAsked | PaymentRecorded | PaymentRefunded | PaymentCancelled
        ):
            continue
        until, reference = getattr(event, "until", None), getattr(event, "reference", None)
        told[event.payment] = {
            "kind": CHARGED_AGAIN if getattr(event, "again", False) else _KINDS[type(event)],
            "amount": event.amount,
            "means": getattr(event, "means", None),
            "reference": reference,
            "reference_key": as_compared(reference) if reference else None,
            "corrects": getattr(event, "cancels", None),
            "number": event.number,
            "until": until and until.isoformat(),
            "recorded_by": entry.actor.account_id,
            "recorded_at": entry.at.isoformat(),
        }
    if not rows_agree(rows_of_case(session, Payment, case, "id"), told):
        yield "sổ thu phí, lệ phí khác với nhật ký."
