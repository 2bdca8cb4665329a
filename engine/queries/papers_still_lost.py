"""Papers that an agency lost and owes their people still: neither a copy nor the paper is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.facts.events_of_papers import PapersLost
from engine.facts.reading import Recorded
from engine.life import state
from engine.queries.oversight import MOST, overseen_cases
from engine.queries.reach import cases_within
from engine.routing.lost_papers import lost_in, told_of_papers
from engine.store.audit import PAPERS_LOST, CaseEvent
from engine.store.cases import Case


@dataclass(frozen=True, slots=True)
class StillLost:
    """A dossier whose papers are lost still: which, since when, by which unit, why.

    ``paper``: the signed apology. ``applicant_name``: ``None`` where the viewer may not read the
    case (``may_read``).
    """

    ref: str
    applicant_name: str | None
    may_read: bool
    unit_name: str
    papers: tuple[str, ...]
    at: datetime
    reason: str
    paper: str
    status_name: str


def papers_still_lost(session: Session, *, person: Person) -> tuple[StillLost, ...]:
    """The longest lost first, of the cases that the person looks over, whatever became of them.

    At most 200 cases in which papers were lost ever, the last ones. Raises NotOverseer.
    """
    within = overseen_cases(session, person, "oversight.read")
    ever = (
        select(CaseEvent.case_id)
        .where(CaseEvent.province_code == person.province_code, PAPERS_LOST)
        .order_by(CaseEvent.at.desc(), CaseEvent.case_id)
    )
    rows = session.execute(
        select(Case.id, Case.code, Case.submission_number, Case.applicant_name, Case.status)
        .add_columns(cases_within(session, person, "cases.read").label("named"))
        .where(within, Case.id.in_(ever))
        .order_by(Case.submitted_at.desc(), Case.id)
        .limit(MOST)
    )
    cases = {row.id: row for row in rows}
    told = told_of_papers(session, str(person.province_code), list(cases))
    found = (_row(row, told[case_id]) for case_id, row in cases.items())
    return tuple(sorted((one for one in found if one), key=lambda one: (one.at, one.ref)))


def _row(row: Any, history: Sequence[Recorded]) -> StillLost | None:
    papers = tuple(one.name for one in lost_in(history) if one.lacking)
    if not papers:
        return None
    at, event = max(
        ((told.at, told.event) for told in history if isinstance(told.event, PapersLost)),
        key=itemgetter(0),
    )
    return StillLost(
        ref=row.code or row.submission_number,
        applicant_name=row.applicant_name if row.named else None,
        may_read=bool(row.named),
        unit_name=event.unit_name,
        papers=papers,
        at=at,
        reason=event.reason,
        paper=event.paper,
        status_name=state(row.status).name,
    )
