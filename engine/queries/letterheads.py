"""Whose name stood on a paper when it was printed: units are renamed and merged afterwards."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from engine.facts.events_of_successions import UnitSucceeded
from engine.facts.reading import Recorded
from engine.queries.case_rows import CaseRows
from engine.routing.as_it_stands import day_of


def name_at(
    rows: CaseRows,
    history: Sequence[Recorded],
    at: datetime,
    role: Literal["receiving_unit", "returning_unit"],
) -> str:
    """The name that the unit in the role had at the moment, whichever it was then.

    ``history``: newest first.
    """
    code = rows.case[role]
    for told in history:
        if told.at > at and isinstance(told.event, UnitSucceeded):
            moves = (one for one in told.event.roles if one.role == role)
            code = next((one.before for one in moves), code)
    return rows.setting.name_on(code, day_of(at))
