"""Whether somebody who files has a case of the same procedure that is still under way: a hint."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from engine.life import LIFE
from engine.store.cases import Case, Dossier
from engine.typed.identifiers import digits_of

UNDER_WAY = tuple(int(status) for status, row in LIFE.items() if not row.over)
MOST = 3
_of_case = and_(Dossier.province_code == Case.province_code, Dossier.case_id == Case.id)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case that is under way: its code or number, and the state the portal names."""

    ref: str
    submitted_at: datetime
    status_name: str


def open_cases(
    session: Session,
    *,
    province_code: str,
    procedure_code: str,
    account_id: str | None = None,
    number: str | None = None,
) -> tuple[OpenCase, ...]:
    """The newest cases of the account, or of the person with this identity number."""
    digits = digits_of(number) if number else None
    if account_id is None and digits is None:
        return ()
    numbered = or_(Dossier.owner_number == digits, Dossier.submitter_number == digits)
    rows = session.execute(
        select(Case.code, Case.submission_number, Case.submitted_at, Case.status)
        .join(Dossier, _of_case)
        .where(
            Case.province_code == province_code,
            Case.procedure_code == procedure_code,
            Case.status.in_(UNDER_WAY),
            numbered if account_id is None else Case.account_id == account_id,
        )
        .order_by(Case.submitted_at.desc(), Case.id)
        .limit(MOST)
    )
    return tuple(
        OpenCase(row.code or row.submission_number, row.submitted_at, LIFE[row.status].name)
        for row in rows
    )
