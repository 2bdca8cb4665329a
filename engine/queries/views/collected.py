"""What is collected for procedures: by place, item and way of filing, as of a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.queries.views.parts import UnitName


@dataclass(frozen=True, slots=True)
class ChannelDue:
    """What is due of an item when it is filed this way; nobody is let off for who they are."""

    channel: str
    name: str
    due: Decimal


@dataclass(frozen=True, slots=True)
class CollectedItem:
    """An item of a procedure in đồng. ``full`` is ``None`` where only the answers of a form tell.

    ``rule_id``: the local rule that sets the amount, else the package's table does; ``valid_from``
    and ``valid_to`` are its days. ``times``: the answer by which the amount is multiplied.
    """

    item: str
    name: str
    kind: str
    full: Decimal | None
    channels: tuple[ChannelDue, ...]
    basis: str
    valid_from: date
    valid_to: date | None
    rule_id: str | None
    times: str | None
    accounts: tuple[str, ...]
    """Which accounts receive it, in words: one, or several where each place has its own."""
    without_account: tuple[UnitName, ...]
    """The units that decide and have no account for this kind of charge."""


@dataclass(frozen=True, slots=True)
class LetOff:
    """Who pays less, by what. ``rule_id`` is ``None`` for what the package's table says itself."""

    words: str
    basis: str
    valid_from: date
    valid_to: date | None
    rule_id: str | None


@dataclass(frozen=True, slots=True)
class CollectedFee:
    """What one procedure costs in some places. ``said`` is what there is to say without items.

    ``by_answers``: the amounts are those of an answer of 1 to each number that the form asks.
    """

    procedure_code: str
    procedure_name: str
    sector: str
    said: str | None
    by_answers: bool
    everywhere: bool
    """Whether these are all places of the procedure that were asked for."""
    units: tuple[UnitName, ...]
    items: tuple[CollectedItem, ...]
    let_off: tuple[LetOff, ...]


@dataclass(frozen=True, slots=True)
class FeePage:
    """Some procedures in the order of lists; ``next`` asks for the following ones."""

    day: date
    procedures: int
    rows: tuple[CollectedFee, ...]
    next: int | None
