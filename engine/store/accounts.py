"""Who may sign in."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Key, UtcDateTime


class Account(Base):
    """A way to sign in: a citizen, or an officer of a province."""

    __tablename__ = "accounts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "officer_id"], ["officers.province_code", "officers.id"]
        ),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    kind: Mapped[str] = mapped_column(Code)
    full_name: Mapped[str]
    honorific: Mapped[str | None]
    province_code: Mapped[str | None] = mapped_column(Code)
    officer_id: Mapped[str | None] = mapped_column(Key)
    identity_number: Mapped[str | None] = mapped_column(Code)
    phone: Mapped[str | None] = mapped_column(Code)
    demo: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
