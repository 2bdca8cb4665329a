"""The work of an officer, as a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from engine.queries.views.parts import Due, Urgency

Tab = Literal["mine", "unit", "led", "waiting", "done"]
"""Claimed by the person, at their desks, in units that they lead, now elsewhere, finished."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One piece of work in a queue."""

    task_id: str
    case_ref: str
    applicant_name: str
    procedure_name: str
    channel: str
    task_name: str
    step_number: int
    unit_name: str
    position_title: str
    due: Due
    reminded: Due | None
    """When the case is due, if its officers were reminded of that."""
    holder_name: str | None
    mine: bool
    act: str | None
    acts: tuple[str, ...]
    """The kinds of the acts that the viewer may do on it, of those that handle the step and that
    its desk and its holder decide alone (``offered_in_list``): what else may be done says the case.
    """
    own: bool = False
    """Whether it is the viewer's own case: their colleagues do it (requirement R-10)."""


@dataclass(frozen=True, slots=True)
class LedTask:
    """A task of a unit that the viewer leads; ``acts``: what they may do with it as its head."""

    task_id: str
    case_ref: str
    applicant_name: str
    name: str
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of a queue, nearest deadline first; ``next_cursor`` continues it.

    Counts go up to 1000 (``COUNTED``), which means: that many, or more. ``narrow``: the rows are
    those of names that begin with what is sought; others may have the words elsewhere.
    """

    rows: tuple[QueueRow, ...]
    next_cursor: str | None
    tab: Tab
    tab_counts: Mapping[Tab, int]
    due_counts: Mapping[Urgency, int]
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawnCase:
    """A case whose applicant waits for papers and fee."""

    ref: str
    applicant_name: str


@dataclass(frozen=True, slots=True)
class TravellingPapers:
    """Papers of a case that go to ``to``; ``until``: they have not left yet and must by then."""

    ref: str
    applicant_name: str
    to: str
    until: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class WaitingResult:
    """A result that nobody fetched until the day that a rule of the province says."""

    ref: str
    applicant_name: str
    until: date
