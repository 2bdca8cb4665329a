"""The legal life of a case: its statuses, their clocks, and what may follow what. Pure.

The table stands in ``engine.life.table``; ``docs/reference/life.md`` is printed from it. What an
act does with it: ``engine.cases.act.turning``.
"""

from engine.life.moves import Change, NotInTheLife, change, settled, way_to_end
from engine.life.table import (
    ANSWERING,
    APPLICANTS,
    COUNTING,
    ENDINGS,
    FIRST,
    LIFE,
    OVER,
    OWING,
    PAUSES,
    RESTARTS,
    RUNNING,
    SOLVED,
    SOLVING,
    WAITS,
    Clock,
    State,
    Status,
    state,
    state_names,
    states_with,
)

__all__ = [
    "ANSWERING",
    "APPLICANTS",
    "COUNTING",
    "ENDINGS",
    "FIRST",
    "LIFE",
    "OVER",
    "OWING",
    "PAUSES",
    "RESTARTS",
    "RUNNING",
    "SOLVED",
    "SOLVING",
    "WAITS",
    "Change",
    "Clock",
    "NotInTheLife",
    "State",
    "Status",
    "change",
    "settled",
    "state",
    "state_names",
    "states_with",
    "way_to_end",
]
