"""Calendars, substitutes, focal persons, successions, the registers of the catalogue."""

import sqlalchemy as sa
from alembic import op

from engine.store.base import Json, UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, widen the old ones, move each province's calendar to its own row."""
    _organisation()
    _catalogue()
    _columns()
    _calendars()
    _usernames()


def _organisation() -> None:
    op.create_table(
        "calendars",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("data", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code"], ["provinces.code"], name=op.f("fk_calendars_province_code")
        ),
        sa.PrimaryKeyConstraint("province_code", "code", name=op.f("pk_calendars")),
    )
    op.create_table(
        "substitutions",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit_code", sa.String(length=64), nullable=False),
        sa.Column("position_code", sa.String(length=64), nullable=False),
        sa.Column("absent_id", sa.String(length=32), nullable=True),
        sa.Column("officer_id", sa.String(length=32), nullable=False),
        sa.Column("manner", sa.String(length=64), nullable=False),
        sa.Column("procedure_code", sa.String(length=64), nullable=True),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "absent_id"],
            ["officers.province_code", "officers.id"],
            name=op.f("fk_substitutions_province_code_absent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "officer_id"],
            ["officers.province_code", "officers.id"],
            name=op.f("fk_substitutions_province_code_officer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "position_code"],
            ["positions.province_code", "positions.code"],
            name=op.f("fk_substitutions_province_code_position_code"),
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "unit_code"],
            ["units.province_code", "units.code"],
            name=op.f("fk_substitutions_province_code_unit_code"),
        ),
        sa.PrimaryKeyConstraint("province_code", "id", name=op.f("pk_substitutions")),
    )
    op.create_index(
        "ix_substitutions_desk", "substitutions", ["province_code", "unit_code", "position_code"]
    )
    op.create_index(
        "ix_substitutions_officer", "substitutions", ["province_code", "officer_id", "valid_from"]
    )

    op.create_table(
        "focal_persons",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("unit_code", sa.String(length=64), nullable=False),
        sa.Column("officer_id", sa.String(length=32), nullable=False),
        sa.Column("duty", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["province_code", "officer_id"],
            ["officers.province_code", "officers.id"],
            name=op.f("fk_focal_persons_province_code_officer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "unit_code"],
            ["units.province_code", "units.code"],
            name=op.f("fk_focal_persons_province_code_unit_code"),
        ),
        sa.PrimaryKeyConstraint(
            "province_code",
            "unit_code",
            "officer_id",
            "duty",
            "valid_from",
            name=op.f("pk_focal_persons"),
        ),
    )
    op.create_table(
        "unit_successions",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("old_code", sa.String(length=64), nullable=False),
        sa.Column("new_code", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "new_code"],
            ["units.province_code", "units.code"],
            name=op.f("fk_unit_successions_province_code_new_code"),
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "old_code"],
            ["units.province_code", "units.code"],
            name=op.f("fk_unit_successions_province_code_old_code"),
        ),
        sa.PrimaryKeyConstraint(
            "province_code", "old_code", "new_code", "day", name=op.f("pk_unit_successions")
        ),
    )
    op.create_table(
        "configuration_changes",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("account_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("before", Json, nullable=True),
        sa.Column("after", Json, nullable=True),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["provinces.code"],
            name=op.f("fk_configuration_changes_province_code"),
        ),
        sa.PrimaryKeyConstraint(
            "province_code", "epoch", "seq", name=op.f("pk_configuration_changes")
        ),
    )
    op.create_index(
        "ix_configuration_changes_subject",
        "configuration_changes",
        ["province_code", "subject", "subject_key"],
    )


def _catalogue() -> None:
    op.create_table(
        "legal_bases",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["province_code"], ["provinces.code"], name=op.f("fk_legal_bases_province_code")
        ),
        sa.PrimaryKeyConstraint("province_code", "number", name=op.f("pk_legal_bases")),
    )
    op.create_table(
        "procedure_imports",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("columns", Json, nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("rows", Json, nullable=False),
        sa.Column("diff_digest", sa.String(length=64), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("accepted_by", sa.String(), nullable=True),
        sa.Column("accepted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["province_code"], ["provinces.code"], name=op.f("fk_procedure_imports_province_code")
        ),
        sa.PrimaryKeyConstraint("province_code", "id", name=op.f("pk_procedure_imports")),
    )
    op.create_table(
        "result_types",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code"], ["provinces.code"], name=op.f("fk_result_types_province_code")
        ),
        sa.PrimaryKeyConstraint("province_code", "code", name=op.f("pk_result_types")),
    )
    op.create_table(
        "sectors",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("unit_code", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["province_code"], ["provinces.code"], name=op.f("fk_sectors_province_code")
        ),
        sa.PrimaryKeyConstraint("province_code", "name", name=op.f("pk_sectors")),
    )
    op.create_table(
        "procedure_documents",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("procedure_code", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("originals", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["province_code", "procedure_code"],
            ["procedures.province_code", "procedures.code"],
            name=op.f("fk_procedure_documents_province_code_procedure_code"),
        ),
        sa.PrimaryKeyConstraint(
            "province_code", "procedure_code", "code", name=op.f("pk_procedure_documents")
        ),
    )
    op.create_table(
        "procedure_fees",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("procedure_code", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=64), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("legal_basis", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "legal_basis"],
            ["legal_bases.province_code", "legal_bases.number"],
            name=op.f("fk_procedure_fees_province_code_legal_basis"),
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "procedure_code"],
            ["procedures.province_code", "procedures.code"],
            name=op.f("fk_procedure_fees_province_code_procedure_code"),
        ),
        sa.PrimaryKeyConstraint(
            "province_code", "procedure_code", "code", "valid_from", name=op.f("pk_procedure_fees")
        ),
    )
    op.create_table(
        "procedure_results",
        sa.Column("province_code", sa.String(length=64), nullable=False),
        sa.Column("procedure_code", sa.String(length=64), nullable=False),
        sa.Column("result_code", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["province_code", "procedure_code"],
            ["procedures.province_code", "procedures.code"],
            name=op.f("fk_procedure_results_province_code_procedure_code"),
        ),
        sa.ForeignKeyConstraint(
            ["province_code", "result_code"],
            ["result_types.province_code", "result_types.code"],
            name=op.f("fk_procedure_results_province_code_result_code"),
        ),
        sa.PrimaryKeyConstraint(
            "province_code", "procedure_code", "result_code", name=op.f("pk_procedure_results")
        ),
    )


def _columns() -> None:
    # The defaults fill the rows that are there; every new row names its own values.
    for table, column in (
        ("appointments", sa.Column("title", sa.String())),
        ("officers", sa.Column("username", sa.String(64), nullable=False, server_default="")),
        ("officers", sa.Column("phone", sa.String(64))),
        ("officers", sa.Column("email", sa.String())),
        ("positions", sa.Column("unit_kinds", Json, nullable=False, server_default="[]")),
        ("procedures", sa.Column("unit_code", sa.String(64))),
        ("procedures", sa.Column("online_level", sa.String(64))),
        ("procedures", sa.Column("full_eligible", sa.Boolean())),
        ("procedures", sa.Column("local", sa.Boolean())),
        ("procedures", sa.Column("takes_fee", sa.Boolean())),
        ("procedures", sa.Column("decision", sa.String())),
        ("procedures", sa.Column("valid_from", sa.Date())),
        ("procedures", sa.Column("valid_to", sa.Date())),
        ("provinces", sa.Column("full_name", sa.String(), nullable=False, server_default="")),
        ("provinces", sa.Column("statistics_code", sa.String(64))),
        ("provinces", sa.Column("calendar_code", sa.String(64), nullable=False, server_default="")),
        ("provinces", sa.Column("details", Json, nullable=False, server_default="{}")),
        ("provinces", sa.Column("loaded", sa.String(64))),
        ("units", sa.Column("calendar_code", sa.String(64))),
    ):
        op.add_column(table, column)


def _calendars() -> None:
    """A province's calendar was a column of its row."""
    connection = op.get_bind()
    provinces = sa.table(
        "provinces", sa.column("code"), sa.column("calendar", Json), sa.column("calendar_code")
    )
    calendars = sa.table(
        "calendars", sa.column("province_code"), sa.column("code"), sa.column("data", Json)
    )
    for code, data in connection.execute(sa.select(provinces.c.code, provinces.c.calendar)).all():
        name = str(data.get("code", "hanh_chinh"))
        connection.execute(
            sa.insert(calendars).values(province_code=code, code=name, data={**data, "code": name})
        )
        connection.execute(
            sa.update(provinces).where(provinces.c.code == code).values(calendar_code=name)
        )
    # No version with this column was ever released, so nothing can still read it.
    op.drop_column("provinces", "calendar")


def _usernames() -> None:
    """An officer's user name was known by the account only; without one the id stands in."""
    op.execute("UPDATE officers SET username = id")
    op.execute(
        "UPDATE officers SET username = ("
        " SELECT min(substr(a.username, 1, length(a.username) - length(a.province_code) - 1))"
        " FROM accounts a WHERE a.province_code = officers.province_code"
        " AND a.officer_id = officers.id)"
        " WHERE EXISTS (SELECT 1 FROM accounts a WHERE a.province_code = officers.province_code"
        " AND a.officer_id = officers.id AND a.username LIKE '%@' || a.province_code)"
    )
    op.create_index("ix_officers_username", "officers", ["province_code", "username"], unique=True)
