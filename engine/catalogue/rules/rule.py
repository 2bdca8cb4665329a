"""A rule as the resolution sees it, and its legal basis."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from engine.catalogue.rules.scope import Scope

Level = Literal["province", "unit"]
"""Who issued it: the province, or a unit below it for itself."""


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The document that a rule rests on. ``file`` is its digest in the document store."""

    kind: str
    number: str
    date: date
    article: str
    file: str | None = None
    file_name: str | None = None

    @property
    def words(self) -> str:
        """As officials cite it: "Quyết định 3901/QĐ-UBND ngày 01/12/2025, mục 14"."""
        return f"{self.kind} {self.number} ngày {self.date:%d/%m/%Y}, {self.article}"

    def plain(self) -> dict[str, object]:
        """As the database keeps it."""
        return {
            "kind": self.kind,
            "number": self.number,
            "date": self.date.isoformat(),
            "article": self.article,
            "file": self.file,
            "file_name": self.file_name,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "LegalBasis":
        """The basis behind what the database keeps."""
        return cls(
            kind=plain["kind"],
            number=plain["number"],
            date=date.fromisoformat(plain["date"]),
            article=plain["article"],
            file=plain.get("file"),
            file_name=plain.get("file_name"),
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on the days from ``valid_from`` up to, not including, ``valid_to``.

    ``slot`` tells values of one kind apart that stand side by side, such as the statutory and the
    committed limit; rules compete only within one (kind, element, slot). ``lock`` holds what rules
    of lower levels may not leave (``engine.catalogue.rules.locks``). ``since_epoch`` is the
    province's epoch from which it was known.
    """

    id: str
    kind: str
    scope: Scope
    slot: str
    value: Mapping[str, Any]
    valid_from: date
    valid_to: date | None
    basis: LegalBasis
    level: Level = "province"
    lock: Mapping[str, Any] | None = None
    since_epoch: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """What rules compete for: kind, element, slot."""
        return self.kind, self.scope.element, self.slot

    def applies_on(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
