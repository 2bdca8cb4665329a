"""Local rules: what they say, when they applied, when that was known, and what cases took."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    Numeric,
    String,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from engine.store.base import Base, Code, Json, Key, UtcDateTime, province_key

ScopeKey = String(160)
"""``*``, or what a scope is narrowed to: ``procedure:…``, ``sector:…``, ``unit:…``, ``area:…``."""

PAPER = "basis ->> 'number'"
"""The number of the paper that a rule rests on; written out, so that its index is known by it."""

UNDECIDED = ("draft", "submitted")
"""States of rules that nobody has approved."""


class LocalRule(Base):
    """A rule as its maker wrote it. ``state`` is draft, submitted, approved, ended or discarded.

    Valid from ``valid_from`` up to, not including, ``valid_to``. Rows are never deleted, and from
    the submission on their content never changes; ending an approved rule early changes its
    periods, not this row's dates. ``level`` is the issuer's: province or unit.

    ``end_day`` and what stands beside it are there only while an early end waits for its checker:
    the first day without the rule, why, on what legal basis if one is cited, who proposed it.

    Rules of one ``decision`` (the id of the first) were entered together under one legal basis,
    such as a cut limit with the hours of its steps: they are submitted, sent back, approved and
    dropped together.
    """

    __tablename__ = "local_rules"
    __table_args__ = (
        ForeignKeyConstraint(["province_code"], ["provinces.code"]),
        Index("ix_local_rules_state", "province_code", "state", "kind"),
        Index(
            "ix_local_rules_end",
            "province_code",
            "id",
            postgresql_where=text("end_day IS NOT NULL"),
            sqlite_where=text("end_day IS NOT NULL"),
        ),
        Index(
            "ix_local_rules_decision",
            "province_code",
            "decision",
            postgresql_where=text("decision IS NOT NULL"),
            sqlite_where=text("decision IS NOT NULL"),
        ),
        Index(
            "ix_local_rules_undecided",
            "province_code",
            "state",
            postgresql_where=text("state IN ('draft', 'submitted')"),
            sqlite_where=text("state IN ('draft', 'submitted')"),
        ),
        Index("ix_local_rules_scope", "province_code", "target", "place"),
        Index("ix_local_rules_place", "province_code", "place"),
        Index("ix_local_rules_paper", "province_code", text(f"({PAPER})")),
        Index(
            "ix_local_rules_begins",
            "province_code",
            "valid_from",
            postgresql_where=text("state = 'approved'"),
            sqlite_where=text("state = 'approved'"),
        ),
    )

    province_code: Mapped[str] = province_key()
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(Code)
    target: Mapped[str] = mapped_column(ScopeKey)
    place: Mapped[str] = mapped_column(ScopeKey)
    element: Mapped[str]
    slot: Mapped[str]
    value: Mapped[dict[str, object]] = mapped_column(Json)
    lock: Mapped[dict[str, object] | None] = mapped_column(Json)
    basis: Mapped[dict[str, object]] = mapped_column(Json)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    level: Mapped[str] = mapped_column(Code)
    replaces: Mapped[str | None] = mapped_column(Key)
    decision: Mapped[str | None] = mapped_column(Key)
    state: Mapped[str] = mapped_column(Code)
    made_by: Mapped[str | None] = mapped_column(Key)
    made_by_name: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_by: Mapped[str | None] = mapped_column(Key)
    checked_by_name: Mapped[str | None]
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_day: Mapped[date | None]
    end_reason: Mapped[str | None]
    end_basis: Mapped[dict[str, object] | None] = mapped_column(Json)
    end_by: Mapped[str | None] = mapped_column(Key)
    end_by_name: Mapped[str | None]
    end_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RulePeriod(Base):
    """A stretch of days on which an approved rule applies, as believed from one epoch to another.

    Two times: valid (days) and known (the province's epoch, with the moment beside it). A row is
    only ever closed (``until_epoch``, ``known_to``), never changed or deleted. It repeats what the
    rule says, so that all candidates of a case come from one indexed read.
    """

    __tablename__ = "rule_periods"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "rule_id"], ["local_rules.province_code", "local_rules.id"]
        ),
        Index("ix_rule_periods_scope", "province_code", "target", "place", "valid_from"),
        Index(
            "ix_rule_periods_ends",
            "province_code",
            "valid_to",
            postgresql_where=text("until_epoch IS NULL AND valid_to IS NOT NULL"),
            sqlite_where=text("until_epoch IS NULL AND valid_to IS NOT NULL"),
        ),
    )

    province_code: Mapped[str] = province_key()
    rule_id: Mapped[str] = mapped_column(Key, primary_key=True)
    since_epoch: Mapped[int] = mapped_column(primary_key=True)
    until_epoch: Mapped[int | None]
    known_from: Mapped[datetime] = mapped_column(UtcDateTime)
    known_to: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    kind: Mapped[str] = mapped_column(Code)
    target: Mapped[str] = mapped_column(ScopeKey)
    place: Mapped[str] = mapped_column(ScopeKey)
    element: Mapped[str]
    slot: Mapped[str]
    value: Mapped[dict[str, object]] = mapped_column(Json)
    lock: Mapped[dict[str, object] | None] = mapped_column(Json)
    basis: Mapped[dict[str, object]] = mapped_column(Json)
    level: Mapped[str] = mapped_column(Code)


class RuleEvent(Base):
    """What was done with a rule, append-only: drafted, changed, submitted, approved, applied …"""

    __tablename__ = "rule_events"
    __table_args__ = (
        ForeignKeyConstraint(
            ["province_code", "rule_id"], ["local_rules.province_code", "local_rules.id"]
        ),
    )

    province_code: Mapped[str] = province_key()
    rule_id: Mapped[str] = mapped_column(Key, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str] = mapped_column(Code)
    account_id: Mapped[str | None] = mapped_column(Key)
    name: Mapped[str]
    data: Mapped[dict[str, object]] = mapped_column(Json)


class CaseRule(Base):
    """A value that a case took from a rule: append-only, the newest row of a slot counts.

    ``valid_day`` and ``epoch`` are the two times under which it was resolved. ``moment`` is
    submission, reception, channel_change or applied (to a running case).
    """

    __tablename__ = "case_rules"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
        ForeignKeyConstraint(
            ["province_code", "rule_id"], ["local_rules.province_code", "local_rules.id"]
        ),
        Index("ix_case_rules_rule", "province_code", "rule_id"),
    )

    province_code: Mapped[str] = province_key()
    case_id: Mapped[str] = mapped_column(Key, primary_key=True)
    kind: Mapped[str] = mapped_column(Code, primary_key=True)
    element: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    moment: Mapped[str] = mapped_column(Code)
    rule_id: Mapped[str] = mapped_column(Key)
    value: Mapped[dict[str, object]] = mapped_column(Json)
    valid_day: Mapped[date]
    epoch: Mapped[int]


class CaseFee(Base):
    """A fee of a case in đồng: the full rate, what was let off and why, what is due.

    Append-only: the rows of the newest ``computed_at`` count, older ones show an earlier channel.
    """

    __tablename__ = "case_fees"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "case_id"], ["cases.province_code", "cases.id"]),
    )

    province_code: Mapped[str] = province_key()
    case_id: Mapped[str] = mapped_column(Key, primary_key=True)
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    item: Mapped[str] = mapped_column(Code, primary_key=True)
    kind: Mapped[str] = mapped_column(Code)
    channel: Mapped[str] = mapped_column(Code)
    full: Mapped[Decimal] = mapped_column(Numeric(14, 0))
    exempted: Mapped[Decimal] = mapped_column(Numeric(14, 0))
    due: Mapped[Decimal] = mapped_column(Numeric(14, 0))
    basis: Mapped[str]
    explained: Mapped[str]
    rules: Mapped[list[str]] = mapped_column(Json)


class BeneficiaryAccount(Base):
    """The account that receives a unit's fees; ``kind`` is phi, le_phi or both.

    Valid from ``valid_from`` up to, not including, ``valid_to``.
    """

    __tablename__ = "beneficiary_accounts"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "unit_code"], ["units.province_code", "units.code"]),
    )

    province_code: Mapped[str] = province_key()
    unit_code: Mapped[str] = mapped_column(Code, primary_key=True)
    kind: Mapped[str] = mapped_column(Code, primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    bank: Mapped[str]
    number: Mapped[str] = mapped_column(Code)
    name: Mapped[str]
    source: Mapped[str | None] = mapped_column(Code)


class Area(Base):
    """A set of units that rules may name and that is no level of government."""

    __tablename__ = "areas"
    __table_args__ = (ForeignKeyConstraint(["province_code"], ["provinces.code"]),)

    province_code: Mapped[str] = province_key()
    code: Mapped[str] = mapped_column(Code, primary_key=True)
    name: Mapped[str]
    source: Mapped[str | None] = mapped_column(Code)


class AreaUnit(Base):
    """A unit belongs to an area."""

    __tablename__ = "area_units"
    __table_args__ = (
        ForeignKeyConstraint(["province_code", "area_code"], ["areas.province_code", "areas.code"]),
        ForeignKeyConstraint(["province_code", "unit_code"], ["units.province_code", "units.code"]),
    )

    province_code: Mapped[str] = province_key()
    area_code: Mapped[str] = mapped_column(Code, primary_key=True)
    unit_code: Mapped[str] = mapped_column(Code, primary_key=True)


def undecided() -> ColumnElement[bool]:
    """The rules that nobody has approved; written out, so that the index of those is known."""
    return LocalRule.state.in_([literal_column(f"'{one}'") for one in UNDECIDED])
