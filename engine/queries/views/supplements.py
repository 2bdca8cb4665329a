"""A supplement as officers and the applicant read it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AskedPaperView:
    """A paper that was asked for: why, in words, and what the applicant has to do."""

    component: str
    name: str
    fault: str
    fault_words: str
    todo: str
    answered: bool


@dataclass(frozen=True, slots=True)
class SupplementView:
    """What the applicant was asked for, once. ``late``: it was asked for after the term.

    ``unit_name``: of the unit that received the case, as it was called then.
    ``until``: when the case is closed if nothing comes. ``open``: the answer is awaited; ``over``:
    the time for it is over, and the case is about to be closed.
    """

    number: str
    asked_at: datetime
    asked_by: str
    asked_by_post: str | None
    unit_name: str
    papers: tuple[AskedPaperView, ...]
    passed: tuple[str, ...]
    until: datetime | None
    legal_basis: str
    other_basis: str | None
    late: bool
    late_basis: str | None
    answered_at: datetime | None
    open: bool
    over: bool
    counts_words: str
    """What becomes of the solving time on a complete answer."""
