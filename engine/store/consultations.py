"""Opinions that other units are asked for beside the steps of a case."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Key, UtcDateTime, province_key

UNANSWERED = text("answered_at IS NULL")


class Consultation(Base):
    """A unit is asked for its opinion until ``due_at``. What was asked and said tells the audit.

    ``manner`` is ``electronic`` or ``paper``; ``answered_at``: when it was answered or called off;
    ``late_told_at``: when the head of the centre was
    told that no answer came in time.
    """

    __tablename__ = "consultations"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        Index("ix_consultations_case", "province_code", "case_id"),
        Index(
            "ix_consultations_open",
            "province_code",
            "unit_code",
            "due_at",
            postgresql_where=UNANSWERED,
            sqlite_where=UNANSWERED,
        ),
    )

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    case_id: Mapped[str] = mapped_column(Key)
    unit_code: Mapped[str] = mapped_column(Code)
    manner: Mapped[str] = mapped_column(Code)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    late_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
