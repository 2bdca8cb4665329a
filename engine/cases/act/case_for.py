"""Open a case: for somebody who names it, as applicant or counter, or as it goes on by itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import By, of_case
from engine.accounts import Person
from engine.audit.chain import SYSTEM
from engine.cases.act.case_act import CaseAct, actor_of
from engine.cases.act.locking import lock_free_case, lock_named_case
from engine.cases.act.seeing import act_by
from engine.cases.act.task_act import check_state
from engine.errors import NotTheLead, NotTheOwner, NotYourCase, NotYourDesk, Refusal
from engine.routing.answering import charged, units_answering, units_that_worked


def open_named(session: Session, ref: str, person: Person, now: datetime) -> CaseAct:
    """Lock the case of a code or number; whether the person may do anything is not asked yet.

    Raises CaseNotFound, CaseCodeTwoWays.
    """
    locked = lock_named_case(session, ref)
    return CaseAct(
        session,
        locked.case,
        epoch=locked.epoch,
        actor=actor_of(person),
        now=now,
        numbers=locked.numbers,
    )


def open_by_itself(
    session: Session, province_code: str, case_id: str, now: datetime
) -> CaseAct | None:
    """Lock the case for what happens without anybody; ``None`` for one that is no more.

    ``None`` also for one that somebody holds: what is due stays due, and workers that read the same
    list never wait for one another.
    """
    locked = lock_free_case(session, province_code, case_id)
    if locked is None:
        return None
    numbers = locked.numbers
    return CaseAct(session, locked.case, epoch=locked.epoch, actor=SYSTEM, now=now, numbers=numbers)


def open_for_applicant(
    session: Session, *, ref: str, person: Person, now: datetime, kind: str
) -> CaseAct:
    """Lock the case for its owner, as far as the act goes for who filed it for them, or for an
    officer of the unit that received it.

    Raises CaseNotFound (also for other people's cases), OwnDossier, NotYourCase, NotTheOwner,
    NotInThisState.
    """
    stranger = NotYourCase if person.officer_id is not None else NotTheOwner
    return _open(session, ref, person, now=now, kind=kind, refused=lambda unit: stranger(unit=unit))


def open_for_counter(
    session: Session, *, ref: str, person: Person, now: datetime, kind: str
) -> CaseAct:
    """Lock the case for an officer of the unit that received it.

    Raises CaseNotFound (also for another province), NotYourDesk, NotInThisState.
    """
    return _open(session, ref, person, now=now, kind=kind, refused=_not_at("Cán bộ tiếp nhận"))


def open_for_money(
    session: Session, *, ref: str, person: Person, now: datetime, kind: str
) -> CaseAct:
    """Lock the case for an officer of the counter that received it or returns its result.

    Raises CaseNotFound (also for another province), NotYourDesk, NotInThisState.
    """
    return _open(session, ref, person, now=now, kind=kind, refused=_not_at("Cán bộ một cửa"))


def open_for_heads(
    session: Session, *, ref: str, person: Person, now: datetime, kind: str
) -> tuple[CaseAct, By]:
    """Lock the case for the head of a unit that decides it or had a step of it; by what they may.

    Raises CaseNotFound (also for whom the case is not to be seen), NotTheLead, NotInThisState.
    """
    act = open_named(session, ref, person, now)
    led_by = units_answering(session, act.setting, act.case)
    waits = act.case["slip_by"] is not None
    matter = replace(of_case(act.case, act.setting), led_by=led_by, slip_waits=waits)
    refusal = NotTheLead(unit=act.setting.unit_name(act.case["competent_unit"]))
    by = act_by(act, person, kind, ref=ref, refusal=refusal, matter=matter)
    check_state(act, kind)
    return act, by


def open_for_late_heads(
    session: Session, *, ref: str, person: Person, now: datetime, kind: str
) -> CaseAct:
    """Lock the case for the head of the unit with which it fell late.

    Raises CaseNotFound (also for whom the case is not to be seen), NotTheLead, NotInThisState.
    """
    act = open_named(session, ref, person, now)
    unit, worked = act.stands.late_unit, units_that_worked(act.session, act.case)
    led_by = charged(act.setting, unit, worked)
    matter = replace(of_case(act.case, act.setting), late_led_by=led_by)
    refusal = NotTheLead(unit=act.setting.unit_name(unit))
    act_by(act, person, kind, ref=ref, refusal=refusal, matter=matter)
    check_state(act, kind)
    return act


def _open(
    session: Session,
    ref: str,
    person: Person,
    *,
    now: datetime,
    kind: str,
    refused: Callable[[str], Refusal],
) -> CaseAct:
    """The locked case in a state for the act; ``refused`` names the unit that received it."""
    act = open_named(session, ref, person, now)
    receiving = act.setting.unit_name(act.case["receiving_unit"])
    act_by(act, person, kind, ref=ref, refusal=refused(receiving))
    check_state(act, kind)
    return act


def _not_at(position: str) -> Callable[[str], Refusal]:
    return lambda unit: NotYourDesk(position=position, unit=unit)
