"""Dossiers are found by how whole names begin: an index of names without spaces (PostgreSQL).

So a name that is typed as it is written is looked up, whatever its words are. SQLite reads the
names instead.
"""

from alembic import op

revision = "0066"
down_revision = "0064"
branch_labels = None
depends_on = None

BEGINNINGS = """
CREATE FUNCTION motcua_name_beginnings(names text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
    SELECT array_to_tsvector(coalesce(array_agg(DISTINCT name), '{}'))
    FROM string_to_table(replace(names, ' ', ''), '|') AS name
    WHERE name <> ''
)
"""


def upgrade() -> None:
    """Index what is there; new names come to it as they are written."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(BEGINNINGS)
    op.execute(
        "CREATE INDEX ix_dossiers_name_beginnings ON dossiers"
        " USING gin (motcua_name_beginnings(names_folded)) WITH (fastupdate = off)"
    )
    # What the function gives, PostgreSQL has to have seen to plan by it.
    op.execute("ANALYZE dossiers")
