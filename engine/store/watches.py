"""Which cases people watch."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Key, UtcDateTime, province_key


class CaseWatch(Base):
    """An officer watches a case from ``since``; up to its event ``seen_seq`` they have seen it.

    ``seen_at``: when they last opened its file, or began to watch it.
    """

    __tablename__ = "case_watches"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        Index("ix_case_watches_account", "province_code", "account_id"),
    )

    province_code: Mapped[str] = province_key()
    case_id: Mapped[str] = mapped_column(Key, primary_key=True)
    account_id: Mapped[str] = mapped_column(Key, primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_seq: Mapped[int]
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
