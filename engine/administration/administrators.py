"""As whom somebody acts on a province's configuration."""

from sqlalchemy.orm import Session

from engine.access import Administrator, administrator
from engine.accounts import Person
from engine.errors import NotAdministrator
from engine.organisation.tree import setting_of


def administrator_of(session: Session, person: Person, province_code: str) -> Administrator:
    """What the person may administer. Raises ProvinceNotFound, NotAdministrator."""
    if person.province_code != province_code:
        raise NotAdministrator
    return administrator(person, setting_of(session, province_code))
