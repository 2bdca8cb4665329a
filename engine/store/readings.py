"""Who opened whose case."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Key, UtcDateTime, province_key


class CaseReading(Base):
    """An officer opened the full file of a case, or a file in it, on a day: the first time.

    ``reader`` is their name, ``held_as`` the posts they held then.
    """

    __tablename__ = "case_readings"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
    )

    province_code: Mapped[str] = province_key()
    case_id: Mapped[str] = mapped_column(Key, primary_key=True)
    account_id: Mapped[str] = mapped_column(Key, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reader: Mapped[str]
    held_as: Mapped[str]
