"""Who opened the file of a case: told to its owner, and to who audits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from engine.access import may
from engine.accounts import Person
from engine.errors import CaseNotFound
from engine.queries.case_rows import find_case
from engine.queries.own_cases import owned_by
from engine.store.cases import Case, Dossier
from engine.store.readings import CaseReading

RIGHT = "cases.read_log"
NEWEST = 200
"""How many are shown at once."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody opened the file, the first time on a day; ``held_as`` is what they were then."""

    ref: str
    at: datetime
    reader: str
    held_as: str


def case_readings(session: Session, *, ref: str, person: Person) -> tuple[Reading, ...]:
    """Who opened this case, the newest first, for its owner and for auditors.

    Raises CaseNotFound.
    """
    rows = find_case(session, ref)
    if may(person, RIGHT, rows.matter) is None:
        raise CaseNotFound(ref=ref)
    mine = (Case.province_code == rows.case["province_code"]) & (Case.id == rows.case["id"])
    return _told(session, _readings().where(mine))


def own_readings(session: Session, *, person: Person) -> tuple[Reading, ...]:
    """Who opened any case of the person, the newest first; not those filed for somebody else."""
    mine = and_(Case.account_id == person.account_id, Case.authorisation.is_(None))
    if person.identity_number is not None:
        mine = or_(mine, owned_by(person.identity_number))
    same = and_(Dossier.province_code == Case.province_code, Dossier.case_id == Case.id)
    return _told(session, _readings().join(Dossier, same).where(mine))


def _readings() -> Select[str, datetime, str, str]:
    same = (CaseReading.province_code == Case.province_code) & (CaseReading.case_id == Case.id)
    return (
        select(
            func.coalesce(Case.code, Case.submission_number),
            CaseReading.first_at,
            CaseReading.reader,
            CaseReading.held_as,
        )
        .join(CaseReading, same)
        .order_by(CaseReading.first_at.desc(), CaseReading.account_id)
        .limit(NEWEST)
    )


def _told(session: Session, query: Select[str, datetime, str, str]) -> tuple[Reading, ...]:
    return tuple(Reading(*row) for row in session.execute(query))
