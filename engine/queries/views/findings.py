"""What the steps of a case left for whoever comes later: answers, comments, decisions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """An answer of a step's form as people read it: "4.100.000 đồng", "08/12/2025".

    ``value`` is ``None`` where the step had answered before and no longer does. ``before`` is what
    the same step said the time before, if that was something else; ``changed`` marks both.
    """

    key: str
    label: str
    value: str | None
    before: str | None
    changed: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A finished step: who answered what, when, and how they ended it.

    ``times``: the how-manieth time that the case did this step. ``stands``: whether it counts, or
    a later sending back undid it. ``acted_as``: of a substitute, the post with the manner and with
    whom they stood in for, as the audit names it.
    """

    task_id: str
    element_id: str
    step_number: int
    step_name: str
    unit_name: str
    position_title: str
    officer_name: str | None
    acted_as: str | None
    completed_at: datetime
    times: int
    stands: bool
    outcome_label: str | None
    comment: str | None
    answers: tuple[FoundAnswer, ...]


@dataclass(frozen=True, slots=True)
class BroughtValue:
    """A value that the process goes by and that nobody answered in a form."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What a message brought, or what a decision table or expression of the process set.

    ``element_name`` is the event or task of the diagram where that happened.
    """

    kind: Literal["message", "rule"]
    at: datetime
    element_id: str
    element_name: str
    values: tuple[BroughtValue, ...]


@dataclass(frozen=True, slots=True)
class Return:
    """Why a step comes again: who sent the case back, when, with which decision and reason."""

    officer_name: str | None
    position_title: str
    step_name: str
    at: datetime
    decision: str
    reason: str | None
