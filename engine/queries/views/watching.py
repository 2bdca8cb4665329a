"""Cases that somebody watches."""

from dataclasses import dataclass
from datetime import datetime

from engine.queries.views.case import TimelineRow
from engine.queries.views.parts import Due


@dataclass(frozen=True, slots=True)
class WatchedCase:
    """A case on the viewer's list, and what has happened since they last opened it.

    ``new``: how much; ``latest``: the newest of it, at most five. ``seen_at``: when they last
    opened it, or began to watch.
    """

    ref: str
    applicant_name: str
    procedure_name: str
    competent_unit: str
    status_name: str
    due: Due
    lies: tuple[str, ...]
    since: datetime
    seen_at: datetime
    new: int
    latest: tuple[TimelineRow, ...]
