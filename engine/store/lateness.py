"""Why cases are late, as their units say it and the technical department confirms it."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Key, UtcDateTime, province_key

WAITING = text("state = 'claimed'")


class LatenessCause(Base):
    """The cause of a late case as it stands now; how it came to that tells the audit.

    ``state``: ``stated`` (counts as it was said), ``claimed`` (waits for its confirmation),
    ``confirmed`` or ``rejected``. ``decided_at``: when it was confirmed or rejected.
    """

    __tablename__ = "lateness_causes"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        Index(
            "ix_lateness_causes_waiting",
            "province_code",
            "claimed_at",
            postgresql_where=WAITING,
            sqlite_where=WAITING,
        ),
    )

    province_code: Mapped[str] = province_key()
    case_id: Mapped[str] = mapped_column(Key, primary_key=True)
    cause: Mapped[str] = mapped_column(Code)
    state: Mapped[str] = mapped_column(Code)
    unit_code: Mapped[str] = mapped_column(Code)
    claimed_by: Mapped[str] = mapped_column(Key)
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
