"""Results that wait for their applicants, at one counter or in the whole province."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.queries.views.parts import UnitName

WaitingPart = Literal["ready", "over", "coming", "papers"]
"""Stored and not yet returned; of these, longer than the province says; next to be stored; ended
without a result while papers of its people still lie there."""


@dataclass(frozen=True, slots=True)
class WaitingResultRow:
    """A result of the list.

    ``ready_at``: when it was stored; ``None``: it isn't yet. ``days``: how many days it has waited.
    ``over``: longer than the rule of the province says. ``owed``: the fee that holds it back, in
    words. ``lies``: who must store it. ``returned_at``: it was returned (found by search alone).
    ``papers``: what has to be fetched of a dossier that ended without a result, ``ended`` how.
    """

    ref: str
    applicant_name: str
    procedure_name: str
    decided_by: str
    returning_unit: str
    delivery: str
    ready_at: datetime | None
    days: int | None
    over: bool
    owed: str | None
    lies: tuple[str, ...]
    returned_at: datetime | None
    papers: tuple[str, ...] = ()
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """A part of the list, the longest waiting first, at most 100; ``counts``: how many in each.

    ``units``: the counters among which the viewer may choose; ``returned_today``: by these.
    """

    rows: tuple[WaitingResultRow, ...]
    part: WaitingPart
    unit: str | None
    counts: Mapping[WaitingPart, int]
    units: tuple[UnitName, ...]
    returned_today: int
