"""Which cases of a list are the viewer's own: their colleagues do those (requirement R-10)."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, not_, or_, select, true
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.store.cases import Case, Dossier


def others_alone(person: Person) -> ColumnElement[bool]:
    """The cases that are not the officer's own, in a statement about cases.

    For lists of what is to be done: nobody handles their own dossier. Whoever keeps the statement
    keeps it for this ``identity_number``.
    """
    number = person.identity_number
    if number is None or person.officer_id is None:
        return true()
    own = select(Dossier.case_id).where(
        Dossier.province_code == Case.province_code,
        Dossier.case_id == Case.id,
        or_(Dossier.owner_number == number, Dossier.submitter_number == number),
    )
    return not_(own.correlate(Case).exists())


def own_among(session: Session, person: Person, case_ids: Collection[str]) -> frozenset[str]:
    """Those of these cases of which the officer is owner or submitter (``handles_own``).

    One statement, and none for whose number nobody told.
    """
    number = person.identity_number
    if number is None or person.officer_id is None or not case_ids:
        return frozenset()
    query = select(Dossier.case_id).where(
        Dossier.province_code == person.province_code,
        Dossier.case_id.in_(case_ids),
        or_(Dossier.owner_number == number, Dossier.submitter_number == number),
    )
    return frozenset(session.scalars(query))
