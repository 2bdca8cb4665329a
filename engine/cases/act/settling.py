"""Where the process came to decides how the case stands: it waits, goes on, or has ended.

Called by the act itself after every move, so that no verb has to remember it. One status follows
from one move: what was passed through on the way never stood, and nobody is told of it.
"""

from typing import TYPE_CHECKING

from engine.cases.act import turning
from engine.catalogue.manifest import Ending, Wait
from engine.facts.events_of_ending import CaseEnded
from engine.life import Status, settled, state, way_to_end

if TYPE_CHECKING:
    from engine.cases.act.case_act import CaseAct

STOPPED = "stopped"
"""The ending that stands for an end event of which the package says nothing."""
BEGUN = "bắt đầu giải quyết"
DONE = "đã thực hiện xong"


def settle(act: "CaseAct", *, worked: bool) -> None:
    """Give the case the status of where it now is. ``worked``: a person ended a step of it."""
    if act.run.finished:
        _end(act)
        return
    wait, row = _wait(act), act.as_changed
    status = settled(
        Status(row["status"]),
        received=row["received_at"] is not None,
        waits_for=None if wait is None else wait.kind,
        # A step that received the case just now has not begun to solve it.
        worked=worked and act.case["status"] == row["status"],
    )
    if status is None and wait is not None and act.stands.state.parked:
        turning.wait_for(act, wait.note, act.package.manifest.time_limit.basis)
    elif status is not None:
        went_on = DONE if state(row["status"]).parked else BEGUN
        reason = went_on if wait is None else wait.note
        act.turn(status, reason=reason, basis=act.package.manifest.time_limit.basis)


def begin_work(act: "CaseAct") -> None:
    """An officer has taken up a case that was only received so far."""
    row = act.case
    status = settled(
        Status(row["status"]),
        received=row["received_at"] is not None,
        waits_for=None if (wait := act.stands.waits_for) is None else wait.kind,
        worked=True,
    )
    if status is not None:
        act.turn(status, reason=BEGUN, basis=act.package.manifest.time_limit.basis)


def _wait(act: "CaseAct") -> Wait | None:
    """What the process waits for at one of the steps that are open."""
    waits = act.package.manifest.waits
    if not waits:
        return None
    return next((waits[t.element_id] for t in act.run.ready() if t.element_id in waits), None)


def _last_end(act: "CaseAct") -> Ending | None:
    """What the package says of the end event that the process came to last."""
    endings = act.package.manifest.endings
    if not endings:
        return None
    ends = [e for e in act.run.completed_elements() if e in act.definition.end_events]
    return endings.get(ends[-1]) if ends else None


def _end(act: "CaseAct") -> None:
    """The process is finished: without a result, the case ends the way its end event says."""
    now = state(act.as_changed["status"])
    if now.over:
        return
    reached = _last_end(act)
    kind = STOPPED if reached is None else reached.kind
    basis = act.package.manifest.time_limit.basis
    for status in way_to_end(kind, now.status):
        act.turn(status, reason=state(status).name, basis=basis)
    act.record(
        CaseEnded(
            ending=kind,
            element=None if reached is None else reached.element,
            status=Status(act.as_changed["status"]),
        )
    )
