"""What kinds that say a number of days have in common."""

from abc import ABC
from decimal import Decimal
from typing import Any, ClassVar

from engine.catalogue.rules.kinds.base import Kind, Moment, Value, ValueField, ValueReader

LONGEST = 365


class Days(Kind, ABC):
    """A number of days that is taken at the reception; ``asked`` and ``said`` are its words."""

    moment: ClassVar[Moment] = "reception"
    asked: ClassVar[str] = "Số ngày"
    said: ClassVar[str] = "{} ngày"
    fields: ClassVar[tuple[ValueField, ...]] = (
        ValueField("days", "Số ngày", "number", unit="ngày"),
    )

    def read(self, raw: ValueReader) -> dict[str, Any]:
        return {"days": raw.whole("days", self.asked, least=1, most=LONGEST)}

    def words(self, value: Value) -> str:
        return self.said.format(value["days"])

    def measure(self, value: Value) -> Decimal | None:
        return Decimal(value["days"])
