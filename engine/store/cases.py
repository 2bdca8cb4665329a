"""Cases: the row that is locked for every act, the dossier, the work and the clocks."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, Numeric, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Json, Key, UtcDateTime, province_key

OPEN = text("state = 'open'")
HELD = text("state = 'open' AND officer_id IS NOT NULL")
DONE = text("completed_by IS NOT NULL")
WITHDRAWN = text("status = 7")
SOLVED = text("status = 9")
WAKES = text("wakes_at IS NOT NULL")
PROPOSED = text("proposed IS NOT NULL")
HAS_SLIP = text("slip IS NOT NULL")
SLIP_WAITS = text("slip_by IS NOT NULL")
ON_THEIR_WAY = text("papers_to IS NOT NULL")
PAPERS_WAIT = text("papers_until IS NOT NULL")
PAPERS_COME = text("papers_to IS NOT NULL AND papers_until IS NULL")
FOLLOWED = text("followed")
AWAITS_PAPERS = text("awaits_papers")
REMINDED = text("reminded_at IS NOT NULL")
CORRECTS = text("corrects IS NOT NULL")
RUNS_TO_DUE = text("finished_at IS NULL AND due_at IS NOT NULL")
ENDED_LATE = text(
    "finished_at IS NOT NULL AND coalesce(late_first_since, counted_late_since) IS NOT NULL"
)


class Case(Base):
    """A citizen's file as it is processed. Locked for each act; ``version`` guards caches.

    ``state`` is the workflow's blob (``engine.workflow.running.codec``) and owns the tokens.
    ``status`` is the portal's status code 1-10. Before reception there is only a
    ``submission_number``.
    ``open_incidents`` counts what waits for somebody to mend it (``engine.store.jobs.Incident``).
    """

    __tablename__ = "cases"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "package_digest"], ["packages.province_code", "packages.digest"]
        ),
        Index("ix_cases_code", "code", unique=True),
        Index("ix_cases_submission_number", "submission_number", unique=True),
        Index("ix_cases_account", "account_id", "submitted_at"),
        Index(
            "ix_cases_withdrawn",
            "province_code",
            "receiving_unit",
            "finished_at",
            "id",
            postgresql_where=WITHDRAWN,
            sqlite_where=WITHDRAWN,
        ),
        Index(
            "ix_cases_solved",
            "province_code",
            "returning_unit",
            "finished_at",
            "id",
            postgresql_where=SOLVED,
            sqlite_where=SOLVED,
        ),
        Index("ix_cases_wakes_at", "wakes_at", postgresql_where=WAKES, sqlite_where=WAKES),
        Index(
            "ix_cases_proposed",
            "province_code",
            postgresql_where=PROPOSED,
            sqlite_where=PROPOSED,
        ),
        Index(
            "ix_cases_slip",
            "province_code",
            "slip",
            unique=True,
            postgresql_where=HAS_SLIP,
            sqlite_where=HAS_SLIP,
        ),
        Index(
            "ix_cases_slip_waits",
            "province_code",
            postgresql_where=SLIP_WAITS,
            sqlite_where=SLIP_WAITS,
        ),
        Index(
            "ix_cases_papers",
            "province_code",
            "papers_to",
            postgresql_where=ON_THEIR_WAY,
            sqlite_where=ON_THEIR_WAY,
        ),
        Index(
            "ix_cases_papers_wait",
            "province_code",
            "receiving_unit",
            "papers_until",
            "id",
            postgresql_where=PAPERS_WAIT,
            sqlite_where=PAPERS_WAIT,
        ),
        Index(
            "ix_cases_papers_come",
            "province_code",
            "competent_unit",
            "receiving_unit",
            "id",
            postgresql_where=PAPERS_COME,
            sqlite_where=PAPERS_COME,
        ),
        Index(
            "ix_cases_reminded",
            "province_code",
            "reminded_at",
            postgresql_where=REMINDED,
            sqlite_where=REMINDED,
        ),
        Index(
            "ix_cases_corrects",
            "province_code",
            "corrects",
            postgresql_where=CORRECTS,
            sqlite_where=CORRECTS,
        ),
        Index(
            "ix_cases_due",
            "province_code",
            "due_at",
            postgresql_where=RUNS_TO_DUE,
            sqlite_where=RUNS_TO_DUE,
        ),
        Index(
            "ix_cases_ended_late",
            "province_code",
            "finished_at",
            postgresql_where=ENDED_LATE,
            sqlite_where=ENDED_LATE,
        ),
        Index("ix_cases_submitted", "province_code", "submitted_at", "id"),
        Index("ix_cases_competent", "province_code", "competent_unit", "submitted_at", "id"),
        Index("ix_cases_status", "province_code", "status", "submitted_at", "id"),
    )

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    submission_number: Mapped[str] = mapped_column(Code)
    code: Mapped[str | None] = mapped_column(Code)
    procedure_code: Mapped[str] = mapped_column(Code)
    package_digest: Mapped[str] = mapped_column(Code)
    channel: Mapped[str] = mapped_column(Code)
    """How it was filed: its fee, its answer clock and the figures go by this for good."""
    handled_as: Mapped[str | None] = mapped_column(Code)
    """How its papers are handled since it was changed before the reception; ``None``: as filed."""
    status: Mapped[int]
    receiving_unit: Mapped[str] = mapped_column(Code)
    competent_unit: Mapped[str] = mapped_column(Code)
    returning_unit: Mapped[str] = mapped_column(Code)
    applicant_name: Mapped[str]
    account_id: Mapped[str | None] = mapped_column(Key)
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int]
    event_seq: Mapped[int]
    event_hash: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[bytes] = mapped_column(LargeBinary)
    open_incidents: Mapped[int] = mapped_column(default=0, server_default="0")
    rules: Mapped[dict[str, object]] = mapped_column(Json, server_default="{}")
    """What the stepper needs of the values in ``case_rules``, so that a step reads no more rows."""
    first_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was due first, moved by the time that the case stood still and by nothing else;
    ``None``: the due time in force is still that one."""
    extended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was extended (decree 118/2025 art. 19.6: once); ``None``: it never was."""
    late_first_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when it was late by its first due time, kept when its time stopped, began anew or went
    to another unit (``engine.deadlines.late_marks``); ``None``: it was not, up to its last act."""
    late_first_unit: Mapped[str | None] = mapped_column(Code)
    """The unit that decided it then: it counts there, wherever it went since."""
    late_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The same by the due time that was in force then."""
    late_unit: Mapped[str | None] = mapped_column(Code)
    """The unit that decided it when that was missed: its head apologises."""
    counted_late_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when it counts as late though no due time was missed: a second supplement was asked."""
    counted_late_unit: Mapped[str | None] = mapped_column(Code)
    """The unit that decided it then."""
    own_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Until when the unit that got it late has to be done with what lies there
    (``engine.deadlines.late_marks``); ``None``: it did not come to it late, or stands still."""
    own_late: Mapped[dict[str, str]] = mapped_column(Json, server_default="{}")
    """The units that missed such a time of theirs, with which: it counts with each of them beside
    where it fell late, kept as the other marks are."""
    supplements: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often the applicant was asked for a supplement."""
    wakes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the life of the case goes on by itself next: a reminder, a closing."""
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When its officers were last reminded of the due time in force; ``None``: not yet."""
    proposed: Mapped[str | None] = mapped_column(Code)
    """What waits for its approval: suspend or stop (``engine.facts.events_of_halts``)."""
    proposed_by: Mapped[str | None] = mapped_column(Key)
    slip: Mapped[str | None] = mapped_column(String(128))
    """The paper slip on which it came while the system was out: its unit, ``/``, its number
    there; ``None``: it came on none."""
    slip_by: Mapped[str | None] = mapped_column(Key)
    """Who took the slip, while it waits for its confirmation."""
    papers_at: Mapped[str | None] = mapped_column(Code)
    """The unit where the papers of the dossier lie; ``None``: it has none, or nobody knows."""
    papers_to: Mapped[str | None] = mapped_column(Code)
    """The unit that they go to; ``None``: they stay."""
    papers_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Until when they are sent there (decree 118/2025 arts. 18.2, 20.1); ``None``: they were."""
    assigned: Mapped[dict[str, str]] = mapped_column(Json, server_default="{}")
    """Step → id of the officer whom an assigning step chose for it, also when it comes again."""
    own_limits: Mapped[dict[str, object]] = mapped_column(Json, server_default="{}")
    """Which rows of the package's ``limits`` were taken (``engine.catalogue.limit_rows``)."""
    commune: Mapped[str | None] = mapped_column(Code)
    """The commune that the filing is about, where the form asks: who serves it does its steps."""
    first_commune: Mapped[str | None] = mapped_column(Code)
    """The commune that it was about before another took over from that: shares of a split may name
    it. ``None``: the same."""
    applicant_kind: Mapped[str | None] = mapped_column(Code)
    """What its owner is (``engine.catalogue.applicants``); ``None``: nobody asked then."""
    paper_ground: Mapped[str | None] = mapped_column(Code)
    """The lawful ground on which a state agency did not file online, by its code."""
    authorisation: Mapped[dict[str, object] | None] = mapped_column(Json)
    """The paper by which the submitter stands in for the owner; ``None``: nobody does."""
    phase: Mapped[str | None] = mapped_column(Code)
    """The step that began the phase in which the case is; ``None``: the first, or it has none."""
    phase_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When that phase began; ``None``: with the reception."""
    corrects: Mapped[str | None] = mapped_column(Key)
    """The case whose result this one corrects (decree 118/2025 art. 23.1), by id."""
    receipt_codes: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often its receipt got a new secret code: only the last one holds."""


class Dossier(Base):
    """What was filed: the applicant and the answers. Read by expressions, never by the stepper.

    The last five columns follow from the applicant (``engine.store.searching.found_by``): officers
    search their own queue by them.
    """

    __tablename__ = "dossiers"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        Index("ix_dossiers_names", "province_code", "names_folded"),
        *(
            Index(
                f"ix_dossiers_{column}",
                "province_code",
                column,
                postgresql_where=text(f"{column} IS NOT NULL"),
                sqlite_where=text(f"{column} IS NOT NULL"),
            )
            for column in (
                *("owner_number", "submitter_number", "submitter_phone"),
                "subject_number",
            )
        ),
    )

    province_code: Mapped[str] = province_key()
    case_id: Mapped[str] = mapped_column(Key, primary_key=True)
    applicant: Mapped[dict[str, object]] = mapped_column(Json)
    answers: Mapped[dict[str, object]] = mapped_column(Json)
    papers: Mapped[list[str]] = mapped_column(Json, server_default="[]")
    """Components that were taken on paper, by code."""
    papers_gone: Mapped[bool] = mapped_column(server_default=false())
    """Whether none of them lies here any more; not known of dossiers that gave theirs back before
    this was kept."""
    confirmed: Mapped[list[str] | None] = mapped_column(Json)
    """The claims to be let off a fee that the reception confirmed; ``None``: not looked at yet."""
    names_folded: Mapped[str] = mapped_column(server_default="")
    owner_number: Mapped[str | None] = mapped_column(Code)
    submitter_number: Mapped[str | None] = mapped_column(Code)
    submitter_phone: Mapped[str | None] = mapped_column(Code)
    subject_number: Mapped[str | None] = mapped_column(Code)
    """Of whom it is about, who owns nothing of it: the deceased, a child."""


class Task(Base):
    """A piece of work at a desk (unit and position). ``state`` is open, done or cancelled.

    Claim, desk, due time and comment live here alone; the state blob never holds them.
    ``hours`` are working hours; ``None`` is a step that is not counted.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        Index("ix_tasks_case", "province_code", "case_id"),
        Index(
            "ix_tasks_open_case",
            "province_code",
            "case_id",
            postgresql_where=OPEN,
            sqlite_where=OPEN,
        ),
        Index(
            "ix_tasks_desk",
            "province_code",
            "unit_code",
            "position_code",
            "due_at",
            "created_at",
            "id",
            postgresql_where=OPEN,
            sqlite_where=OPEN,
        ),
        Index(
            "ix_tasks_officer",
            "province_code",
            "officer_id",
            "due_at",
            "created_at",
            "id",
            postgresql_where=HELD,
            sqlite_where=HELD,
        ),
        Index(
            "ix_tasks_completed",
            "province_code",
            "completed_by",
            "completed_at",
            postgresql_where=DONE,
            sqlite_where=DONE,
        ),
        Index(
            "ix_tasks_followed",
            "province_code",
            "completed_by",
            "case_id",
            postgresql_where=FOLLOWED,
            sqlite_where=FOLLOWED,
        ),
        Index(
            "ix_tasks_awaits_papers",
            "province_code",
            "unit_code",
            "case_id",
            postgresql_where=AWAITS_PAPERS,
            sqlite_where=AWAITS_PAPERS,
        ),
        Index("ix_tasks_unit", "province_code", "unit_code", "case_id"),
    )

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    case_id: Mapped[str] = mapped_column(Key)
    element_id: Mapped[str]
    name: Mapped[str]
    act: Mapped[str | None] = mapped_column(Code)
    unit_code: Mapped[str] = mapped_column(Code)
    position_code: Mapped[str] = mapped_column(Code)
    state: Mapped[str] = mapped_column(Code)
    officer_id: Mapped[str | None] = mapped_column(Key)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hours: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_by: Mapped[str | None] = mapped_column(Key)
    outcome: Mapped[str | None]
    answers: Mapped[dict[str, object] | None] = mapped_column(Json)
    comment: Mapped[str | None] = mapped_column(Text)
    followed: Mapped[bool] = mapped_column(server_default=false())
    """Ended by an officer in a case that still runs: they see where it is now."""
    awaits_papers: Mapped[bool] = mapped_column(server_default=false())
    """The papers of its case are on their way, and its unit did not send them: it may take them."""


class ClockInterval(Base):
    """A stretch in which a clock of the case ran. Append-only; due times are computed from these.

    ``clock`` is answer, case, step, supplement or finance. ``due_at``: of an answer to an online
    filing, once it was given: until when it had to be, by the calendar of that moment.
    """

    __tablename__ = "clock_intervals"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
    )

    province_code: Mapped[str] = province_key()
    case_id: Mapped[str] = mapped_column(Key, primary_key=True)
    clock: Mapped[str] = mapped_column(Code, primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str]
    legal_basis: Mapped[str]
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CodeCounter(Base):
    """The last order number that an agency gave on a local day (decree 118/2025 art. 28)."""

    __tablename__ = "code_counters"
    __table_args__ = (Index("ix_code_counters_day", "day"),)

    agency_code: Mapped[str] = mapped_column(Code, primary_key=True)
    day: Mapped[str] = mapped_column(Code, primary_key=True)
    last: Mapped[int]


class CaseDocument(Base):
    """A file of a case; its bytes lie in the document store under ``digest``.

    ``role`` is ``filed`` (of the dossier), ``request`` (what its owner asked for later),
    ``result`` (of the agency), ``issued`` (a paper of the agency to the applicant), ``minutes`` (of
    a meeting), ``opinion`` (of a unit that was asked) or ``evidence`` (of why it is late); the last
    two are for officers.
    """

    __tablename__ = "case_documents"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        Index("ix_case_documents_case", "province_code", "case_id"),
        Index("ix_case_documents_digest", "digest"),
    )

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    case_id: Mapped[str] = mapped_column(Key)
    role: Mapped[str] = mapped_column(Code)
    component: Mapped[str | None] = mapped_column(Code)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(Code)
    size: Mapped[int]
    media_type: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str]
    code: Mapped[str | None] = mapped_column(String(200))
    """Of a result: its document code (``engine.catalogue.document_codes``)."""
    signed: Mapped[dict[str, object] | None] = mapped_column(Json)
    """Of a result: who signed it (``engine.facts.events_of_work.Signature``)."""
