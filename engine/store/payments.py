"""Money of a case: what was asked for, paid and given back."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Key, UtcDateTime, province_key

TERMED = text("until IS NOT NULL")
REFERRED = text("reference_key IS NOT NULL")


class Payment(Base):
    """One record in đồng; append-only: a wrong one is cancelled by another row.

    ``kind`` is ``asked``, ``paid``, ``refunded``, ``returned`` (given back, charged again) or
    ``cancelled`` (then ``corrects`` names the row that counts no more). ``number``: of its slip, of
    a cancellation that of the slip that was wrong. ``means``: ``cash``, ``transfer``, ``terminal``
    or ``other``; ``recorded_by``: an account. ``reference_key``: the reference as it is compared.
    ``until``: when a case that was asked and paid nothing is closed.
    """

    __tablename__ = "payments"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        Index("ix_payments_case", "province_code", "case_id"),
        Index(
            "ix_payments_reference",
            "province_code",
            "reference_key",
            postgresql_where=REFERRED,
            sqlite_where=REFERRED,
        ),
        Index("ix_payments_until", "until", postgresql_where=TERMED, sqlite_where=TERMED),
    )

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    case_id: Mapped[str] = mapped_column(Key)
    kind: Mapped[str] = mapped_column(Code)
    number: Mapped[str] = mapped_column(Code)
    amount: Mapped[int] = mapped_column(BigInteger)
    means: Mapped[str | None] = mapped_column(Code)
    reference: Mapped[str | None]
    reference_key: Mapped[str | None] = mapped_column(String(64))
    corrects: Mapped[str | None] = mapped_column(Key)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str | None] = mapped_column(Key)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LoneTransaction(Base):
    """A transaction of a bank or a terminal that counts once, in one case: what only the database
    can hold when two counters record it at one instant. Gone when its record is cancelled.

    ``transaction``: its means, a slash and its number as it is compared; ``payment``: the record,
    which is written at the end of the same act.
    """

    __tablename__ = "lone_transactions"

    province_code: Mapped[str] = province_key()
    transaction: Mapped[str] = mapped_column(String(80), primary_key=True)
    payment: Mapped[str] = mapped_column(Key)
