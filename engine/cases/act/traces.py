"""What the audit keeps of an act besides what was done: what chose the way, and where it led.

All of it goes into the act's last event: the expressions that were asked, what they read and
answered; a digest of the state; the changed columns of the case and of its tasks, and its clocks.
So whatever is changed behind the engine's back is found (``engine.cases.vouching.verify``).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.typed.numbers import DIGITS, plain
from engine.workflow import Answer, Run

_LONGEST = 200
_MOST = 50
_ELSEWHERE = frozenset({"state", "version", "rules", "assigned"})
"""Columns of the case that are compared with something else than its events."""
_TASK_COLUMNS = (
    *("id", "unit_code", "position_code", "hours", "due_at", "officer_id", "claimed_at"),
)


def trace_of_move(run: Run, state: bytes) -> dict[str, object]:
    """The answers given since the run was last written, and the state's digest."""
    trace: dict[str, object] = {"state": state_digest(state)}
    if run.answers:
        trace["answered"] = [_plain(answer) for answer in run.answers[:_MOST]]
    return trace


def trace_of_rows(
    case: Mapping[str, object],
    tasks: Iterable[Mapping[str, Any]],
    clocks: Sequence[Mapping[str, Any]],
) -> dict[str, object]:
    """The columns that changed: of the case, of tasks (new ones too); clocks that start or stop."""
    trace: dict[str, object] = {}
    if changed := {name: value for name, value in case.items() if name not in _ELSEWHERE}:
        trace["case"] = changed
    if told := [{name: row[name] for name in _TASK_COLUMNS if name in row} for row in tasks]:
        trace["tasks"] = told
    if clocks:
        trace["clocks"] = [_clock(row) for row in clocks]
    return trace


def _clock(row: Mapping[str, Any]) -> dict[str, object]:
    told = {"clock": row["clock"], "starts": row["starts"]}
    if row["starts"]:
        told |= {"reason": row["reason"], "basis": row["legal_basis"]}
    elif row["due_at"] is not None:
        told["due_at"] = row["due_at"]
    return told


def trace_of_messages(
    told: Sequence[tuple[str, Mapping[str, object]]], last: int
) -> dict[str, object]:
    """The messages that an act puts into the outbox, numbered up to its ``last`` event."""
    return {
        "told": [
            {"seq": seq, "topic": topic, "payload": dict(payload)}
            for seq, (topic, payload) in enumerate(told, start=last - len(told) + 1)
        ]
    }


def state_digest(state: bytes) -> str:
    """What an event says of the state that its act left."""
    return hashlib.sha256(state).hexdigest()[:32]


def _plain(answer: Answer) -> dict[str, object]:
    return {
        "element": answer.element_id,
        "expression": answer.expression[:_LONGEST],
        "value": _words(answer.value),
        "read": {path: _words(value) for path, value in answer.reads.items()},
    }


def _words(value: object) -> object:
    """A short value as it is; anything else as text, so that every value can be kept."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < DIGITS:
        return plain(value)
    return str(value)[:_LONGEST]
