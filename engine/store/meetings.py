"""Inspections and meetings that applicants are invited to."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Key, UtcDateTime, province_key

UNRECORDED = text("recorded_at IS NULL")


class Meeting(Base):
    """The unit invites to ``meets_at``. Where, about what and what came of it tells the audit.

    ``number`` is that of the invitation, ``recorded_at`` when its minutes were recorded.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        Index("ix_meetings_case", "province_code", "case_id"),
        Index(
            "ix_meetings_open",
            "province_code",
            "unit_code",
            "meets_at",
            postgresql_where=UNRECORDED,
            sqlite_where=UNRECORDED,
        ),
    )

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    case_id: Mapped[str] = mapped_column(Key)
    unit_code: Mapped[str] = mapped_column(Code)
    number: Mapped[str] = mapped_column(Code)
    meets_at: Mapped[datetime] = mapped_column(UtcDateTime)
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
