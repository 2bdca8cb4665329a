"""A case goes from one phase of its diagram to the next, with a due time of its own.

Called by the act itself after every move, and when the case is solved: no verb has to remember it.
"""

from typing import TYPE_CHECKING

from sqlalchemy import select

from engine.facts import topics
from engine.facts.events_of_phases import PhaseBegun, PhaseEnded
from engine.store.phases import CasePhase

if TYPE_CHECKING:
    from engine.cases.act.case_act import CaseAct


def begin_phase(act: "CaseAct", known: frozenset[str]) -> None:
    """The phase of a step that came now begins, the last of several; each begins once.

    ``known``: the tasks that were open before. What was promised for the phase before is kept as it
    was when that ended: now, or when the step came with which its work was done. An extension was
    of that phase.
    """
    stands = act.stands
    if not stands.phases or act.as_changed["received_at"] is None:
        return
    here = {task.element_id for task in act.run.ready() if task.id not in known}
    began = stands.phase_number
    if stands.phases[began][1].until in here:
        end_phase(act)
    begins = [n for n, (element, _) in enumerate(stands.phases) if n > began and element in here]
    if not begins:
        return
    end_phase(act)
    element, phase = stands.phases[begins[-1]]
    act.change(phase=element, phase_at=act.now, first_due_at=None)
    act.change(due_at=act.stands.due_from(act.now))
    limit, due_at = act.stands.limit, act.as_changed["due_at"]
    act.record(
        PhaseBegun(
            number=begins[-1] + 1,
            name=phase.name,
            amount=str(limit.span.amount),
            unit=limit.span.unit,
            basis=limit.basis,
            due_at=due_at,
        )
    )
    told = due_at.isoformat() if due_at else None
    act.announce(topics.PhaseBegun(name=phase.name, due_at=told))


def end_phase(act: "CaseAct") -> None:
    """The phase of the case is over now, unless it was before: kept with the due time that was in
    force.
    """
    stands, row = act.stands, act.as_changed
    began_at = row["phase_at"] or row["received_at"]
    if not stands.phases or began_at is None:
        return
    number = stands.phase_number
    if stands.phases[number][1].until is not None and _is_over(act, number + 1):
        return
    ended = PhaseEnded(
        number=number + 1,
        name=stands.phases[number][1].name,
        began_at=began_at,
        due_at=row["due_at"],
    )
    kept = {
        "province_code": act.key[0],
        "case_id": act.key[1],
        "number": ended.number,
        "name": ended.name,
        "began_at": ended.began_at,
        "due_at": ended.due_at,
        "ended_at": act.now,
    }
    act.write(CasePhase, [kept])
    act.record(ended)


def _is_over(act: "CaseAct", number: int) -> bool:
    """Whether the phase ended before, in another act or in this one."""
    if any(row["number"] == number for row in act.to_write(CasePhase)):
        return True
    query = select(CasePhase.number).where(
        CasePhase.province_code == act.key[0],
        CasePhase.case_id == act.key[1],
        CasePhase.number == number,
    )
    return act.session.scalar(query) is not None
