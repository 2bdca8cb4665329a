"""Until when an online filing is answered: received, refused, or told what it lacks (art. 17.2)."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.catalogue.packages import package
from engine.deadlines import answer_due
from engine.life import ANSWERING, states_with
from engine.organisation.tree import Setting
from engine.queries.case_rows import CaseRows
from engine.queries.views.lateness import UnansweredRow
from engine.queries.views.parts import Due
from engine.queries.wording import due_of, ended_due
from engine.store.cases import Case

MOST = 200
ONLINE = "online"


def answer_due_view(rows: CaseRows, now: datetime) -> Due | None:
    """How it is with the answer to a filing; ``None`` for one that did not come online."""
    case = rows.case
    waited = next((one for one in rows.clocks if one.clock == ANSWERING), None)
    if case["channel"] != ONLINE or waited is None:
        return None
    calendar = rows.setting.calendar_of(case["receiving_unit"])
    due_at = answer_due(calendar, case["submitted_at"])
    if waited.stopped_at is None:
        return due_of(calendar, due_at, now, "filing")
    return ended_due(due_at, waited.stopped_at, "filing")


def unanswered(
    session: Session,
    setting: Setting,
    within: ColumnElement[bool],
    *,
    named: ColumnElement[bool],
    now: datetime,
) -> tuple[UnansweredRow, ...]:
    """The online filings whose answer is late now, the longest first; ``named``: who is told."""
    query = (
        select(
            *(Case.submission_number, Case.applicant_name, Case.receiving_unit),
            *(Case.submitted_at, Case.province_code, Case.package_digest),
            named.label("named"),
        )
        .where(within, Case.status.in_(states_with("receive")), Case.channel == ONLINE)
        .order_by(Case.submitted_at, Case.id)
        .limit(MOST)
    )
    found = []
    for row in session.execute(query):
        calendar = setting.calendar_of(row.receiving_unit)
        due_at = answer_due(calendar, row.submitted_at)
        if due_at >= now:
            continue
        manifest = package(session, row.province_code, row.package_digest).manifest
        found.append(
            UnansweredRow(
                ref=row.submission_number,
                applicant_name=row.applicant_name if row.named else None,
                procedure_name=manifest.short_name,
                unit_name=setting.unit_name(row.receiving_unit),
                due=due_of(calendar, due_at, now, "filing"),
            )
        )
    return tuple(found)
