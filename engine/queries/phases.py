"""The phases of a case, in the diagram's order."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.queries.case_rows import CaseRows
from engine.queries.views.parts import Due
from engine.queries.views.phases import PhaseView, ResultLater
from engine.queries.whereabouts import case_due_view
from engine.queries.wording import ended_due, limit_words
from engine.routing.as_it_stands import CaseAsItStands
from engine.store.phases import CasePhase
from engine.store.rows import CaseRow


def phase_views(session: Session, rows: CaseRows, now: datetime) -> tuple[PhaseView, ...]:
    """None of a case whose diagram has no phases."""
    return tuple(_views(session, rows, now)) if rows.stands.phases else ()


def result_later(phases: Sequence[PhaseView]) -> ResultLater | None:
    """What is promised while another phase than the last goes on; ``None``: the due time in force
    is the result's.
    """
    begun = [one for one in phases if one.began_at is not None]
    if not begun or begun[-1] == phases[-1]:
        return None
    last = phases[-1]
    return ResultLater(begun[-1].name, f"{last.limit_words}, {last.begins_words}")


def _views(session: Session, rows: CaseRows, now: datetime) -> Iterator[PhaseView]:
    case, stands = rows.case, rows.ahead
    query = select(CasePhase).where(
        CasePhase.province_code == case["province_code"], CasePhase.case_id == case["id"]
    )
    over = {one.number: one for one in session.scalars(query)}
    for number, (element, phase) in enumerate(stands.phases, start=1):
        ended = over.get(number)
        runs = number == stands.phase_number + 1 and case["received_at"] is not None
        began_at = (case["phase_at"] or case["received_at"]) if runs else None
        due = case_due_view(rows, now) if runs else Due(None, "none", "")
        if ended is not None:
            began_at, due = ended.began_at, ended_due(ended.due_at, ended.ended_at, "phase")
        yield PhaseView(
            number=number,
            name=phase.name,
            limit_words=limit_words(_in_phase(stands, element, number).limit.span),
            begins_words=f"tính từ bước “{stands.definition.steps[element].name}”",
            began_at=began_at,
            ended_at=ended.ended_at if ended else None,
            due=due,
        )


def _in_phase(stands: CaseAsItStands, element: str, number: int) -> CaseAsItStands:
    row: CaseRow = {**stands.row, "phase": element if number > 1 else None}
    return CaseAsItStands(row, stands.package, stands.setting)
