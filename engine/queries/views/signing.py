"""What waits for the decision of whoever leads."""

from dataclasses import dataclass
from datetime import datetime

from engine.queries.views.case import DocumentRow
from engine.queries.views.findings import Finding, Return
from engine.queries.views.halts import HaltToApprove
from engine.queries.views.parts import Due


@dataclass(frozen=True, slots=True)
class ToSign:
    """A step at a desk of the viewer as its head, with what those before them found.

    ``found``: the finished steps that count, the latest first: its comment is the opinion, its
    decision what is proposed. ``agree`` and ``back``: the buttons by which it may be decided in
    the list; without them ``opens`` says why the case must be opened. ``returned``: why it comes
    again.
    """

    task_id: str
    ref: str
    applicant_name: str
    procedure_name: str
    step_name: str
    position_title: str
    unit_name: str
    due: Due
    case_due: Due
    came_at: datetime
    found: tuple[Finding, ...]
    returned: Return | None
    papers: tuple[DocumentRow, ...]
    agree: str | None
    back: str | None
    opens: str | None
    seen: str
    """The mark of all that was found and filed, for whoever agrees."""


@dataclass(frozen=True, slots=True)
class SigningPage:
    """What waits, the nearest due time first, at most 50; ``next_cursor`` continues it.

    ``count``: how much there is in all.
    """

    rows: tuple[ToSign, ...]
    count: int
    halts: tuple[HaltToApprove, ...]
    apologies: int
    """Late cases for which nobody has apologised, and the viewer may."""
    next_cursor: str | None = None
