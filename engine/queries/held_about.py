"""What the province holds about a person who files: offered instead of asked (requirement R-08)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from engine.catalogue.components import components
from engine.catalogue.packages import current_digest, package
from engine.routing.as_it_stands import day_of
from engine.routing.held import HeldPaper, held_papers
from engine.store.cases import Case, Dossier
from engine.typed.identifiers import digits_of

__all__ = ["NOTHING", "HeldAbout", "HeldPaper", "held_about"]

PEOPLE = ("owner_name", "owner_date_of_birth", "owner_address", "owner_identity_number")
"""What an earlier dossier tells of its owner; phone and e-mail are of whoever filed it."""
_of_case = and_(Dossier.province_code == Case.province_code, Dossier.case_id == Case.id)


@dataclass(frozen=True, slots=True)
class HeldAbout:
    """Papers by component, and what is known of the owner by standard name; ``ref``: from where."""

    papers: dict[str, HeldPaper]
    people: dict[str, object]
    ref: str | None


NOTHING = HeldAbout({}, {}, None)


def held_about(
    session: Session, *, province_code: str, procedure_code: str, number: str | None, now: datetime
) -> HeldAbout:
    """What earlier dossiers of the owner of this number hold that this procedure asks for."""
    digits = digits_of(number) if number else None
    if digits is None:
        return NOTHING
    key = {"province_code": province_code, "procedure_code": procedure_code}
    digest = current_digest(session, **key, day=day_of(now))
    manifest = package(session, province_code, digest).manifest
    newest = session.execute(
        select(Dossier.applicant, Case.code)
        .join(Case, _of_case)
        .where(
            Dossier.province_code == province_code,
            Dossier.owner_number == digits,
            Case.received_at.is_not(None),
        )
        .order_by(Case.submitted_at.desc(), Case.id)
        .limit(1)
    ).one_or_none()
    told = newest.applicant if newest else {}
    return HeldAbout(
        held_papers(session, province_code, number=digits, asked=components(manifest)),
        {name: told[name] for name in PEOPLE if told.get(name)},
        newest.code if newest else None,
    )
