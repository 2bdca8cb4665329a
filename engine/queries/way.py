"""The way of a case: its steps, units and times, without its applicant, answers and papers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import may
from engine.accounts import Person
from engine.errors import CaseNotFound
from engine.queries.acted_as import acted_as
from engine.queries.case_rows import find_case, history_of
from engine.queries.case_steps import step_rows
from engine.queries.readers import reader_of
from engine.queries.views.case import StepRow
from engine.queries.views.parts import Due
from engine.queries.whereabouts import case_due_view


@dataclass(frozen=True, slots=True)
class CaseWay:
    """How a case went, and which version of its procedure it follows."""

    ref: str
    procedure_code: str
    procedure_name: str
    package_version: int
    status_code: int
    status_name: str
    submitted_at: datetime
    received_at: datetime | None
    finished_at: datetime | None
    receiving_unit: str
    competent_unit: str
    returning_unit: str
    due: Due
    steps: tuple[StepRow, ...]


def case_way(session: Session, *, ref: str, person: Person, now: datetime) -> CaseWay:
    """The way of a case, for who controls procedures and who reads the file. Raises CaseNotFound.

    Comments are left out, whoever asks: they tell of people.
    """
    rows = find_case(session, ref, now)
    if not (may(person, "cases.read_way", rows.matter) or reader_of(session, rows, person)):
        raise CaseNotFound(ref=ref)
    case, manifest = rows.case, rows.package.manifest
    return CaseWay(
        ref=rows.stands.ref,
        procedure_code=manifest.code,
        procedure_name=manifest.name,
        package_version=rows.version,
        status_code=case["status"],
        status_name=rows.stands.state.name,
        submitted_at=case["submitted_at"],
        received_at=case["received_at"],
        finished_at=case["finished_at"],
        receiving_unit=rows.setting.unit_name(case["receiving_unit"]),
        competent_unit=rows.setting.unit_name(case["competent_unit"]),
        returning_unit=rows.setting.unit_name(case["returning_unit"]),
        due=case_due_view(rows, now),
        steps=step_rows(rows, now, "public", acted_as(history_of(session, rows.case))),
    )
