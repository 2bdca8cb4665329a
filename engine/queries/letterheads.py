"""Which unit played a part when something happened: units are renamed and merged afterwards."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.audit.chain import StoredEvent
from engine.facts.events_of_successions import Role, UnitSucceeded
from engine.facts.reading import Recorded, recorded
from engine.queries.case_rows import CaseRows
from engine.routing.as_it_stands import day_of
from engine.store.audit import CaseEvent


def name_at(
    rows: CaseRows,
    history: Sequence[Recorded],
    at: datetime,
    role: Literal["receiving_unit", "returning_unit"],
) -> str:
    """The name that the unit in the role had at the moment, whichever it was then: that of papers.

    ``history``: newest first.
    """
    code = unit_then(rows.case[role], history, at, role)
    return rows.setting.name_on(code, day_of(at))


def unit_then(code: str, history: Iterable[Recorded], at: datetime, role: Role) -> str:
    """The unit that had the role at the moment before others took over, of the one that has it.

    ``history``: newest first.
    """
    for told in history:
        if told.at > at and isinstance(told.event, UnitSucceeded):
            moves = (one for one in told.event.roles if one.role == role)
            code = next((one.before for one in moves), code)
    return code


def successions_told(
    session: Session, province_code: str, case_ids: Collection[str]
) -> Mapping[str, Sequence[Recorded]]:
    """What each of the cases was told of units that others took over from, the newest first."""
    query = (
        select(CaseEvent)
        .where(
            CaseEvent.province_code == province_code,
            CaseEvent.case_id.in_(case_ids),
            CaseEvent.kind == UnitSucceeded.kind,
        )
        .order_by(CaseEvent.seq.desc())
    )
    found: dict[str, list[Recorded]] = {one: [] for one in case_ids}
    for one in session.scalars(query) if case_ids else ():
        told = recorded(StoredEvent(one.seq, one.at, one.kind, one.body, one.hash))
        found[one.case_id].append(told)
    return found
