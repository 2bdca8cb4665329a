"""Processes are killed, databases restarted: no acknowledged act is lost or doubled."""

import multiprocessing
import time
from pathlib import Path

import pytest

from engine.store.database import Database
from tests.conftest import prepare
from tests.integration.faults.killing import Killing, survive
from tests.postgres import running_postgres

CASES = 24
KILLS = 5
"""``make soak`` kills four times as often, on 200 cases."""


def test_kills_at_random_moments_lose_and_double_nothing(database_url: str, tmp_path: Path) -> None:
    assert survive(database_url, tmp_path / "work", cases=CASES, kills=KILLS) == []


def test_two_processes_on_the_same_cases_never_believe_an_old_state(
    database_url: str, tmp_path: Path
) -> None:
    killing = Killing(database_url, tmp_path / "work", cases=6)
    killing.file_cases()
    try:
        killing.finish()
    finally:
        killing.stop()
    assert killing.faults() == []
    assert len(killing.acknowledged()) == len(set(killing.acknowledged()))


def test_a_database_that_restarts_is_busy_and_then_everything_goes_on(tmp_path: Path) -> None:
    with running_postgres() as server:
        url = server.get_uri()
        database = Database(url)
        prepare(database)
        database.dispose()
        killing = Killing(url, tmp_path / "work", cases=12)
        killing.file_cases()
        try:
            # A restart between two acts is not met by anyone: again, until one was.
            while "busy" not in killing.lines("busy"):
                killing.keep_working()
                killing.until_working()
                server.stop()
                time.sleep(0.3)
                server.ensure_postgres_running()
            killing.finish()
        finally:
            killing.stop()
        assert killing.faults() == []
        said = set(killing.lines("busy"))
        assert said <= {"busy", "act_uncertain"}
        assert "busy" in said


@pytest.fixture(autouse=True)
def _no_process_left(tmp_path: Path) -> object:
    (tmp_path / "work").mkdir()
    yield
    assert multiprocessing.active_children() == []
