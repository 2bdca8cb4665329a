"""What people tell the authorities about how things are handled, and what was done about it."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Key, UtcDateTime, province_key

WAITING = text("due_at IS NOT NULL")


class Petition(Base):
    """A petition as it stands. ``code`` is its sender's key to it; ``about_case`` a case's code.

    ``due_at``: until when the unit does what comes next, if anything does. ``shown_content`` and
    ``shown_answer`` are what is published: without personal data.
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
