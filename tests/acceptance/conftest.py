"""A database with three provinces, prepared once and copied for each test."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from adapters.folder.documents import FolderDocuments
from engine.store.database import Database
from tests.conftest import borrowed_postgres, postgres_database
from tests.opened import opened_copy
from tests.rulebook import Rulebook, prepare_three


@pytest.fixture(scope="session")
def three_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared SQLite file to copy."""
    path = tmp_path_factory.mktemp("three") / "template.db"
    database = Database(f"sqlite:///{path}")
    prepare_three(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def three_postgres(postgres_url: str) -> str:
    """The name of a prepared database to copy."""
    database = Database(postgres_database(postgres_url))
    prepare_three(database)
    database.dispose()
    return str(database.url.database)


@pytest.fixture(params=["sqlite", "postgres"])
def rulebook(
    request: pytest.FixtureRequest, tmp_path: Path, documents: FolderDocuments
) -> Iterator[Rulebook]:
    """Three provinces with their admins; the test runs once on each kind of database."""
    with ExitStack() as made:
        if request.param == "sqlite":
            shutil.copy(request.getfixturevalue("three_sqlite"), tmp_path / "three.db")
            url = f"sqlite:///{tmp_path / 'three.db'}"
        else:
            template = request.getfixturevalue("three_postgres")
            server = request.getfixturevalue("postgres_url")
            url = made.enter_context(borrowed_postgres(server, template))
        database = opened_copy(url, f"three on {request.param}")
        made.callback(database.dispose)
        yield Rulebook(database, documents)
