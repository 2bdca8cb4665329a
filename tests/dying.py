"""A run whose PostgreSQL is killed; ``test_postgres`` starts it in a pytest of its own."""

import signal
import time
from pathlib import Path

import psutil
import pytest
from sqlalchemy import create_engine, text

from engine.store.database import normalised
from tests.postgres import lives


def folder_of(url: str) -> Path:
    """Where the server keeps its files, which it must be able to open just now (a checkpoint does).

    Raises OperationalError.
    """
    engine = create_engine(normalised(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
    engine.dispose()
    return folder


def test_the_server_answers(postgres_url: str, tmp_path: Path) -> None:
    """With pytest's own folder in use, whose first use shuts other users out of it."""
    assert not folder_of(postgres_url).is_relative_to(tmp_path.parent.parent)


def test_the_server_is_killed(postgres_url: str) -> None:
    pid = (folder_of(postgres_url) / "postmaster.pid").read_text(encoding="utf-8").split()[0]
    server = psutil.Process(int(pid))
    server.send_signal(signal.SIGQUIT)
    while lives(server):
        time.sleep(0.02)


def test_nobody_comes_this_far() -> None:
    pytest.fail("the run went on without its server")
