"""Which cases followed a reorganisation, and which are still to come back from one undone."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.audit.chain import StoredEvent
from engine.facts.events_of_successions import UnitSucceeded
from engine.facts.reading import Recorded, recorded
from engine.store.audit import CaseEvent
from engine.store.proposals import Reorganisation
from engine.worktime import ZONE


def moved(session: Session, row: Reorganisation) -> Mapping[str, int]:
    """The cases that followed it, and are not back: id → the event that says so."""
    found: dict[str, int] = {}
    for case_id, told in events_since(session, row, CaseEvent.kind == UnitSucceeded.kind):
        if not isinstance(told.event, UnitSucceeded) or told.event.day != row.day:
            continue
        if told.event.back:
            found.pop(case_id, None)
        elif told.event.ended & row.units.keys():
            found[case_id] = told.seq
    return found


def events_since(
    session: Session, row: Reorganisation, which: ColumnElement[bool]
) -> Iterator[tuple[str, Recorded]]:
    """Events since the day, each case's in their order."""
    found = session.scalars(
        select(CaseEvent)
        .where(
            CaseEvent.province_code == row.province_code,
            CaseEvent.at >= datetime.combine(row.day, time(), ZONE),
            which,
        )
        .order_by(CaseEvent.case_id, CaseEvent.seq)
    )
    for one in found:
        yield one.case_id, recorded(StoredEvent(one.seq, one.at, one.kind, one.body, one.hash))


def coming_back(session: Session, province_code: str) -> frozenset[str]:
    """The ids of cases that the worker is still to bring back from reorganisations undone."""
    undone = session.scalars(
        select(Reorganisation).where(
            Reorganisation.province_code == province_code,
            Reorganisation.undone_at.is_not(None),
            Reorganisation.restored_at.is_(None),
        )
    )
    return frozenset(case_id for row in undone for case_id in moved(session, row))
