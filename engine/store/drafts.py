"""Forms that are being filled in: nobody's business but the person's who fills them in."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Json, Key, UtcDateTime


class FormDraft(Base):
    """A form as it was last typed, not sent. ``id`` is the form's one-use key.

    ``target`` is what it is about: a procedure's code, or a task's id. ``files`` name bytes in the
    document store by their digest. ``province_code`` is ``None`` where the form has no province.
    """

    __tablename__ = "form_drafts"
    __table_args__ = (Index("ix_form_drafts_saved_at", "saved_at"),)

    account_id: Mapped[str] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    province_code: Mapped[str | None] = mapped_column(Code)
    kind: Mapped[str] = mapped_column(Code)
    target: Mapped[str]
    title: Mapped[str]
    address: Mapped[str]
    answers: Mapped[dict[str, list[str]]] = mapped_column(Json)
    files: Mapped[list[dict[str, object]]] = mapped_column(Json)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
