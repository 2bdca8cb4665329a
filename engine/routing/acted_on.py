"""Who acted on a case: what is said about it is not theirs to answer."""

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.audit.chain import StoredEvent
from engine.facts.reading import STORED, recorded
from engine.routing.named_cases import case_keys
from engine.store.audit import CaseEvent


def acted_on(session: Session, ref: str | None, person: Person, province_code: str) -> bool:
    """Whether the person did anything that the audit of the case tells of, or of one it may be."""
    if not ref:
        return False
    keys = case_keys(session, ref, province_code=province_code)
    events = session.execute(
        select(*STORED).where(tuple_(CaseEvent.province_code, CaseEvent.case_id).in_(keys))
    )
    told = (recorded(StoredEvent(*event)) for event in events)
    return any(one.actor.account_id == person.account_id for one in told)
