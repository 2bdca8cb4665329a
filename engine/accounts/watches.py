"""Up to where whoever watches a case has seen it: moved on when they open its file."""

from datetime import datetime

from sqlalchemy import Select, and_, select, update
from sqlalchemy.orm import Session

from engine.accounts.person import Person
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.database import connection_of
from engine.store.watches import CaseWatch

_watches, _cases = table_of(CaseWatch), table_of(Case)


def is_behind(session: Session, *, person: Person, case_id: str) -> bool:
    """Whether the person watches the case and something has happened since they saw it last."""
    if person.province_code is None:
        return False
    row = session.get(CaseWatch, (person.province_code, case_id, person.account_id))
    return row is not None and row.seen_seq < (
        session.scalar(_seq(person.province_code, case_id)) or 0
    )


def note_seen(session: Session, *, person: Person, case_id: str, now: datetime) -> None:
    """Write that the person has seen what has happened to the case so far."""
    province = person.province_code or ""
    connection_of(session).execute(
        update(_watches)
        .where(
            _watches.c.province_code == province,
            _watches.c.case_id == case_id,
            _watches.c.account_id == person.account_id,
        )
        .values(seen_seq=_seq(province, case_id).scalar_subquery(), seen_at=now)
    )


def _seq(province: str, case_id: str) -> Select[int]:
    return select(_cases.c.event_seq).where(
        and_(_cases.c.province_code == province, _cases.c.id == case_id)
    )
