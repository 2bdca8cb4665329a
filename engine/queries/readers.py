"""As whom somebody reads a case, with all that reading depends on."""

from dataclasses import replace

from sqlalchemy.orm import Session

from engine.access import Reader, holds, of_act, reads_case_as
from engine.accounts import Person
from engine.queries.case_rows import CaseRows
from engine.queries.opinions import asked_units
from engine.store.lateness import LatenessCause


def reader_of(session: Session, rows: CaseRows, person: Person) -> Reader | None:
    """As whom the person may open the file of the case; ``None``: they may not."""
    asked = asked_units(session, rows.case) if person.officer_id is not None else set()
    told = _cause_told(session, rows, person)
    return reads_case_as(person, replace(rows.matter, asked=asked, cause_told=told))


def _cause_told(session: Session, rows: CaseRows, person: Person) -> bool:
    """Whether a cause of lateness was told; asked for who confirms such causes alone."""
    key = (rows.case["province_code"], rows.case["id"])
    confirms = holds(person, of_act("confirm_lateness_cause"))
    return confirms and session.get(LatenessCause, key) is not None
