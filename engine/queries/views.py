"""The frozen rows that queries return and that pages and the API show.

Instants are aware datetimes. Texts are Vietnamese and ready to show; codes stay beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Urgency = Literal["late", "today", "soon", "ok", "none"]
StepState = Literal["done", "now", "next"]


@dataclass(frozen=True, slots=True)
class Due:
    """A due time with how urgent it is and the words for it ("còn 9 ngày làm việc")."""

    at: datetime | None
    urgency: Urgency
    words: str


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as pages name it."""

    code: str
    name: str


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


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of a queue, nearest deadline first; ``next_cursor`` continues it."""

    rows: tuple[QueueRow, ...]
    next_cursor: str | None
    tab: str
    tab_counts: Mapping[str, int]
    due_counts: Mapping[Urgency, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered question of a form."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A file of the dossier; ``role`` is ``filed`` or ``result``.

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


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """A component of the dossier and how it is there.

    ``state``: ``file``, ``paper`` (taken over the counter), ``form`` (the answers are it),
    ``shown`` to the officer, ``data`` (nobody hands it in, on the legal ``basis``).
    """

    code: str
    name: str
    state: str
    words: str
    basis: str | None


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """A button that ends a step; ``next_words`` says who gets the work next and by when."""

    value: str | None
    label: str
    kind: str
    needs_reason: bool
    next_words: str | None


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
    outcomes: tuple[OutcomeView, ...]
    demo: bool
    explanation: tuple[str, ...]


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
class FeeRow:
    """A fee of a case: ``due`` in đồng, and in words with what it was let off and why."""

    name: str
    due: Decimal
    words: str
    explained: str


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
    procedure_code: str
    procedure_name: str
    procedure_short_name: str
    decision: str
    package_version: int
    channel: str
    channel_name: str
    receiving_unit: UnitName
    competent_unit: UnitName
    returning_unit: UnitName
    applicant_name: str
    applicant: tuple[Answer, ...]
    answers: tuple[Answer, ...]
    documents: tuple[DocumentRow, ...]
    components: tuple[ComponentRow, ...]
    fees: tuple[FeeRow, ...]
    submitted_at: datetime
    received_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    due: Due
    task: TaskView | None
    steps: tuple[StepRow, ...]
    steps_done: int
    hours_used: Decimal
    hours_total: Decimal
    where_words: str
    deadlines: tuple[DeadlineRow, ...]
    diagram: str
    timeline: tuple[TimelineRow, ...]
    demo_notes: tuple[str, ...]


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


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A procedure in a list."""

    province_code: str
    code: str
    name: str
    short_name: str
    sector: str
    time_limit: str
    online: bool


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """A component of the dossier that the procedure asks for.

    ``how`` it is handed in: ``file``, ``form`` (the filing form is it), ``shown`` to the officer.
    ``when`` is the condition (FEEL over the answers) under which it is required. With ``source``
    nobody hands it in: the data comes from there, on the legal ``basis``.
    """

    code: str
    name: str
    required: bool
    note: str | None
    how: str = "file"
    when: str | None = None
    source: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A commune that a filing may be about: its committee and its own service centre."""

    commune_code: str
    commune_name: str
    centre_code: str
    centre_name: str


@dataclass(frozen=True, slots=True)
class Told:
    """A value in words with its legal basis; ``local`` when a local rule says it."""

    words: str
    basis: str | None
    local: bool


@dataclass(frozen=True, slots=True)
class OtherSystem:
    """Another system that takes filings; ``address`` is empty where there is no link to it."""

    where: str
    address: str
    basis: str


@dataclass(frozen=True, slots=True)
class PaperTold:
    """Days on which no paper is received; ``today`` whether this is one."""

    today: bool
    words: str
    basis: str


@dataclass(frozen=True, slots=True)
class ChannelFee:
    """What a filing through a channel pays, in đồng and in words with what is let off and why."""

    channel: str
    name: str
    due: Decimal
    words: str
    basis: str | None


@dataclass(frozen=True, slots=True)
class FilingTerms:
    """What a filing made today would be taken under, at a place or in the whole province.

    ``closed``: nothing is filed here, the other system takes it all; ``online_elsewhere``: it
    takes the online filings. ``limit`` is the one that is counted, ``statutory`` the law's beside a
    shorter committed one, ``package_limit`` the approved process's where a rule speaks instead.
    """

    commune: UnitName | None
    receiving: UnitName | None
    competent: UnitName | None
    competence: Told | None
    channels: tuple[str, ...]
    channels_told: Told
    online_level: str | None
    online_words: str | None
    closed: OtherSystem | None
    online_elsewhere: OtherSystem | None
    limit: Told
    statutory: Told | None
    package_limit: Told | None
    cut_off: Told | None
    paper: PaperTold | None
    fees: tuple[ChannelFee, ...]
    """By channel; empty while no place is chosen, or where answers of the form decide."""

    @property
    def online(self) -> bool:
        """Whether this system takes an online filing."""
        return "online" in self.channels and self.online_elsewhere is None


@dataclass(frozen=True, slots=True)
class ServicePage:
    """All that a citizen needs to decide and file."""

    card: ServiceCard
    decision: str
    decision_date: date
    form: Mapping[str, object]
    places: tuple[Place, ...]
    """The communes that the filing may be about; empty when the form asks for none."""
    centres: tuple[UnitName, ...]
    """The service centres that receive it and give its result back."""
    documents: tuple[RequiredDocument, ...]
    stages: tuple[str, ...]
    fee_words: str
    demo_notes: tuple[str, ...]
    terms: FilingTerms
