"""Local rules, what cases took from them, fees, beneficiary accounts, areas."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "areas",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["province_code"], ["provinces.code"], name=op.f("fk_areas_province_code")
        ),
        sa.PrimaryKeyConstraint("province_code", "code", name=op.f("pk_areas")),
    )
    op.create_table(
        "local_rules",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("target", sa.String(length=160), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("lock", Json, nullable=True),
        sa.Column("basis", Json, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("replaces", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=True),
        sa.Column("made_by_name", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("checked_by", sa.String(length=32), nullable=True),
        sa.Column("checked_by_name", sa.String(), nullable=True),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["province_code"], ["provinces.code"], name=op.f("fk_local_rules_province_code")
        ),
        sa.PrimaryKeyConstraint("province_code", "id", name=op.f("pk_local_rules")),
    )
    with op.batch_alter_table("local_rules", schema=None) as batch_op:
        batch_op.create_index(
            "ix_local_rules_state", ["province_code", "state", "kind"], unique=False
        )

    op.create_table(
        "area_units",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.Column("unit_code", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "area_code"],
            ["areas.province_code", "areas.code"],
            name=op.f("fk_area_units_province_code_area_code"),
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "unit_code"],
            ["units.province_code", "units.code"],
            name=op.f("fk_area_units_province_code_unit_code"),
        ),
        sa.PrimaryKeyConstraint(
            "province_code", "area_code", "unit_code", name=op.f("pk_area_units")
        ),
    )
    op.create_table(
        "beneficiary_accounts",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("unit_code", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("bank", sa.String(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["province_code", "unit_code"],
            ["units.province_code", "units.code"],
            name=op.f("fk_beneficiary_accounts_province_code_unit_code"),
        ),
        sa.PrimaryKeyConstraint(
            "province_code", "unit_code", "kind", "valid_from", name=op.f("pk_beneficiary_accounts")
        ),
    )
    op.create_table(
        "rule_events",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("rule_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("data", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "rule_id"],
            ["local_rules.province_code", "local_rules.id"],
            name=op.f("fk_rule_events_province_code_rule_id"),
        ),
        sa.PrimaryKeyConstraint("province_code", "rule_id", "seq", name=op.f("pk_rule_events")),
    )
    op.create_table(
        "rule_periods",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("rule_id", sa.String(length=32), nullable=False),
        sa.Column("since_epoch", sa.Integer(), nullable=False),
        sa.Column("until_epoch", sa.Integer(), nullable=True),
        sa.Column("known_from", UtcDateTime(), nullable=False),
        sa.Column("known_to", UtcDateTime(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("target", sa.String(length=160), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("lock", Json, nullable=True),
        sa.Column("basis", Json, nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "rule_id"],
            ["local_rules.province_code", "local_rules.id"],
            name=op.f("fk_rule_periods_province_code_rule_id"),
        ),
        sa.PrimaryKeyConstraint(
            "province_code", "rule_id", "since_epoch", name=op.f("pk_rule_periods")
        ),
    )
    with op.batch_alter_table("rule_periods", schema=None) as batch_op:
        batch_op.create_index(
            "ix_rule_periods_scope",
            ["province_code", "target", "place", "valid_from"],
            unique=False,
        )

    op.create_table(
        "case_fees",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("computed_at", UtcDateTime(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=False),
        sa.Column("full", sa.Numeric(precision=14, scale=0), nullable=False),
        sa.Column("exempted", sa.Numeric(precision=14, scale=0), nullable=False),
        sa.Column("due", sa.Numeric(precision=14, scale=0), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("explained", sa.String(), nullable=False),
        sa.Column("rules", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "case_id"],
            ["cases.province_code", "cases.id"],
            name=op.f("fk_case_fees_province_code_case_id"),
        ),
        sa.PrimaryKeyConstraint(
            "province_code", "case_id", "computed_at", "item", name=op.f("pk_case_fees")
        ),
    )
    op.create_table(
        "case_rules",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("taken_at", UtcDateTime(), nullable=False),
        sa.Column("moment", sa.String(length=64), nullable=False),
        sa.Column("rule_id", sa.String(length=32), nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("valid_day", sa.Date(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "case_id"],
            ["cases.province_code", "cases.id"],
            name=op.f("fk_case_rules_province_code_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "rule_id"],
            ["local_rules.province_code", "local_rules.id"],
            name=op.f("fk_case_rules_province_code_rule_id"),
        ),
        sa.PrimaryKeyConstraint(
            "province_code",
            "case_id",
            "kind",
            "element",
            "slot",
            "taken_at",
            name=op.f("pk_case_rules"),
        ),
    )
    with op.batch_alter_table("case_rules", schema=None) as batch_op:
        batch_op.create_index("ix_case_rules_rule", ["province_code", "rule_id"], unique=False)

    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rules", Json, server_default="{}", nullable=False))
