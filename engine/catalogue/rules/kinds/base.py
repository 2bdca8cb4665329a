"""What every kind of rule says of itself, and how its values are read."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar, Literal

from engine.catalogue.forms import Fault
from engine.typed import Unreadable
from engine.typed.numbers import number_of, number_written
from engine.typed.text import LONGEST_WORDS, says_something, text_of, within

Moment = Literal["submission", "reception"]
"""When a case takes rules of a kind."""

Value = Mapping[str, Any]
"""What a rule of some kind says: plain data, as its kind's ``read`` made it."""


Asked = Literal["number", "text", "choice", "flag", "choices", "numbers"]
"""How a part of a value is asked of a person; ``numbers``: whole ones, one after another."""
Suggested = Literal["", "positions", "units", "components", "questions", "roles", "unit_kinds"]


@dataclass(frozen=True, slots=True)
class ValueField:
    """A part of a value, as a form asks for it; ``read`` of the kind says what it may be.

    ``unit`` stands behind the control. ``nothing``: what leaving it out means, where it may be
    left out. ``suggested``: what of the province or the procedure a person may mean.
    """

    name: str
    label: str
    asked: Asked
    choices: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    nothing: str = ""
    hint: str = ""
    suggested: Suggested = ""


class ValueReader:
    """Reads the fields of a value and collects what is missing or wrong, in Vietnamese.

    Fields are named ``value.…`` in faults, as they stand in a request.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.faults: list[Fault] = []

    def fault(self, name: str, message: str) -> None:
        """Add what is wrong with a field."""
        self.faults.append(Fault(f"value.{name}", message))

    def number(
        self, name: str, label: str, *, least: int = 0, most: int = 1_000_000_000
    ) -> Decimal:
        """A number within bounds; 0 when it is at fault."""
        try:
            number = number_of(self.raw.get(name))
        except Unreadable as unreadable:
            self.fault(name, f"{label}: {unreadable}.")
            return Decimal(0)
        if least <= number <= most:
            return number
        bounds = f"{number_written(least)} đến {number_written(most)}"
        self.fault(name, f"{label}: phải từ {bounds}.")
        return Decimal(0)

    def whole(self, name: str, label: str, *, least: int = 0, most: int = 1_000_000_000) -> int:
        """A whole number within bounds; 0 when it is at fault."""
        number = self.number(name, label, least=least, most=most)
        if number != number.to_integral_value():
            self.fault(name, f"{label}: chỉ ghi số nguyên.")
        return int(number)

    def choice(self, name: str, label: str, allowed: Sequence[str]) -> str:
        """One of the allowed words; the first when it is at fault."""
        value = self.raw.get(name)
        if value in allowed:
            return str(value)
        self.fault(name, f"{label}: hãy chọn một trong: {', '.join(allowed)}.")
        return allowed[0]

    def optional_choice(self, name: str, label: str, allowed: Sequence[str]) -> str | None:
        """One of the allowed words, or nothing."""
        return None if self.raw.get(name) is None else self.choice(name, label, allowed)

    def text(self, name: str, label: str) -> str:
        """A text that must be there; empty when it is at fault."""
        value = self.raw.get(name)
        try:
            text = within(text_of(value), LONGEST_WORDS) if isinstance(value, str) else ""
        except Unreadable as unreadable:
            self.fault(name, f"{label}: {unreadable}.")
            return ""
        if not says_something(text):
            self.fault(name, f"{label}: hãy điền.")
        return text

    def optional_text(self, name: str) -> str | None:
        """A text, or nothing."""
        value = self.raw.get(name)
        told = isinstance(value, str) and value.strip()
        return (self.text(name, "Nội dung") or None) if told else None

    def flag(self, name: str, label: str) -> bool:
        """Yes or no."""
        value = self.raw.get(name)
        if not isinstance(value, bool):
            self.fault(name, f"{label}: hãy chọn có hoặc không.")
        return value is True

    def optional_flag(self, name: str, label: str) -> bool:
        """Yes or no; no when nothing is said."""
        return self.raw.get(name) is not None and self.flag(name, label)


class Kind(ABC):
    """A kind of local rule. Stateless; ``KINDS`` holds the only instance of each."""

    code: ClassVar[str]
    name: ClassVar[str]
    """What officials call it."""
    moment: ClassVar[Moment]
    needs_procedure: ClassVar[bool] = False
    """Whether it only makes sense for one procedure."""
    needs_element: ClassVar[bool] = False
    """Whether it is about one step of a procedure's diagram."""
    at_reception_desk: ClassVar[bool] = False
    """Whether the place where a case was received counts, not the competent unit."""
    may_reach_running: ClassVar[bool] = False
    """Whether it may be applied to running cases."""
    kept: ClassVar[bool] = True
    """Whether a case keeps the rules that it meets; into a catalogue it is only looked."""
    for_one_time: ClassVar[bool] = False
    """Whether it tells of something that was once: nothing need follow a rule that ends."""
    fields: ClassVar[tuple[ValueField, ...]]
    """What its value consists of, for whoever asks a person for it."""
    named: ClassVar[tuple[str, ...]] = ()
    """The parts of its value that are codes of units, positions, roles."""
    awaits: ClassVar[str] = ""
    """The part of the product that will act on it, in Vietnamese, as long as there is none."""

    @abstractmethod
    def read(self, raw: ValueReader) -> dict[str, Any]:
        """The clean value as plain data; what is wrong is left in the reader's faults."""

    @abstractmethod
    def words(self, value: Value) -> str:
        """The value as officials say it."""

    def told(self, value: Value, names: Mapping[str, str]) -> str:
        """The same, with the codes by their names, as far as these are known."""
        found = {part: names.get(str(value.get(part)), value.get(part)) for part in self.named}
        return self.words({**value, **found})

    def slot(self, value: Value) -> str:  # noqa: ARG002 - most kinds have one slot
        """What tells values of this kind apart that stand side by side."""
        return ""

    def measure(self, value: Value) -> Decimal | None:  # noqa: ARG002 - most can't be bounded
        """A size by which locks bound the value; ``None`` for kinds without one."""
        return None
