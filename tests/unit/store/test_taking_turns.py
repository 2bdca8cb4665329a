"""After a long turn on SQLite who comes anew waits a moment: who waited already is let in."""

import pytest

from engine.store import taking_turns
from engine.store.taking_turns import FIRST_SECONDS, LONG_SECONDS, Turns


@pytest.mark.parametrize(
    ("share", "seconds", "waits"),
    [
        (True, LONG_SECONDS * 2, [FIRST_SECONDS]),
        (True, LONG_SECONDS / 2, []),
        (False, LONG_SECONDS * 2, []),
    ],
    ids=["long", "short", "PostgreSQL has many writers"],
)
def test_who_comes_after_a_turn(
    monkeypatch: pytest.MonkeyPatch, *, share: bool, seconds: float, waits: list[float]
) -> None:
    clock, slept = [1_000.0], []
    monkeypatch.setattr(taking_turns, "monotonic", lambda: clock[0])
    monkeypatch.setattr(taking_turns, "sleep", slept.append)
    turns = Turns(share=share)
    with turns.one() as turn:
        clock[0] += 60  # waiting for one's turn is no turn
        turn.begins()
        clock[0] += seconds
    with turns.one():
        pass
    assert slept == pytest.approx(waits)
    clock[0] += FIRST_SECONDS
    with turns.one():
        pass
    assert len(slept) == len(waits)
