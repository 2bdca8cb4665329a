"""Units have the names whose day has come."""

from datetime import UTC, datetime

from sqlalchemy import select

from engine.administration.people.rename_unit import apply_renamings, renamings_due
from engine.routing.as_it_stands import day_of
from engine.store.database import Database
from engine.store.organisation import Province


def rename_units(database: Database, *, now: datetime | None = None) -> int:
    """Apply what waits; in how many provinces something did. Repeating is harmless."""
    moment = now or datetime.now(UTC)
    with database.reading() as session:
        codes = session.scalars(select(Province.code).order_by(Province.code)).all()
        due = [code for code in codes if renamings_due(session, code, day_of(moment))]
    return sum(_one(database, code, moment) for code in due)


def _one(database: Database, province_code: str, now: datetime) -> bool:
    with database.writing() as session:
        return apply_renamings(session, province_code=province_code, now=now)
