"""Open a case for its applicant, or for the officer who takes their word at the counter."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import counters_of, filed_it, post_in, posts_in
from engine.accounts import Person
from engine.cases.act.case_act import CaseAct, actor_of
from engine.cases.act.locking import lock_named_case
from engine.cases.act.task_act import check_state
from engine.errors import CaseNotFound, NotYourCase, NotYourDesk


def open_for_applicant(
    session: Session, *, ref: str, person: Person, now: datetime, kind: str
) -> CaseAct:
    """Lock the case for who filed it, or for an officer of the unit that received it.

    Raises CaseNotFound (also for other people's cases), NotYourCase, NotInThisState.
    """
    locked = lock_named_case(session, ref)
    case, mine = locked.case, filed_it(person, locked.case["account_id"])
    act = CaseAct(session, case, epoch=locked.epoch, actor=actor_of(person), now=now)
    if not mine:
        if person.officer_id is None or person.province_code != case["province_code"]:
            raise CaseNotFound(ref=ref)
        receiving, procedure = case["receiving_unit"], case["procedure_code"]
        post = post_in(person, unit_code=receiving, procedure_code=procedure)
        if post is None:
            raise NotYourCase(unit=act.setting.unit_name(receiving))
        act.actor = actor_of(person, post.words)
    check_state(act, kind)
    return act


def open_for_counter(
    session: Session, *, ref: str, person: Person, now: datetime, kind: str
) -> CaseAct:
    """Lock the case for an officer of the unit that received it.

    Raises CaseNotFound (also for another province), NotYourDesk, NotInThisState.
    """
    locked = lock_named_case(session, ref)
    case = locked.case
    if case["province_code"] != person.province_code:
        raise CaseNotFound(ref=ref)
    act = CaseAct(session, case, epoch=locked.epoch, actor=actor_of(person), now=now)
    receiving, procedure = case["receiving_unit"], case["procedure_code"]
    post = post_in(person, unit_code=receiving, procedure_code=procedure)
    if post is None:
        raise NotYourDesk(position="Cán bộ tiếp nhận", unit=act.setting.unit_name(receiving))
    act.actor = actor_of(person, post.words)
    check_state(act, kind)
    return act


def open_for_money(
    session: Session, *, ref: str, person: Person, now: datetime, kind: str
) -> CaseAct:
    """Lock the case for an officer of the counter that received it or returns its result.

    Raises CaseNotFound (also for another province), NotYourDesk, NotInThisState.
    """
    locked = lock_named_case(session, ref)
    case = locked.case
    if case["province_code"] != person.province_code or person.officer_id is None:
        raise CaseNotFound(ref=ref)
    act = CaseAct(session, case, epoch=locked.epoch, actor=actor_of(person), now=now)
    counters, procedure = counters_of(case), case["procedure_code"]
    post = posts_in(person, units=counters, procedure_code=procedure)
    if post is None:
        unit = act.setting.unit_name(case["receiving_unit"])
        raise NotYourDesk(position="Cán bộ một cửa", unit=unit)
    act.actor = actor_of(person, post.words)
    check_state(act, kind)
    return act
