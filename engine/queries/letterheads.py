"""Whose name stood on a paper when it was printed: units are renamed and merged afterwards."""

from collections.abc import Sequence
from datetime import datetime

from engine.facts.events_of_successions import UnitSucceeded
from engine.facts.reading import Recorded
from engine.queries.case_rows import CaseRows
from engine.routing.as_it_stands import day_of


def receiving_at(rows: CaseRows, history: Sequence[Recorded], at: datetime) -> str:
    """The name that the receiving unit of the case had at the moment, whichever it was then.

    ``history``: newest first.
    """
    code = rows.case["receiving_unit"]
    for told in history:
        if told.at > at and isinstance(told.event, UnitSucceeded):
            moves = (one for one in told.event.roles if one.role == "receiving_unit")
            code = next((one.before for one in moves), code)
    return rows.setting.name_on(code, day_of(at))
