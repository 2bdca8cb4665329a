"""Whoever leads or monitors watches a case: it stays on their list with what is new in it.

Watching is a note of one's own: it changes nothing of the case and is no event of it.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.access import may
from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_named
from engine.cases.act.seeing import file_matter
from engine.errors import CaseNotFound
from engine.store.base import table_of
from engine.store.database import connection_of
from engine.store.watches import CaseWatch

RIGHT = "cases.watch"
_watches = table_of(CaseWatch)


def watch_case(
    session: Session, *, ref: str, person: Person, watched: bool = True, now: datetime
) -> None:
    """Put the case on the person's list as seen now, or take it off; once is enough.

    Raises CaseNotFound, also for whom it is not to be watched.
    """
    act = open_named(session, ref, person, now)
    if may(person, RIGHT, file_matter(act)) is None:
        raise CaseNotFound(ref=ref)
    if watched:
        _put(act, person, now)
    else:
        connection_of(session).execute(delete(_watches).where(_mine(act, person)))


def _put(act: CaseAct, person: Person, now: datetime) -> None:
    connection = connection_of(act.session)
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    province, case_id = act.key
    row = {
        "province_code": province,
        "case_id": case_id,
        "account_id": person.account_id,
        "since": now,
        "seen_seq": act.case["event_seq"],
        "seen_at": now,
    }
    connection.execute(insert(_watches).values(row).on_conflict_do_nothing())


def _mine(act: CaseAct, person: Person) -> ColumnElement[bool]:
    province, case_id = act.key
    return and_(
        _watches.c.province_code == province,
        _watches.c.case_id == case_id,
        _watches.c.account_id == person.account_id,
    )
