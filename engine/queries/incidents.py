"""Cases that wait for somebody to mend what stopped them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from engine.store.cases import Case
from engine.store.jobs import Incident


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident in plain words. ``ref`` is the case code, or the submission number.

    ``unit_code`` is who has the case: the unit that decides it, before reception that receives it.
    """

    province_code: str
    case_id: str
    ref: str
    at: datetime
    element_id: str | None
    element_name: str | None
    code: str
    message: str
    unit_code: str


def open_incidents(
    session: Session,
    *,
    province_code: str | None = None,
    units: Collection[str] | None = None,
    most: int | None = None,
) -> tuple[IncidentRow, ...]:
    """Every incident that waits, the oldest first: of one province or of all, of some units.

    ``most``: no more than so many.
    """
    unit_code = func.coalesce(
        case((Case.received_at.is_(None), Case.receiving_unit)), Case.competent_unit
    )
    query = (
        select(
            Incident,
            Case.code,
            Case.submission_number,
            unit_code,
        )
        .join(Case, and_(Case.province_code == Incident.province_code, Case.id == Incident.case_id))
        .where(Incident.resolved_at.is_(None))
        .order_by(Incident.at)
        .limit(most)
    )
    if province_code is not None:
        query = query.where(Incident.province_code == province_code)
    if units is not None:
        query = query.where(unit_code.in_(units))
    return tuple(
        IncidentRow(
            province_code=row.province_code,
            case_id=row.case_id,
            ref=code or number,
            at=row.at,
            element_id=row.element_id,
            element_name=row.element_name,
            code=row.code,
            message=row.message,
            unit_code=unit,
        )
        for row, code, number, unit in session.execute(query)
    )
