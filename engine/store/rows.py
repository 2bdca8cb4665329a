"""The rows of cases and tasks as acts and pages hold them: one type each, compared with the table.

Acts use prebuilt Core statements and plain dictionaries; these types let mypy find a misspelt
column. A test compares them with the columns of ``engine.store.cases``.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, TypedDict

Channel = Literal["online", "counter", "postal"]


class CaseRow(TypedDict):
    """A row of ``cases``."""

    province_code: str
    id: str
    submission_number: str
    code: str | None
    procedure_code: str
    package_digest: str
    channel: Channel
    handled_as: Channel | None
    status: int
    receiving_unit: str
    competent_unit: str
    returning_unit: str
    applicant_name: str
    account_id: str | None
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    version: int
    event_seq: int
    event_hash: bytes
    state: bytes
    open_incidents: int
    first_due_at: datetime | None
    extended_at: datetime | None
    late_first_since: datetime | None
    late_first_unit: str | None
    late_since: datetime | None
    late_unit: str | None
    counted_late_since: datetime | None
    counted_late_unit: str | None
    own_due_at: datetime | None
    own_late: dict[str, str]
    supplements: int
    wakes_at: datetime | None
    reminded_at: datetime | None
    proposed: str | None
    proposed_by: str | None
    slip: str | None
    slip_by: str | None
    papers_at: str | None
    papers_to: str | None
    papers_until: datetime | None
    rules: dict[str, Any]
    assigned: dict[str, str]
    own_limits: dict[str, Any]
    commune: str | None
    first_commune: str | None
    applicant_kind: str | None
    paper_ground: str | None
    authorisation: dict[str, Any] | None
    phase: str | None
    phase_at: datetime | None
    corrects: str | None
    receipt_codes: int


class CaseChanges(TypedDict, total=False):
    """Columns of ``cases`` that an act may change: never its key nor what it was filed as. The
    owner's name goes with the answer that a repair gives.

    The submission number is given by the act that files, as its last change; when it was filed
    only by the confirmed slip of an outage.
    """

    applicant_name: str
    code: str | None
    submission_number: str
    handled_as: Channel | None
    status: int
    receiving_unit: str
    competent_unit: str
    returning_unit: str
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    version: int
    event_seq: int
    event_hash: bytes
    state: bytes
    open_incidents: int
    first_due_at: datetime | None
    extended_at: datetime | None
    late_first_since: datetime | None
    late_first_unit: str | None
    late_since: datetime | None
    late_unit: str | None
    counted_late_since: datetime | None
    counted_late_unit: str | None
    own_due_at: datetime | None
    own_late: dict[str, str]
    supplements: int
    wakes_at: datetime | None
    reminded_at: datetime | None
    proposed: str | None
    proposed_by: str | None
    slip: str | None
    slip_by: str | None
    papers_at: str | None
    papers_to: str | None
    papers_until: datetime | None
    rules: dict[str, Any]
    assigned: dict[str, str]
    own_limits: dict[str, Any]
    commune: str | None
    first_commune: str | None
    phase: str | None
    phase_at: datetime | None
    receipt_codes: int


class TaskRow(TypedDict):
    """A row of ``tasks``. ``hours`` are working hours."""

    province_code: str
    id: str
    case_id: str
    element_id: str
    name: str
    act: str | None
    unit_code: str
    position_code: str
    state: str
    officer_id: str | None
    claimed_at: datetime | None
    hours: Decimal | None
    created_at: datetime
    due_at: datetime | None
    completed_at: datetime | None
    completed_by: str | None
    outcome: str | None
    answers: dict[str, Any] | None
    comment: str | None
    followed: bool
    awaits_papers: bool


class TaskChanges(TypedDict, total=False):
    """Columns of an open task that an act may change."""

    unit_code: str
    position_code: str
    officer_id: str | None
    claimed_at: datetime | None
    hours: Decimal | None
    due_at: datetime | None


class TaskEnd(TypedDict):
    """How a person ended a task."""

    officer_id: str | None
    claimed_at: datetime
    completed_by: str | None
    outcome: str | None
    answers: dict[str, Any] | None
    comment: str | None


class HeldTaskRow(TaskRow):
    """A task with the name of the officer who has or did it."""

    holder: str | None
