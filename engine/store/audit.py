"""The append-only record of what happened to a case."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Key, UtcDateTime, province_key

OVERSEEN = text("kind IN ('case_suspended', 'case_stopped', 'supplement_overridden')")
"""What stands on the list for oversight (requirement R-32)."""

PAPERS_LOST = text("kind = 'papers_lost'")
"""By which the list of papers that are lost still is found (decree 118/2025 art. 23.2)."""


class CaseEvent(Base):
    """One event; ``hash`` covers the previous event's hash and the stored bytes of ``body``."""

    __tablename__ = "case_events"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        Index("ix_case_events_at", "at"),
        Index(
            "ix_case_events_overseen",
            "province_code",
            "at",
            postgresql_where=OVERSEEN,
            sqlite_where=OVERSEEN,
        ),
        Index(
            "ix_case_events_papers_lost",
            "province_code",
            "at",
            postgresql_where=PAPERS_LOST,
            sqlite_where=PAPERS_LOST,
        ),
    )

    province_code: Mapped[str] = province_key()
    case_id: Mapped[str] = mapped_column(Key, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(Code)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
