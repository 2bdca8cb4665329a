"""What is recorded of the money of a case."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A notice, a payment or a refund, by its slip (``slip`` ends the slip's address);
    ``amount`` in đồng.

    ``how`` it was paid; ``cancelled``: why it counts no more, if it doesn't.
    """

    payment: str
    kind: str
    slip: str
    number: str
    amount: int
    words: str
    how: str | None
    at: datetime
    by: str
    cancelled: str | None
