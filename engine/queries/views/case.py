"""The whole file of a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engine.acts.act import On
from engine.acts.inputs import InputKind
from engine.facts.events_of_work import Signature
from engine.queries.views.corrections import CorrectionView
from engine.queries.views.findings import Brought, Finding, Return
from engine.queries.views.halts import HaltView
from engine.queries.views.lateness import LatenessView
from engine.queries.views.meetings import MeetingView
from engine.queries.views.opinions import OpinionView
from engine.queries.views.parts import Due, FeeRow, MoneyView, StepState, UnitName
from engine.queries.views.payments import PaymentRow
from engine.queries.views.phases import PhaseView, ResultLater
from engine.queries.views.slips import SlipView
from engine.queries.views.supplements import SupplementView
from engine.queries.views.tracking import ResultFile


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered question of a form."""

    key: str
    label: str
    value: str


ROLE_WORDS: Mapping[str, str] = {
    "request": "đề nghị của người nộp",
    "result": "kết quả",
    "issued": "văn bản của cơ quan",
    "opinion": "ý kiến",
    "evidence": "chứng cứ",
    "minutes": "biên bản",
}
"""What a file is that is no part of what was filed."""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A file of the case; ``role`` as it is stored.

    ``component`` is the code of the required document that it answers.
    """

    id: str
    name: str
    component: str | None
    size: int
    media_type: str
    role: str
    added_at: datetime
    component_name: str | None = None
    code: str | None = None
    """Of a result: its document code."""
    signed: Signature | None = None
    """Of a result: who signed it."""

    @property
    def role_words(self) -> str | None:
        """What it is beside the dossier; ``None``: a part of what was filed."""
        return ROLE_WORDS.get(self.role)


@dataclass(frozen=True, slots=True)
class PaperMark:
    """What an officer found of a paper; ``remark``: what the applicant had to do about it."""

    words: str
    passed: bool
    remark: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """A component of the dossier and how it is there.

    ``state``: ``file``, ``paper`` (taken over the counter), ``form`` (the answers are it),
    ``shown`` to the officer, ``data`` (nobody hands it in, on the legal ``basis``). ``mark``, for
    officers: what was found of it; ``None``: nobody has judged what lies there now.
    """

    code: str
    name: str
    state: str
    words: str
    basis: str | None
    copies: int | None
    """How many files or papers were handed in; ``None`` where none is."""
    mark: PaperMark | None = None


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """A button that ends a step; ``next_words`` says who gets the work next and by when.

    ``comment_reader`` is who reads what is written beside it: ``officers`` or ``applicant``.
    ``asked_twice``: nobody can take it back, so that a page asks once more.
    """

    value: str | None
    label: str
    kind: str
    needs_reason: bool
    comment_reader: str
    next_words: str | None
    asked_twice: bool


@dataclass(frozen=True, slots=True)
class TaskView:
    """The step that the viewer can act on now."""

    task_id: str
    element_id: str
    name: str
    step_number: int
    step_count: int
    hours: Decimal | None
    started_at: datetime
    due: Due
    holder_name: str | None
    mine: bool
    act: str | None
    form: Mapping[str, object] | None
    answers: Mapping[str, object]
    """What the form begins with: the answers of the same step's last time, as they are kept."""
    returned: Return | None
    """Why the case came back, while that is being mended."""
    outcomes: tuple[OutcomeView, ...]
    prepared: str | None
    """The step that the viewer did, for which another decides here."""
    demo: bool
    explanation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A value that an act takes for an input, in words; ``note`` is what speaks for it or not.

    ``may_be``: what may be found of it, of a paper that is judged.
    """

    value: str
    label: str
    note: str | None = None
    may_be: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InputView:
    """What a person gives with an act; ``choices`` where there are only some."""

    name: str
    kind: InputKind
    label: str
    hint: str | None
    required: bool
    choices: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class ActView:
    """An act that the viewer may do now, on the case or on the task ``task_id``, ``task_name``."""

    kind: str
    on: On
    task_id: str | None
    label: str
    ends_step: bool
    inputs: tuple[InputView, ...]
    task_name: str | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the process in this case: done, being done, or still to come."""

    element_id: str
    number: int
    name: str
    state: StepState
    level: str | None
    agency_name: str | None
    """The unit whose role the step names; ``unit_name`` is the division of it that works."""
    unit_name: str | None
    position_title: str | None
    officer_name: str | None
    acted_as: str | None
    """Of a substitute: the post with the manner and with whom they stood in for."""
    hours: Decimal | None
    started_at: datetime | None
    completed_at: datetime | None
    due: Due
    outcome_label: str | None
    comment: str | None
    demo: bool


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """What happened, in a sentence with a person; newest first."""

    at: datetime
    kind: str
    icon: str
    sentence: str
    comment: str | None


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A clock's due time and why it is that time."""

    label: str
    due: Due
    explanation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The whole file of a case as an officer, or its applicant, sees it."""

    case_id: str
    ref: str
    code: str | None
    submission_number: str
    status_code: int
    status_name: str
    ended: bool
    solved: bool
    no_slip: bool
    """Whether it was received without a receipt: done while one waits."""
    """Whether there is a result: a case may have ended without one."""
    procedure_code: str
    procedure_name: str
    procedure_short_name: str
    decision: str
    package_version: int
    channel: str
    channel_name: str
    receiving_unit: UnitName
    competent_unit: UnitName
    decided_by: UnitName
    returning_unit: UnitName
    delivery_words: str
    """How the applicant gets the result, as they asked."""
    applicant_name: str
    applicant: tuple[Answer, ...]
    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...]
    """What finished steps left, as far as the reader may see it; the earliest first."""
    brought: tuple[Brought, ...]
    documents: tuple[DocumentRow, ...]
    corrected: tuple[ResultFile, ...]
    """For its owner: the files of the case that corrected the result, told in place of the own."""
    components: tuple[ComponentRow, ...]
    fees: tuple[FeeRow, ...]
    money: MoneyView
    payments: tuple[PaymentRow, ...]
    """Every record of money, the newest first."""
    supplement: SupplementView | None
    papers_words: str | None
    papers_kept: tuple[str, ...]
    """What lies on paper in it and went back to nobody, by name; for officers and its applicant."""
    """Where the papers of the dossier lie, and until when they go where."""
    suspended: HaltView | None
    """Why the case stands still on a lawful ground."""
    proposed_halt: HaltView | None
    """A suspension or stop that waits for its approval; for officers."""
    opinions: tuple[OpinionView, ...]
    meetings: tuple[MeetingView, ...]
    """What other units were asked and said, the newest first; for officers."""
    lateness: LatenessView | None
    """Apology and cause of a case that is late, or was said to be; for officers."""
    result_later: ResultLater | None
    """What ``due`` is of, when it is no promise of the result."""
    phases: tuple[PhaseView, ...]
    """Each received and due at times of its own; none where the work is one."""
    corrects: CorrectionView | None
    """The case whose result this one corrects."""
    corrections: tuple[CorrectionView, ...]
    """The cases that correct the result of this one, the newest first."""
    watched: bool | None
    """Whether the viewer watches it; ``None``: they may not."""
    watched_by: UnitName | None
    """The competent unit's own centre, where the dossier was filed at another."""
    slips: tuple[SlipView, ...]
    """Refusals, stops and apologies, the newest first."""
    submitted_at: datetime
    received_at: datetime | None
    received_by: str | None
    """The officer who received it."""
    receipt_unit: str
    """The name of the unit that received it, as it was called then: the receipt bears it."""
    receipt_delivery: str
    """How the result is got, where it was to be got then."""
    finished_at: datetime | None
    returned_at: datetime | None
    due: Due
    answer_due: Due | None
    """Until when an online filing is answered, and whether it was."""
    first_due_at: datetime | None
    """When it was due first, less what it stood still, where the due time in force is another."""
    extended_at: datetime | None
    task: TaskView | None
    acts: tuple[ActView, ...]
    steps: tuple[StepRow, ...]
    steps_done: int
    limit_words: str
    """The limit that the case took, and by what basis."""
    limit_basis: str
    limit_why: str
    """Whom the limit is about, where it is that of some cases only."""
    used_words: str
    """How much of the limit's time is used: measured, in the limit's unit."""
    where_words: str
    must_act: bool
    """Whether the case waits for its applicant."""
    deadlines: tuple[DeadlineRow, ...]
    diagram: str
    timeline: tuple[TimelineRow, ...]
    demo_notes: tuple[str, ...]
