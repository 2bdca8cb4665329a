"""Whose result is a refusal after appraisal, whatever their diagrams draw."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.facts.events_of_refusals import ResultRefused
from engine.life import state
from engine.routing.corrections import told_instead
from engine.store.audit import CaseEvent
from engine.store.rows import CaseRow


def refused_results(session: Session, cases: Iterable[CaseRow]) -> frozenset[str]:
    """The ids of those whose result refuses what was asked, and was not corrected since."""
    solved = [case for case in cases if state(case["status"]).solved]
    if not solved:
        return frozenset()
    provinces, ids = {one["province_code"] for one in solved}, [one["id"] for one in solved]
    found = session.scalars(
        select(CaseEvent.case_id).where(
            CaseEvent.province_code.in_(provinces),
            CaseEvent.case_id.in_(ids),
            CaseEvent.kind == ResultRefused.kind,
        )
    ).all()
    return frozenset(found) - set(told_instead(session, provinces, found)) if found else frozenset()
