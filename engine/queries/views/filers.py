"""Who files, and how: figures for who leads or looks over, with the cases behind some of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

FilerList = Literal["assisted", "agency_paper", "represented", "officials", "asked_again"]


@dataclass(frozen=True, slots=True)
class FiledAt:
    """How many dossiers came to a unit, each counted once by the way it came.

    ``own_online``: the citizen filed alone; ``assisted``: an officer helped to file online.
    """

    unit_name: str
    own_online: int
    assisted: int
    counter: int
    postal: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.own_online + self.assisted + self.counter + self.postal


@dataclass(frozen=True, slots=True)
class OwnersOfKind:
    """How many owners were of a kind."""

    kind: str | None
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ListedFiler:
    """A dossier behind a figure; ``words`` say what is to be seen of it, ``by`` who did it.

    ``applicant_name``: ``None`` where the viewer may not read the case (``may_read``).
    """

    ref: str
    applicant_name: str | None
    may_read: bool
    unit_name: str
    at: datetime
    words: str
    by: str | None


@dataclass(frozen=True, slots=True)
class FilersPage:
    """The figures since a day, and one list of cases, the newest first."""

    since: date
    units: tuple[FiledAt, ...]
    total: FiledAt
    kinds: tuple[OwnersOfKind, ...]
    lists: dict[str, int]
    """How many dossiers each list has."""
    which: FilerList
    rows: tuple[ListedFiler, ...]

    @property
    def shown(self) -> tuple[FiledAt, ...]:
        """The units, and their sum where there are several."""
        return (*self.units, self.total) if len(self.units) > 1 else self.units
