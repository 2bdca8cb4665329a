"""Which meetings of a case still want their minutes: for the act, the pages and the dry runs."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.meetings import Meeting
from engine.store.rows import CaseRow


def waiting_meetings(session: Session, case: CaseRow) -> Sequence[Meeting]:
    """The meetings of the case whose minutes are not recorded yet, by their time."""
    query = select(Meeting).where(
        Meeting.province_code == case["province_code"],
        Meeting.case_id == case["id"],
        Meeting.recorded_at.is_(None),
    )
    return session.scalars(query.order_by(Meeting.meets_at, Meeting.id)).all()
