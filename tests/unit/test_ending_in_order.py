"""A command that is asked to stop stops what it started; who was killed is no user any more."""

import json
import os
import signal
from pathlib import Path

import pytest

from api.cli.opening import forget_ended, opened


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


def test_who_was_killed_uses_the_embedded_database_no_more(tmp_path: Path) -> None:
    users = tmp_path / "users.json"
    forget_ended(users, lambda _: True)
    assert not users.exists()
    users.write_text(json.dumps([1, 2, 3]))
    forget_ended(users, {1: True, 2: False, 3: True}.__getitem__)
    assert json.loads(users.read_text()) == [1, 3]
