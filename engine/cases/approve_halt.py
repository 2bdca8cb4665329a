"""The head approves or declines that a case is suspended or stopped: never who proposed it."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.accounts.one_person import not_another_officer
from engine.cases.act.earlier import said_last_with_actor
from engine.cases.act.led_task import open_led_task
from engine.cases.act.standing_still import stop_steps
from engine.cases.act.task_act import TaskAct
from engine.cases.issuing_slips import slip_of
from engine.catalogue.rules.grounds import Ground, ground_on
from engine.errors import GroundGone, NothingProposed, SecondPersonNeeded
from engine.facts import topics
from engine.facts.events_of_halts import (
    CaseStopped,
    CaseSuspended,
    HaltDeclined,
    HaltProposed,
)
from engine.life import Status
from engine.routing.as_it_stands import day_of
from engine.routing.read_before import shown_now
from engine.typed.given import reason_given, words_given
from engine.typed.seen import check_seen

APPROVE = "approve_halt"
SLIP = "TBD"


def approve_halt(
    session: Session,
    *,
    task_id: str,
    person: Person,
    remark: str | None = None,
    seen: str,
    now: datetime,
) -> None:
    """Suspend the case, whose time then stands still, or stop it (form 05), as was proposed.

    The ground is looked up again: on one that no longer holds nothing is halted. Raises
    TaskNotFound, NotTheLead, TaskAlreadyDone, NotInThisState, NotForCorrections, AlreadyDecided,
    NothingProposed, SecondPersonNeeded, MovedSinceSeen where ``seen`` is not the mark of what
    waits, GroundGone, TextUnreadable.
    """
    opened, proposed, proposer = _proposed(session, APPROVE, task_id, person, now)
    check_seen(seen, shown_now(session, APPROVE, opened.act.key))
    ground = ground_on(proposed.halt, proposed.ground, day_of(now))
    if ground is None:
        raise GroundGone(name=proposed.ground_name)
    words = words_given("remark", "Ý kiến phê duyệt", remark) or None
    opened.act.change(proposed=None, proposed_by=None)
    if proposed.halt == "suspend":
        _suspend(opened, proposed, ground, proposer=proposer, remark=words)
    else:
        _stop(opened, proposed, proposer, words)
    opened.act.save()


def decline_halt(
    session: Session, *, task_id: str, person: Person, reason: str, now: datetime
) -> None:
    """Let the case go on as before.

    Raises what ``approve_halt`` raises but for what was seen, and ReasonMissing.
    """
    opened, proposed, _ = _proposed(session, "decline_halt", task_id, person, now)
    opened.act.change(proposed=None, proposed_by=None)
    opened.act.record(HaltDeclined(halt=proposed.halt, reason=reason_given(reason)))
    opened.act.save()


def _proposed(
    session: Session, kind: str, task_id: str, person: Person, now: datetime
) -> tuple[TaskAct, HaltProposed, str]:
    opened = open_led_task(session, task_id=task_id, person=person, now=now, kind=kind)
    case = opened.act.case
    said = said_last_with_actor(opened.act, HaltProposed) if case["proposed"] else None
    if said is None:
        raise NothingProposed
    province, maker = case["province_code"], case["proposed_by"]
    own = SecondPersonNeeded()
    if why := not_another_officer(session, province, maker, person.officer_id, own):
        raise why
    return opened, *said


def _suspend(
    opened: TaskAct, told: HaltProposed, ground: Ground, *, proposer: str, remark: str | None
) -> None:
    act = opened.act
    portal = None if ground.portal is None else Status(ground.portal)
    act.turn(Status.SUSPENDED, reason=told.ground_name, basis=told.legal_basis, portal=portal)
    stop_steps(act)
    act.record(
        CaseSuspended(
            ground=told.ground,
            ground_name=told.ground_name,
            reason=told.reason,
            legal_basis=told.legal_basis,
            proposed_by=proposer,
            remark=remark,
        )
    )
    act.announce(topics.CaseSuspended(reason=told.reason, legal_basis=told.legal_basis))


def _stop(opened: TaskAct, told: HaltProposed, proposer: str, remark: str | None) -> None:
    act = opened.act
    act.stop(Status.STOPPED, reason=told.ground_name, basis=told.legal_basis)
    act.record(
        CaseStopped(
            number=slip_of(act, SLIP),
            ground=told.ground,
            ground_name=told.ground_name,
            reason=told.reason,
            legal_basis=told.legal_basis,
            proposed_by=proposer,
            remark=remark,
        )
    )
