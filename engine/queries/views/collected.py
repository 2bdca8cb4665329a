"""What is collected for procedures: by place, item and way of filing, as of a day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.catalogue.manifest import CHANNEL_WORDS
from engine.catalogue.rules.kinds.money import money_words
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

    @property
    def words(self) -> str:
        """Its full amount, and what is due where that is less."""
        full = money_words(self.full or Decimal(0))
        less = [
            f"{CHANNEL_WORDS[one.channel]} {money_words(one.due)}"
            for one in self.channels
            if one.due != self.full
        ]
        return f"{self.name} {full} ({', '.join(less)})" if less else f"{self.name} {full}"


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

    @property
    def words(self) -> str:
        """In one line: "Lệ phí 75.000 đồng (trực tuyến 0 đồng)"."""
        return "; ".join(one.words for one in self.items) or self.said or ""


@dataclass(frozen=True, slots=True)
class FeePage:
    """Some procedures in the order of lists; ``next`` asks for the following ones."""

    day: date
    procedures: int
    rows: tuple[CollectedFee, ...]
    next: int | None
