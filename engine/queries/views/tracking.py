"""What anyone with a case's code may see of it."""

from dataclasses import dataclass
from datetime import datetime

from engine.facts.events_of_work import Signature
from engine.queries.views.corrections import CorrectionView
from engine.queries.views.findings import Finding
from engine.queries.views.parts import Due, FeeRow, MoneyView, StepState
from engine.queries.views.phases import PhaseView, ResultLater
from engine.queries.views.slips import SlipView
from engine.queries.views.supplements import SupplementView


@dataclass(frozen=True, slots=True)
class TrackStep:
    """A stage of the way in plain words for the citizen."""

    state: StepState
    sentence: str
    detail: str | None


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A file of the electronic result; ``ref`` is the case that has it."""

    id: str
    ref: str
    name: str
    size: int
    media_type: str
    code: str | None = None
    """Its document code; ``None``: stored before there were any, or its owner has no number."""
    signed: Signature | None = None


@dataclass(frozen=True, slots=True)
class TrackView:
    """What anyone with the number may see: where the case is, nothing personal.

    With a proof (``opened``; see ``engine.accounts.proofs``) also whose it is, what officers
    address to the applicant, and, but for a fact that others may know, the result.
    """

    ref: str
    ended: bool
    submission_number: str
    headline: str
    lead: str
    may_withdraw: bool
    """Whether its applicant may still withdraw it; never where an officer is signed in."""
    may_rate: bool
    """Whether the viewer may say what they think of it; ``rated_at``: only opened."""
    rated_at: datetime | None
    must_act: bool
    """Whether it waits for its applicant."""
    procedure_name: str
    opened: bool
    by_fact: bool
    """Whether a fact alone opened it, which others may know: it is read, not rated nor ended,
    and gives no result."""
    opens_with: str | None
    """The code that opens it again so: the receipt's, or that of the fact."""
    applicant_name: str | None
    findings: tuple[Finding, ...]
    supplement: SupplementView | None
    """What is still asked for; only opened, for it names papers."""
    slips: tuple[SlipView, ...]
    results: tuple[ResultFile, ...]
    result_later: ResultLater | None
    """What ``due`` is of, when it is no promise of the result."""
    phases: tuple[PhaseView, ...]
    """Each received and due at times of its own; none where the work is one."""
    corrects: str | None
    """The code of the case whose result this one corrects."""
    corrections: tuple[CorrectionView, ...]
    """The cases that correct its result, the newest first; only opened, for they say why."""
    refused: bool
    """Whether the result refuses what was asked."""
    has_result: bool
    """Whether an electronic result is there, for whom it is given."""
    for_owner: bool
    """Whether another filed it, and its result is not for them."""
    delivery_words: str
    due: Due
    ready_at: datetime | None
    """Since when the result is there, a refusal too: then ``due`` promises no more."""
    explanation: tuple[str, ...]
    steps: tuple[TrackStep, ...]
    fees: tuple[FeeRow, ...]
    money: MoneyView
    receiving_unit: str
    returned_at: datetime | None
    diagram: str
