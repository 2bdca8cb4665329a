"""The case that corrects a result, and the one whose result was wrong."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A case that corrects the result of another, as both tell of it."""

    ref: str
    first: str
    reason: str
    status_name: str
    solved: bool
    """Whether the corrected result is there."""
    opened_at: datetime
    due_at: datetime | None
    returned_at: datetime | None
    first_owed: int = 0
    """Đồng that the first case owes still: this result waits for them."""
