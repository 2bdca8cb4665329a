"""Who acted on a case, or whose it is: what is said about it is not theirs to answer."""

from collections.abc import Sequence

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.accounts.one_person import accounts_with
from engine.audit.chain import StoredEvent
from engine.facts.reading import STORED, recorded
from engine.routing.named_cases import case_keys
from engine.store.audit import CaseEvent
from engine.store.cases import Dossier


def has_part_in(session: Session, ref: str | None, person: Person, province_code: str) -> bool:
    """Whether the person did anything that the audit of the case tells of, or of one it may be, or
    is its owner or who filed it: four eyes, as for the case itself.
    """
    if not ref:
        return False
    keys = case_keys(session, ref, province_code=province_code)
    if _is_theirs(session, keys, person):
        return True
    events = session.execute(
        select(*STORED).where(tuple_(CaseEvent.province_code, CaseEvent.case_id).in_(keys))
    )
    told = (recorded(StoredEvent(*event)) for event in events)
    own = accounts_with(session, person.account_id)
    return any(one.actor.account_id in own for one in told)


def _is_theirs(session: Session, keys: Sequence[tuple[str, str]], person: Person) -> bool:
    number = person.identity_number
    if number is None:
        return False
    query = select(Dossier.case_id).where(
        tuple_(Dossier.province_code, Dossier.case_id).in_(keys),
        or_(Dossier.owner_number == number, Dossier.submitter_number == number),
    )
    return session.scalars(query).first() is not None
