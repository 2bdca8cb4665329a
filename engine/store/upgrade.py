"""Bring a database to the tables that this version of the product needs."""

import warnings

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, text

from engine.store.database import Database

LOCK_TIMEOUT = "5s"
"""A migration that can't get its lock gives up instead of queueing everyone behind it."""


def config() -> Config:
    """Alembic's configuration, free of any file."""
    alembic = Config()
    alembic.set_main_option("script_location", "engine:store/migrations")
    return alembic


def upgrade(database: Database, revision: str = "head") -> None:
    """Run every migration up to ``revision``. Running it again changes nothing."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
            # What a migration does to a large table may take its time once it has its lock.
            connection.execute(text("SET statement_timeout = 0"))
            connection.commit()
        alembic = config()
        alembic.attributes["connection"] = connection
        command.upgrade(alembic, revision)
        connection.commit()


def clear(database: Database) -> None:
    """Drop every table, whatever it holds; ``upgrade`` makes them anew."""
    with database.engine.connect() as connection:
        found = MetaData()
        with warnings.catch_warnings():
            # SQLAlchemy reads no index of an expression out of SQLite: it goes with its table.
            warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression")
            found.reflect(connection)
        found.drop_all(connection)
        connection.commit()


def current(database: Database) -> str | None:
    """The revision that the database stands at; ``None`` for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The newest revision that this version of the product knows."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    if head is None:  # pragma: no cover - the product ships migrations
        msg = "no migration found"
        raise RuntimeError(msg)
    return head
