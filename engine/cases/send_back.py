"""A case that stands still is sent back to an earlier step, by the engine and never by hand."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.cases.mending import open_stopped
from engine.cases.retry_case import free_timers
from engine.errors import NotEarlier
from engine.facts.events_of_incidents import SentBack
from engine.routing.steps_back import steps_back
from engine.typed.given import basis_given, reason_given


def send_back(
    session: Session,
    *,
    admin: Administrator,
    ref: str,
    step: str,
    reason: str | None,
    paper: str | None,
    now: datetime,
) -> None:
    """Let the case stand at an earlier step of the same scope, which somebody does again.

    Received, due and end times stay. Raises CaseNotFound, ProvinceAdminOnly, NoIncident,
    NotEarlier, NotAlone, NobodyToAssign, ReasonMissing, BasisMissing, TextUnreadable.
    """
    act = open_stopped(session, admin=admin, ref=ref, now=now)
    words, basis = reason_given(reason), basis_given(paper, "paper")
    for task in act.run.ready():
        found = steps_back(act.stands, act.run, task.element_id)
        to = next((one for one in found if one.element_id == step), None)
        if to is not None:
            break
    else:
        raise NotEarlier(step=step[:60] or "(chưa chọn)")
    act.send_back(task.id, to.element_id)
    act.record(
        SentBack(
            element=task.element_id,
            name=act.definition.steps[task.element_id].name,
            step=to.element_id,
            step_name=to.name,
            reason=words,
            paper=basis,
            incidents=free_timers(act),
        )
    )
    act.save()
