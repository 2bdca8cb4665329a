"""Guidance at a counter before there is a dossier: what was said, to whom, on which slip."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Key, UtcDateTime, province_key


class Guidance(Base):
    """A slip that was given out without a dossier. ``kind`` is ``guide`` or ``refuse``.

    Append-only; ``basis`` is the law of a refusal.
    """

    __tablename__ = "guidance"
    __table_args__ = (Index("ix_guidance_unit", "province_code", "unit_code", "given_at"),)

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(Code)
    number: Mapped[str]
    procedure_code: Mapped[str] = mapped_column(Code)
    unit_code: Mapped[str] = mapped_column(Code)
    officer_id: Mapped[str] = mapped_column(Key)
    officer_name: Mapped[str]
    person_name: Mapped[str]
    content: Mapped[str] = mapped_column(Text)
    basis: Mapped[str | None] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
