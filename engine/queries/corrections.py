"""What a case and those that correct its result tell of each other."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.audit.chain import StoredEvent
from engine.facts.events_of_corrections import CorrectionOpened
from engine.facts.reading import STORED, recorded
from engine.life import state
from engine.queries.views.corrections import CorrectionView
from engine.routing.corrections import corrections
from engine.routing.giving_results import owed_for_result
from engine.store.audit import CaseEvent
from engine.store.cases import Case
from engine.store.rows import CaseRow


def corrections_of(session: Session, case: CaseRow) -> tuple[CorrectionView, ...]:
    """The cases that correct the result of this one, the newest first."""
    ref = case["code"] or case["submission_number"]
    return tuple(_view(session, one, ref) for one in reversed(corrections(session, case)))


def correction_by(session: Session, case: CaseRow) -> CorrectionView | None:
    """What this case corrects, if it corrects another."""
    if case["corrects"] is None:
        return None
    first = session.get_one(Case, (case["province_code"], case["corrects"]))
    own = session.get_one(Case, (case["province_code"], case["id"]))
    told = _view(session, own, first.code or first.submission_number)
    return replace(told, first_owed=owed_for_result(session, case))


def _view(session: Session, linked: Case, first: str) -> CorrectionView:
    stands = state(linked.status)
    return CorrectionView(
        ref=linked.code or linked.submission_number,
        first=first,
        reason=_reason(session, linked),
        status_name=stands.name,
        solved=stands.solved,
        opened_at=linked.submitted_at,
        due_at=linked.due_at,
        returned_at=linked.returned_at,
    )


def _reason(session: Session, linked: Case) -> str:
    row = session.execute(
        select(*STORED)
        .where(
            CaseEvent.province_code == linked.province_code,
            CaseEvent.case_id == linked.id,
            CaseEvent.kind == CorrectionOpened.kind,
        )
        .limit(1)
    ).one_or_none()
    told = recorded(StoredEvent(*row)).event if row else None
    return told.reason if isinstance(told, CorrectionOpened) else ""
