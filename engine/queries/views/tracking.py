"""What anyone with a case's code may see of it."""

from dataclasses import dataclass
from datetime import datetime

from engine.queries.views.parts import Due, FeeRow, StepState


@dataclass(frozen=True, slots=True)
class TrackStep:
    """A stage of the way in plain words for the citizen."""

    state: StepState
    sentence: str
    detail: str | None


@dataclass(frozen=True, slots=True)
class TrackView:
    """What anyone with the code may see: short name, no identity number, no phone."""

    ref: str
    ended: bool
    submission_number: str
    headline: str
    lead: str
    procedure_name: str
    applicant_short: str
    due: Due
    explanation: tuple[str, ...]
    steps: tuple[TrackStep, ...]
    fees: tuple[FeeRow, ...]
    receiving_unit: str
    returning_unit: str
    returned_at: datetime | None
    late_days: int
    diagram: str
