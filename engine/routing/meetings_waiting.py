"""Which meetings of a case still want their minutes: for the act, the pages and the dry runs."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.store.database import remembered
from engine.store.meetings import Meeting
from engine.store.rows import CaseRow


def waiting_meetings(session: Session, case: CaseRow) -> Sequence[Meeting]:
    """The meetings of the case whose minutes are not recorded yet, by their time."""
    key = (case["province_code"], case["id"])
    return remembered(session, ("meetings", *key), lambda: _read(session, *key))


def _read(session: Session, province: str, case_id: str) -> Sequence[Meeting]:
    query = select(Meeting).where(
        Meeting.province_code == province,
        Meeting.case_id == case_id,
        Meeting.recorded_at.is_(None),
    )
    return session.scalars(query.order_by(Meeting.meets_at, Meeting.id)).all()


def next_meetings(
    session: Session, province_codes: Collection[str], case_ids: Collection[str], now: datetime
) -> dict[str, datetime]:
    """Case → when its applicant is awaited next; a case whose applicant is not has no entry."""
    query = select(Meeting.case_id, Meeting.meets_at).where(
        Meeting.province_code.in_(province_codes),
        Meeting.case_id.in_(case_ids),
        Meeting.recorded_at.is_(None),
        Meeting.meets_at > now,
    )
    if not case_ids:
        return {}
    rows = session.execute(query.order_by(Meeting.meets_at.desc()))
    return {case_id: meets_at for case_id, meets_at in rows}  # noqa: C416 (rows are no pairs to mypy)
