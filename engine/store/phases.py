"""The phases of cases that are over: each with when it began, was due and ended. Only added."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Key, UtcDateTime, province_key

LATE = text("ended_at > due_at")


class CasePhase(Base):
    """A part of the work with a receive and a due time of its own, once it is over."""

    __tablename__ = "case_phases"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        Index(
            "ix_case_phases_late",
            "province_code",
            "ended_at",
            postgresql_where=LATE,
            sqlite_where=LATE,
        ),
    )

    province_code: Mapped[str] = province_key()
    case_id: Mapped[str] = mapped_column(Key, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)
