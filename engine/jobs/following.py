"""Cases follow the units that took over from those that are no more.

What lies with a unit that ended is found by the tables each time, so a case that was filed or
moved meanwhile follows too, and a job that died goes on where it was.
"""

from datetime import UTC, datetime
from functools import partial

from sqlalchemy import select, update

from engine.cases.follow_desk import follow_desk
from engine.cases.follow_succession import follow_succession
from engine.cases.return_to_units import return_to_units
from engine.jobs.pacing import UNPACED, Pace
from engine.jobs.waking import AT_ONCE, woken
from engine.organisation.tree import setting_of
from engine.petitions.follow_unit import follow_unit, petitions_of_ended
from engine.routing.as_it_stands import day_of
from engine.routing.lying_with import cases_at_moved_desks, cases_of, ended_units
from engine.routing.moved_cases import moved
from engine.store.database import Database
from engine.store.organisation import Province
from engine.store.proposals import Reorganisation


def follow_successions(
    database: Database, *, now: datetime | None = None, pace: Pace = UNPACED
) -> int:
    """Let every case follow that has something to follow; how many did."""
    moment = now or datetime.now(UTC)
    with database.reading() as session:
        provinces = session.scalars(select(Province.code).order_by(Province.code)).all()
        due = [
            (code, case_id)
            for code in provinces
            for case_id in cases_of(
                session, code, ended_units(setting_of(session, code), day_of(moment)), AT_ONCE
            )
        ]
        petitions = [code for code in provinces if petitions_of_ended(session, code, moment)]
    for code in petitions:
        with database.writing() as session:
            follow_unit(session, province_code=code, now=moment)
    return woken(database, follow_succession, due, moment, pace)


def follow_moved_desks(
    database: Database, *, now: datetime | None = None, pace: Pace = UNPACED
) -> int:
    """Let the open steps at moved desks go where their work is done; how many cases had some."""
    moment = now or datetime.now(UTC)
    with database.reading() as session:
        due = [
            (code, case_id)
            for code in session.scalars(select(Province.code).order_by(Province.code)).all()
            for case_id in cases_at_moved_desks(
                session, setting_of(session, code), day_of(moment), AT_ONCE
            )
        ]
    return woken(database, follow_desk, due, moment, pace)


def return_after_undoing(
    database: Database, *, now: datetime | None = None, pace: Pace = UNPACED
) -> int:
    """Let the cases of every reorganisation that was undone go back; how many did."""
    moment, done = now or datetime.now(UTC), 0
    undone = (Reorganisation.undone_at.is_not(None), Reorganisation.restored_at.is_(None))
    with database.reading() as session:
        rows = [(row, list(moved(session, row))) for row in session.scalars(_UNDONE.where(*undone))]
    for row, cases in rows:
        back = partial(return_to_units, units=row.units)
        due = [(row.province_code, one) for one in cases[:AT_ONCE]]
        done += woken(database, back, due, moment, pace)
        if not cases:
            _close(database, row, moment)
    return done


_UNDONE = select(Reorganisation).order_by(Reorganisation.undone_at)


def _close(database: Database, row: Reorganisation, now: datetime) -> None:
    """Nothing of it is left to go back."""
    same = (Reorganisation.province_code == row.province_code) & (
        Reorganisation.proposal_id == row.proposal_id
    )
    with database.writing() as session:
        session.execute(update(Reorganisation).where(same).values(restored_at=now))
