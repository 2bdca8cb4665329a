"""What is written when an officer opens the file of a case: once a day for each of them."""

from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine.accounts.person import Person
from engine.store.base import table_of
from engine.store.database import connection_of
from engine.store.many_tables import INSERTS
from engine.store.prepared import Prepared, PreparedQuery
from engine.store.readings import CaseReading

_readings = table_of(CaseReading)
_NOTED = PreparedQuery(
    select(_readings.c.day).where(
        _readings.c.province_code == bindparam("province"),
        _readings.c.case_id == bindparam("case"),
        _readings.c.account_id == bindparam("account"),
        _readings.c.day == bindparam("day"),
    )
)


_NOTE = Prepared(
    {name: insert(_readings).on_conflict_do_nothing() for name, insert in INSERTS.items()}
)


def is_noted(session: Session, *, person: Person, case_id: str, day: date) -> bool:
    """Whether nothing is to be written: noted on this day already, or nobody of a province."""
    if person.province_code is None:
        return True
    key = {
        "province": person.province_code,
        "case": case_id,
        "account": person.account_id,
        "day": day,
    }
    return bool(_NOTED.all(connection_of(session), key))


def note_reading(
    session: Session, *, person: Person, case_id: str, day: date, now: datetime
) -> None:
    """Write that the officer opened the file. Two requests at once: one row."""
    row = {
        "province_code": person.province_code,
        "case_id": case_id,
        "account_id": person.account_id,
        "day": day,
        "first_at": now,
        "reader": " ".join(part for part in (person.honorific, person.name) if part),
        "held_as": held_as(person),
    }
    _NOTE.run(connection_of(session), [row])


def held_as(person: Person) -> str:
    """The posts of the person, as the owner of the case is told; else the units of their roles."""
    posts = dict.fromkeys(post.words for post in person.posts)
    return "; ".join(posts or dict.fromkeys(grant.unit_name for grant in person.grants))
