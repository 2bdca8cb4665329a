"""What the audit keeps of a move besides the act itself: what chose the way, and the new state.

Both go into the act's last event: the expressions that were asked, what they read and answered, and
a digest of the state, so that a state changed behind the engine's back is found.
"""

import hashlib
from dataclasses import replace

from engine.audit import Event
from engine.workflow import Answer, Run

_LONGEST = 200
_MOST = 50


def traced(event: Event, run: Run, state: bytes) -> Event:
    """The event with the answers given since the run was last written, and the state's digest."""
    trace: dict[str, object] = {"state": state_digest(state)}
    if run.answers:
        trace["answered"] = [_plain(answer) for answer in run.answers[:_MOST]]
    return replace(event, trace=trace)


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
    return str(value)[:_LONGEST]
