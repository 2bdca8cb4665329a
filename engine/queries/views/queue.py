"""The work of an officer, as a list."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.queries.views.parts import Due, Urgency


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
    holder_name: str | None
    mine: bool
    act: str | None
    acts: tuple[str, ...]
    """The kinds of the acts that the viewer may do on it."""


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
    """A page of a queue, nearest deadline first; ``next_cursor`` continues it."""

    rows: tuple[QueueRow, ...]
    next_cursor: str | None
    tab: str
    tab_counts: Mapping[str, int]
    due_counts: Mapping[Urgency, int]


@dataclass(frozen=True, slots=True)
class WithdrawnCase:
    """A case whose applicant waits for papers and fee."""

    ref: str
    applicant_name: str
