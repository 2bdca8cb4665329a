"""Late cases: how late, why, and whether anybody apologised."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.queries.views.parts import Due, UnitName

Which = Literal[
    "all",
    "unapologised",
    "waiting",
    "untold",
    "agency",
    "other_agency",
    "citizen",
    "systems",
    "stopped_unapologised",
    "came_late",
]
"""All that are late; not apologised for; whose cause waits for its confirmation, or was never told;
by cause, a fault of systems as it was claimed or confirmed. What was rejected counts for the unit.
The last two are no part of the first. ``stopped_unapologised``: the time runs no more, for now or
for good, they were late, and nobody has apologised for that. ``came_late``: solving goes on, and
they came late to a unit that let them lie beyond its own time; they count late elsewhere.
"""


@dataclass(frozen=True, slots=True)
class LateCount:
    """How many cases are late, in ways that stand side by side; none takes another's place.

    ``by_first``: by the first due time, whatever was extended. ``late``: by the due time in force.
    ``adjusted``: the same without those for which the technical department confirmed that systems
    failed (requirement R-38). ``came_late``: those that came late to a unit, and lay there beyond
    its own time: with it they count here, and as late where they fell late.
    """

    by_first: int
    late: int
    adjusted: int
    came_late: int = 0


@dataclass(frozen=True, slots=True)
class LatenessTodo:
    """Something that somebody must do about a late case next; ``mine``: the viewer may."""

    act: str
    words: str
    who: str
    mine: bool


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """A case that is late, or was: that it stays. ``lies``: the units and people with whom it lies.

    ``applicant_name`` is ``None`` where the viewer may not open the case (``may_read``).

    ``cause_state``: stated, claimed, confirmed or rejected; ``apologised_at``: of the last apology
    without a new day. ``may_apologise``: whether the viewer may do it now. ``kept``: why it counts
    as late although its due time in force is not over, in words; ``None``: it is over.
    ``came_late``: which unit got it late and let it lie, since when, in words.
    """

    ref: str
    applicant_name: str | None
    may_read: bool
    procedure_name: str
    unit_name: str
    lies: tuple[str, ...]
    due: Due
    first_due_at: datetime | None
    extended: bool
    kept: str | None
    came_late: str | None
    cause: str | None
    cause_state: str | None
    cause_words: str | None
    cause_reason: str | None
    """What the unit said."""
    apologised_at: datetime | None
    may_apologise: bool
    todo: tuple[LatenessTodo, ...]


@dataclass(frozen=True, slots=True)
class UnansweredRow:
    """An online filing that nobody has answered in time (decree 118/2025 art. 17.2)."""

    ref: str
    applicant_name: str | None
    procedure_name: str
    unit_name: str
    due: Due


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """An answer to an online filing, or to what was asked for it, that came late: when."""

    ref: str
    applicant_name: str | None
    procedure_name: str
    unit_name: str
    due: Due
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class OverduePage:
    """The late cases of the viewer's units, the latest first, at most 200 of those asked for.

    ``counts``: how many each part holds. ``ended``: those that were late and whose solving ended
    since ``since``, with a result or without. ``standing``: those that were late already when their
    time began to stand still.
    """

    rows: tuple[OverdueRow, ...]
    which: Which
    agency: str | None
    counts: Mapping[Which, int]
    count: LateCount
    ended: LateCount
    since: datetime
    agencies: tuple[UnitName, ...]
    standing: LateCount
    phases_late: int
    """Phases that ended late since ``since``, of cases that are received and due several times."""
    unanswered: tuple[UnansweredRow, ...]
    """Online filings that nobody has answered yet, late by now."""
    answered_late: int
    """Answers to online filings that came late since ``since``."""
    answers: tuple[AnsweredRow, ...]
    """The last 200 of them."""


@dataclass(frozen=True, slots=True)
class LatenessView:
    """How it is with a late case: whether anybody apologised, and the cause as it stands.

    ``missed``: whether a due time was missed at all, for which an apology is owed.
    """

    missed: bool
    apologised_at: datetime | None
    cause: str | None
    cause_state: str | None
    cause_words: str | None
    reason: str | None
    unit_name: str | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class RemindedCase:
    """A case of whose due time the viewer was reminded; ``mine``: its work is at their desk, else
    they lead the unit where it lies.
    """

    ref: str
    applicant_name: str
    due: Due
    mine: bool


CauseState = Literal["claimed", "confirmed", "rejected", "stated"]
"""Waits for its confirmation, was confirmed, was not, needs none (``engine.store.lateness``)."""


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A cause as it was told of a late case, in progress or solved late, and what came of it.

    ``applicant_name`` is ``None`` where the viewer may not open the case (``may_read``).
    ``noticed``: what stopped the case by the product's own records, the oldest first.
    ``acts``: the acts about its lateness that the viewer may do now.
    """

    ref: str
    applicant_name: str | None
    may_read: bool
    procedure_name: str
    unit_name: str
    due: Due
    solved: bool
    cause: str
    state: CauseState
    words: str
    reason: str
    claimed_by: str
    claimed_at: datetime
    evidence: str | None
    files: int
    decided_by: str | None
    decided_at: datetime | None
    noticed: tuple[str, ...]
    acts: tuple[str, ...]
    seen: str
    """The mark of the cause, for whoever confirms or rejects it."""


@dataclass(frozen=True, slots=True)
class CausesPage:
    """The causes in one state, the newest first, at most 200; ``counts``: how many are in each."""

    rows: tuple[CauseRow, ...]
    state: CauseState
    counts: Mapping[CauseState, int]


@dataclass(frozen=True, slots=True)
class UnitLateness:
    """The late cases of an agency: in progress by part, standing still, and ended this year."""

    unit: UnitName
    running: LateCount
    counts: Mapping[Which, int]
    standing: LateCount
    ended: LateCount
    confirmed: int
    rejected: int
    answered_late: int
    """Answers to online filings that its units gave late this year."""


@dataclass(frozen=True, slots=True)
class UnitsPage:
    """Every agency that has late cases, the most in progress first; ``since``: solved from then."""

    rows: tuple[UnitLateness, ...]
    since: datetime
