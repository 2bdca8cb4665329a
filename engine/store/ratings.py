"""What applicants think of how their cases were handled."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Json, Key, UtcDateTime, province_key


class Rating(Base):
    """The one rating of a case, as it was given last; it counts for ``unit_code``.

    ``answers``: question → score. The audit vouches for a row by its digest and says none of it:
    who works on the case is not to read what its applicant thinks of them.
    """

    __tablename__ = "ratings"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        Index("ix_ratings_unit", "province_code", "unit_code", "rated_at"),
    )

    province_code: Mapped[str] = province_key()
    case_id: Mapped[str] = mapped_column(Key, primary_key=True)
    unit_code: Mapped[str] = mapped_column(Code)
    score: Mapped[str] = mapped_column(Code)
    answers: Mapped[dict[str, Any]] = mapped_column(Json)
    words: Mapped[str | None] = mapped_column(Text)
    rated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
