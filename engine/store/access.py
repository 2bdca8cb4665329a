"""Rights that are given beside posts, and what waits for a second person."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Json, Key, UtcDateTime, province_key


class AccessGrant(Base):
    """An officer has a role in a unit and all below it, from a day up to, not including, another.

    At most one of ``procedure_code`` and ``sector`` narrows it. Who gave and who confirmed it is in
    the record of the configuration.
    """

    __tablename__ = "access_grants"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "officer_id"], ["officers.province_code", "officers.id"]
        ),
        ForeignKeyConstraint(["province_code", "unit_code"], ["units.province_code", "units.code"]),
        Index("ix_access_grants_officer", "province_code", "officer_id"),
    )

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    officer_id: Mapped[str] = mapped_column(Key)
    role: Mapped[str] = mapped_column(Code)
    unit_code: Mapped[str] = mapped_column(Code)
    procedure_code: Mapped[str | None] = mapped_column(Code)
    sector: Mapped[str | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    basis: Mapped[str]
    """The paper that gives it: number, day."""


class AwaitingConfirmation(Base):
    """A post or a desk that signs, or a role, that one person gave and another has not confirmed.

    Or the work of a desk that signs, which is to go to another: then nobody is named. Nothing
    follows from it. ``subject`` names the table that gets the row of ``content`` then.
    """

    __tablename__ = "awaiting_confirmation"
    __table_args__ = (ForeignKeyConstraint(["province_code"], ["provinces.code"]),)

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    subject: Mapped[str] = mapped_column(Code)
    officer_id: Mapped[str | None] = mapped_column(Key)
    unit_code: Mapped[str] = mapped_column(Code)
    content: Mapped[dict[str, object]] = mapped_column(Json)
    proposed_by: Mapped[str] = mapped_column(Key)
    proposed_name: Mapped[str]
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SystemToken(Base):
    """An outside system reads as a role in a unit and all below it, between two days.

    One person asks for it, another lets it be and is shown the secret, of which only the hash is
    kept; until then it is empty. ``used_at`` is about when it was used last.
    """

    __tablename__ = "system_tokens"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "unit_code"], ["units.province_code", "units.code"]),
        Index("ix_system_tokens_secret_hash", "secret_hash"),
    )

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(Code)
    unit_code: Mapped[str] = mapped_column(Code)
    procedure_code: Mapped[str | None] = mapped_column(Code)
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    basis: Mapped[str]
    """The paper by which the province lets it: number, day."""
    proposed_by: Mapped[str] = mapped_column(Key)
    proposed_name: Mapped[str]
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_name: Mapped[str | None]
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    secret_hash: Mapped[str] = mapped_column(Code)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
