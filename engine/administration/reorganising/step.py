"""One row of what a plan ends and begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.store.base import Base
from engine.store.organisation import Unit


@dataclass(frozen=True, slots=True)
class Step:
    """A row that ends on the day (or never begins), and the one that goes on in its place.

    ``row`` is ``None`` where something only begins, and where neither is written because readers
    find where it goes. ``where``, ``before`` and ``after`` tell it.
    """

    entity: type[Base]
    row: Any
    begins: Mapping[str, object] | None
    key: str
    where: str
    before: str
    after: str

    @property
    def goes_on(self) -> bool:
        """Whether it does elsewhere, written anew or found there by its readers."""
        return self.begins is not None or self.row is None or self.entity is Unit
