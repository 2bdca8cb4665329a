"""How Alembic runs here: on the connection that ``engine.store.upgrade`` hands over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from engine.store import tables
from engine.store.base import UtcDateTime


def render_item(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """Write the house's own column types by name into new migrations."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen.imports.add("from engine.store.base import UtcDateTime")
        return "UtcDateTime()"
    if kind == "type" and type(item).__name__ == "JSON":
        autogen.imports.add("from engine.store.base import Json")
        return "Json"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=tables.metadata,
    # SQLite changes a column by copying its table.
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_item,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
