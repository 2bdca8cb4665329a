"""What a province's organisation consists of, each for its days. Pure."""

from dataclasses import dataclass
from datetime import date

from engine.organisation.shares import Share


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit of the tree. Valid from ``valid_from`` up to, not including, ``valid_to``."""

    code: str
    name: str
    short_name: str
    kind: str
    level: str
    parent: str | None
    agency_code: str | None
    calendar_code: str | None
    valid_from: date
    valid_to: date | None

    def valid(self, day: date) -> bool:
        """Whether the unit exists on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Serving:
    """A unit serves a commune from ``valid_from`` up to, not including, ``valid_to``."""

    unit: str
    valid_from: date
    valid_to: date | None
    basis: str | None = None

    def valid(self, day: date) -> bool:
        """Whether it does so on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Succession:
    """A unit took over from another on a day; of one that was split, only its share."""

    unit: str
    day: date
    basis: str
    share: Share | None = None


@dataclass(frozen=True, slots=True)
class Renamed:
    """A unit got another name on a day: the names before."""

    day: date
    name: str
    short_name: str | None
