"""Suspensions and stops that wait for their approval."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HaltView:
    """What was proposed, or approved: on which ground, why, by which law, when and by whom."""

    words: str
    ground: str
    reason: str
    legal_basis: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class HaltToApprove:
    """A case with a proposal that waits for the viewer."""

    ref: str
    applicant_name: str
