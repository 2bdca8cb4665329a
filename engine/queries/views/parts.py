"""What several of the views are made of."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

Urgency = Literal["late", "today", "soon", "ok", "none"]
StepState = Literal["done", "now", "next", "skipped"]


@dataclass(frozen=True, slots=True)
class Due:
    """A due time with how urgent it is and the words for it ("còn 9 ngày làm việc")."""

    at: datetime | None
    urgency: Urgency
    words: str


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as pages name it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class MoneyView:
    """How a case stands with its fees, in đồng; ``words`` says it.

    ``owed`` is still to be paid, ``awaited`` of it before the result is given: nothing before a
    refusal; or, if it comes ``first``, before the dossier is received. ``kept`` was paid and not
    given back. ``back``: that it is, where nobody received the filing.
    """

    due: int
    paid: int
    refunded: int
    kept: int
    owed: int
    awaited: int
    first: bool
    words: str
    back: str | None


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A fee of a case: ``due`` in đồng, and in words with what it was let off and why.

    ``basis`` is the law that sets it. ``paid_words``: what is recorded of its payment.
    """

    name: str
    due: Decimal
    words: str
    basis: str
    explained: str
    paid_words: str
