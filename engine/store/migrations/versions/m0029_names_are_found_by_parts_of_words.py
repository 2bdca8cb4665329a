"""Dossiers are found by parts of the words of names: an index of the ends of words (PostgreSQL).

Part of a word is how one of its ends begins. SQLite reads the names of the list instead.
"""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

WORD_ENDS = """
CREATE FUNCTION motcua_word_ends(names text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
    SELECT array_to_tsvector(coalesce(array_agg(DISTINCT substr(word, n)), '{}'))
    FROM string_to_table(names, ' ') AS word, generate_series(1, length(word)) AS n
)
"""


def upgrade() -> None:
    """Index what is there; new names come to it as they are written."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(WORD_ENDS)
    # Without a list of what is new: whoever searches would read that list each time.
    op.execute(
        "CREATE INDEX ix_dossiers_word_ends ON dossiers"
        " USING gin (motcua_word_ends(names_folded)) WITH (fastupdate = off)"
    )
