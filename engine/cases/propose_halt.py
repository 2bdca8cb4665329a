"""An officer proposes to suspend or to stop a case, on a lawful ground."""

from datetime import datetime
from typing import cast, get_args

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.acts import ACTS
from engine.cases.act.task_act import check_state, open_task
from engine.catalogue.rules.grounds import ground_on
from engine.errors import GroundUnknown, HaltProposedAlready, HaltUnknown, NotInThisState
from engine.facts import topics
from engine.facts.events_of_halts import Halt, HaltProposed
from engine.routing.as_it_stands import day_of
from engine.typed.given import LAW, basis_given, reason_given

KIND = "propose_halt"


def propose_halt(
    session: Session,
    *,
    task_id: str,
    person: Person,
    ground: str,
    reason: str,
    basis: str,
    now: datetime,
) -> None:
    """Ask the head to suspend or stop the case (requirement R-32); nothing changes until then.

    ``ground``: ``suspend:…`` or ``stop:…`` of the dated catalogue; no outage is one. Raises
    TaskNotFound, NotYourDesk, TaskAlreadyDone, TaskAlreadyClaimed, NotInThisState, AlreadyDecided,
    HaltProposedAlready, HaltUnknown, GroundUnknown, ReasonMissing, BasisMissing, TextUnreadable.
    """
    opened = open_task(session, task_id=task_id, person=person, now=now, kind=KIND)
    act = opened.act
    check_state(act, KIND)
    if act.case["proposed"] is not None:
        raise HaltProposedAlready
    halt, _, code = ground.partition(":")
    if halt not in get_args(Halt):
        raise HaltUnknown(given=halt[:60])
    if halt == "suspend" and act.stands.state.suspended:
        raise NotInThisState(act=ACTS[KIND].label.rstrip("…"), state=act.stands.state.name)
    found = ground_on(halt, code, day_of(now))
    if found is None:
        raise GroundUnknown(given=code[:60])
    proposed = HaltProposed(
        halt=cast("Halt", halt),
        ground=code,
        ground_name=found.name,
        reason=reason_given(reason),
        legal_basis=basis_given(basis, what=LAW),
    )
    act.change(proposed=halt, proposed_by=person.officer_id)
    act.record(proposed)
    act.announce(topics.HaltProposed(unit=opened.task["unit_code"], halt=halt))
    act.save()
