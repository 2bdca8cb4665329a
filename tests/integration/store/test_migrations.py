"""Migrations lead to exactly the tables of the models, on both databases."""

from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from engine.store import tables
from engine.store.database import Database
from engine.store.upgrade import current, newest, upgrade

KINDS = pytest.mark.parametrize("kind", ["sqlite", "postgres"])


@KINDS
def test_migrating_an_empty_database_gives_the_tables_of_the_models(
    kind: str, make_empty_database: Callable[[str], Database]
) -> None:
    database = make_empty_database(kind)
    upgrade(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


@KINDS
def test_migrating_again_changes_nothing(
    kind: str, make_empty_database: Callable[[str], Database]
) -> None:
    database = make_empty_database(kind)
    assert current(database) is None
    for _ in range(2):
        upgrade(database)
        assert current(database) == newest()


@KINDS
def test_tables_that_grow_carry_the_province_first_in_their_key(
    kind: str, make_empty_database: Callable[[str], Database]
) -> None:
    growing = ("cases", "tasks", "case_events", "outbox", "timers", "dossiers", "case_documents")
    for name in growing:
        assert next(iter(tables.metadata.tables[name].primary_key)).name == "province_code", name
