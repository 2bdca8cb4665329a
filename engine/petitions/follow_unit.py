"""Petitions of a unit that is no more go on at the one that took over."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.audit.chain import SYSTEM
from engine.facts.petitions import PetitionState
from engine.organisation.tree import setting_of
from engine.petitions.recording import record
from engine.routing.as_it_stands import day_of
from engine.routing.lying_with import ended_units
from engine.store.petitions import Petition

OPEN: tuple[PetitionState, ...] = ("filed", "handling", "more", "answered")


def follow_unit(session: Session, *, province_code: str, now: datetime) -> int:
    """Give every open one to the unit that took over, with the term it has; how many went."""
    setting, day = setting_of(session, province_code), day_of(now)
    rows = petitions_of_ended(session, province_code, now, lock=True)
    for row in rows:
        unit = setting.on_day(row.unit_code, day) or row.unit_code
        words = f"{setting.unit_name(unit)} nhận việc của {setting.unit_name(row.unit_code)}"
        record(session, row, "moved", by=SYSTEM, now=now, words=words, late=False, unit_code=unit)
    return len(rows)


def petitions_of_ended(
    session: Session, province_code: str, now: datetime, *, lock: bool = False
) -> Sequence[Petition]:
    """The open petitions that lie with a unit from which another took over."""
    ended = ended_units(setting_of(session, province_code), day_of(now))
    if not ended:
        return ()
    query = select(Petition).where(
        Petition.province_code == province_code,
        Petition.unit_code.in_(ended),
        Petition.state.in_(OPEN),
    )
    # In one order, so that two workers never wait for one another in a circle.
    locked = query.order_by(Petition.id).with_for_update()
    return session.scalars(locked if lock else query).all()
