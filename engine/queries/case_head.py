"""What names a case to who may read it, where its file is not what is asked for."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.queries.case_file import readable_case


@dataclass(frozen=True, slots=True)
class CaseHead:
    """Whose case it is, and what it asks for."""

    ref: str
    applicant_name: str
    procedure_name: str


def case_head(session: Session, *, ref: str, person: Person) -> CaseHead:
    """The head of a case's file. Raises CaseNotFound."""
    rows, _ = readable_case(session, ref, person)
    return CaseHead(rows.stands.ref, rows.case["applicant_name"], rows.package.manifest.name)
