"""What a case has to pay, what was paid, what is owed: the one reckoning. Pure, in đồng.

Nothing is paid without a record. A record that was cancelled counts no more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from engine.catalogue.rules.kinds.money import money_words

REFUNDED, CHARGED_AGAIN = "refunded", "returned"
"""Kinds of rows of money that was given back: for good, or to be paid another way."""


class Record(Protocol):
    """A row of ``payments``, as far as it counts."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def amount(self) -> int: ...
    @property
    def corrects(self) -> str | None: ...


One = TypeVar("One", bound=Record)


@dataclass(frozen=True, slots=True)
class Owing:
    """How a case stands with its fees. ``demanded``: not once it ended without a result;
    ``handed``: the result was handed over; ``refused``: the result is a refusal; ``waived``: that
    much of what is due was given back for good, and isn't owed again.
    """

    due: int = 0
    paid: int = 0
    refunded: int = 0
    demanded: bool = True
    handed: bool = False
    refused: bool = False
    waived: int = 0

    @property
    def kept(self) -> int:
        """What was paid and not given back."""
        return self.paid - self.refunded

    @property
    def owed(self) -> int:
        """What is still to be paid."""
        return max(0, self.due - self.waived - self.kept) if self.demanded else 0

    @property
    def awaited(self) -> int:
        """What has to be paid before the result is given: a refusal is given whatever is owed."""
        return 0 if self.refused else self.owed

    @property
    def holds_back(self) -> bool:
        """Whether the result waits for the fee; what was handed over is the applicant's."""
        return self.awaited > 0 and not self.handed

    @property
    def surplus(self) -> int:
        """What was paid beyond what is due."""
        return max(0, self.kept - (self.due - self.waived))

    @property
    def words(self) -> str:
        """How it stands, as every page says it."""
        if self.owed and self.kept:
            return f"đã nộp {money_words(self.kept)}, còn phải nộp {money_words(self.owed)}"
        if self.owed:
            return f"còn phải nộp {money_words(self.owed)}, chưa ghi nhận thu"
        if self.surplus and self.demanded:
            return f"đã nộp {money_words(self.kept)}, thừa {money_words(self.surplus)}"
        if self.kept:
            return f"đã nộp {money_words(self.kept)}"
        if self.refunded:
            return f"đã hoàn {money_words(self.refunded)}"
        return "chưa ghi nhận thu" if self.due else "không phải nộp"


def counting(records: Iterable[One]) -> list[One]:
    """The records that count: neither cancelled nor a cancellation."""
    rows = list(records)
    cancelled = {row.corrects for row in rows}
    return [row for row in rows if row.kind != "cancelled" and row.id not in cancelled]


def owing(due: int, records: Iterable[Record], *, demanded: bool, handed: bool = False) -> Owing:
    """How a case stands that has to pay ``due`` in all: what was given back beyond a surplus is
    owed no more, unless the refund says that it is charged again.
    """
    live = counting(records)
    paid, refunded, returned = (
        sum(row.amount for row in live if row.kind == kind)
        for kind in ("paid", REFUNDED, CHARGED_AGAIN)
    )
    waived = max(0, refunded - max(0, paid - returned - due))  # what was too much goes back first
    return Owing(due, paid, refunded + returned, demanded, handed, waived=min(due, waived))
