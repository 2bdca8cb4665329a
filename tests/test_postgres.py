"""The tests' PostgreSQL: runs beside one another, a server that dies, what is left on the disk."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from tests.dying import folder_of
from tests.postgres import PREFIX, lives, sweep

ROOT = Path(__file__).parent.parent
GONE = "2000000000"
"""A number that no process has."""


def run_of(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """A run of pytest as another terminal would start it."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.mark.long
def test_another_run_leaves_the_server_of_this_one_in_peace(postgres_url: str) -> None:
    other = run_of("tests/dying.py::test_the_server_answers")
    assert other.returncode == 0, other.stdout
    assert folder_of(postgres_url).is_dir()


@pytest.mark.long
@pytest.mark.parametrize("workers", ["0", "1"])
def test_a_server_that_dies_stops_the_run_with_its_log_and_leaves_nothing(workers: str) -> None:
    run = run_of("tests/dying.py", "-n", workers)
    assert run.returncode == pytest.ExitCode.INTERRUPTED, run.stdout
    assert "PostgreSQL has died" in run.stdout
    assert "received immediate shutdown request" in run.stdout
    assert "2 passed" in run.stdout
    (folder,) = {word for word in run.stdout.split('"') if PREFIX in word}
    assert not Path(folder).parent.exists()


def test_what_a_killed_run_left_is_ended_and_removed_by_the_next() -> None:
    killed = (
        "import os; from tests.postgres import running_postgres\n"
        "with running_postgres() as server:\n"
        "    print(server.get_pid(), server.pgdata, flush=True)\n"
        "    os._exit(1)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", killed], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    pid, folder = done.stdout.split()
    sweep()
    assert not Path(folder).exists()
    assert not psutil.pid_exists(int(pid)) or not lives(psutil.Process(int(pid)))


def test_only_folders_of_runs_that_are_no_more_are_swept() -> None:
    mine = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    gone = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{GONE}-"))
    sweep()
    assert mine.exists()
    assert not gone.exists()
    mine.rmdir()
