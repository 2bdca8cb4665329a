"""What people tell the authorities about how things are handled, and what was done about it."""

from datetime import datetime

from sqlalchemy import (
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Json, Key, UtcDateTime, province_key

PENDING = text("done_at IS NULL")
WAITING = text("due_at IS NOT NULL")


class Petition(Base):
    """A petition as it stands. ``code`` is its sender's key to it; ``about_case`` a case's code.

    ``due_at``: until when the unit does what comes next, if anything does. ``shown_content`` and
    ``shown_answer`` are what is published: without personal data. ``event_seq`` and ``event_hash``:
    the last event of its chain; 0 for one from before there was any.
    """

    __tablename__ = "petitions"
    __table_args__ = (
        UniqueConstraint("code"),
        Index(
            "ix_petitions_due",
            "province_code",
            "due_at",
            postgresql_where=WAITING,
            sqlite_where=WAITING,
        ),
        Index("ix_petitions_published", "province_code", "published_at"),
    )

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(Code)
    kind: Mapped[str] = mapped_column(Code)
    state: Mapped[str] = mapped_column(Code)
    unit_code: Mapped[str] = mapped_column(Code)
    about_case: Mapped[str | None] = mapped_column(Code)
    person_name: Mapped[str | None]
    contact: Mapped[str | None]
    content: Mapped[str] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    shown_content: Mapped[str | None] = mapped_column(Text)
    shown_answer: Mapped[str | None] = mapped_column(Text)
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    event_seq: Mapped[int]
    event_hash: Mapped[bytes] = mapped_column(LargeBinary)


class PetitionStep(Base):
    """What happened to a petition, append-only: by whom, with which words, in time or late."""

    __tablename__ = "petition_steps"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "petition_id"], ["petitions.province_code", "petitions.id"]
        ),
    )

    province_code: Mapped[str] = province_key()
    petition_id: Mapped[str] = mapped_column(Key, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(Code)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str]
    words: Mapped[str | None] = mapped_column(Text)
    late: Mapped[bool]


class PetitionEvent(Base):
    """One event of a petition, chained as those of a case are (``engine.audit``)."""

    __tablename__ = "petition_events"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "petition_id"], ["petitions.province_code", "petitions.id"]
        ),
        Index("ix_petition_events_at", "at"),
    )

    province_code: Mapped[str] = province_key()
    petition_id: Mapped[str] = mapped_column(Key, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(Code)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class PetitionMessage(Base):
    """What the world must be told of a petition; ``seq`` is that of the event it tells of."""

    __tablename__ = "petition_outbox"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "petition_id"], ["petitions.province_code", "petitions.id"]
        ),
        Index(
            "ix_petition_outbox_pending",
            "next_try_at",
            postgresql_where=PENDING,
            sqlite_where=PENDING,
        ),
    )

    province_code: Mapped[str] = province_key()
    petition_id: Mapped[str] = mapped_column(Key, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    topic: Mapped[str] = mapped_column(Code)
    payload: Mapped[dict[str, object]] = mapped_column(Json)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
