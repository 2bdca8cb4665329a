"""Work for later: timers of running cases, and what outside systems must be told."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Json, Key, UtcDateTime, province_key

PENDING = text("done_at IS NULL")
WAITING = text("due_at IS NOT NULL AND incident_id IS NULL")
UNRESOLVED = text("resolved_at IS NULL")


class Timer(Base):
    """A BPMN timer of a case; found by ``due_at``, never by loading cases.

    ``due_at`` is ``None`` when the timer runs no more: fired, cancelled, or parked with the case's
    clock (what is left of it is in the state). ``incident_id`` names the incident that holds it.
    """

    __tablename__ = "timers"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        Index("ix_timers_due", "due_at", "case_id", postgresql_where=WAITING, sqlite_where=WAITING),
    )

    province_code: Mapped[str] = province_key()
    case_id: Mapped[str] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    element_id: Mapped[str]
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    incident_id: Mapped[str | None] = mapped_column(Key)


class Incident(Base):
    """What kept the engine from going on with a case, until somebody mends the cause.

    ``element_id`` is where in the diagram, ``code`` the refusal, ``message`` its Vietnamese words.
    """

    __tablename__ = "incidents"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        Index(
            "ix_incidents_open",
            "province_code",
            "at",
            postgresql_where=UNRESOLVED,
            sqlite_where=UNRESOLVED,
        ),
    )

    province_code: Mapped[str] = province_key()
    case_id: Mapped[str] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    element_id: Mapped[str | None]
    element_name: Mapped[str | None]
    code: Mapped[str] = mapped_column(Code)
    message: Mapped[str] = mapped_column(Text)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by: Mapped[str | None]


class OutboxMessage(Base):
    """What the world must be told of a case, written in the transaction of the act."""

    __tablename__ = "outbox"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        Index("ix_outbox_pending", "next_try_at", postgresql_where=PENDING, sqlite_where=PENDING),
    )

    province_code: Mapped[str] = province_key()
    case_id: Mapped[str] = mapped_column(Key, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(Code)
    payload: Mapped[dict[str, object]] = mapped_column(Json)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class IdempotencyKey(Base):
    """The answer already given to a request key, kept in the transaction of the act."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index("ix_idempotency_keys_created_at", "created_at"),)

    account_id: Mapped[str] = mapped_column(Key, primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[str]
    status: Mapped[int]
    answer: Mapped[dict[str, object]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class JobTurn(Base):
    """Until when a job that one worker does for all is taken; of several only one takes it."""

    __tablename__ = "job_turns"

    job: Mapped[str] = mapped_column(Code, primary_key=True)
    taken_until: Mapped[datetime] = mapped_column(UtcDateTime)
