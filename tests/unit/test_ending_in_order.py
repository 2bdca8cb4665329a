"""A command that is asked to stop stops what it started; who was killed is no user any more."""

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from flask import Flask
from waitress import create_server

from api.cli.opening import forget_ended, opened
from api.cli.running import end_in_time


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
