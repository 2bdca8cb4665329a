"""A repair that decides, a value or who signs, is confirmed by a second person, or dropped."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import ROLES, Administrator, Matter, may
from engine.accounts.one_person import not_another
from engine.cases.act.case_act import CaseAct
from engine.cases.act.seeing import sees
from engine.cases.give_desk import put_desk
from engine.cases.give_value import put_value, read
from engine.cases.mending import open_of_province
from engine.cases.second_person import second_of
from engine.errors import CaseNotFound, NoRepairProposed, NotRepairsSecond
from engine.facts.events_of_incidents import DeskProposed, RepairDropped
from engine.routing.repairs import Proposed, proposed_repair
from engine.typed.given import reason_given
from engine.typed.seen import check_seen
from engine.typed.text import Typed

RIGHT = "incidents.confirm"


def confirm_repair(
    session: Session, *, admin: Administrator, ref: str, seen: str, now: datetime
) -> None:
    """Do the repair as it was proposed: by another person, of the role that confirms.

    Who confirms nothing is told so whether or not there is such a case. Raises what
    ``require_somewhere`` does, CaseNotFound, NoRepairProposed, NotRepairsSecond, OwnDossier,
    MovedSinceSeen where ``seen`` is not the mark of what waits, what ``give_desk`` and
    ``give_value`` raise.
    """
    act, found = _proposed(session, admin, ref, now)
    check_seen(seen, found.seen)
    told = found.event
    if isinstance(told, DeskProposed):
        put_desk(act, told)
    else:
        given = read(Typed(told.typed), told.value_kind)
        put_value(act, told.name, given, reason=told.reason, paper=told.paper)
    act.save()


def drop_repair(
    session: Session, *, admin: Administrator, ref: str, reason: str | None, now: datetime
) -> None:
    """Let it not be done: by who might confirm it. Raises also ReasonMissing."""
    act, _ = _proposed(session, admin, ref, now)
    act.record(RepairDropped(reason=reason_given(reason)))
    act.save()


def _proposed(
    session: Session, admin: Administrator, ref: str, now: datetime
) -> tuple[CaseAct, Proposed]:
    admin.require_somewhere(RIGHT)
    act = open_of_province(session, admin=admin, ref=ref, now=now)
    unit = act.case["competent_unit"]
    matter = Matter(*(act.key[0], act.setting, unit), procedure_code=act.case["procedure_code"])
    by = may(admin.person, RIGHT, matter) if admin.person else None
    if by is None and (admin.person is None or not sees(act, admin.person)):
        raise CaseNotFound(ref=ref)
    found = proposed_repair(session, act.case)
    if found is None:
        raise NoRepairProposed
    role = second_of(act)
    second = NotRepairsSecond(role=ROLES[role].title)
    if by is None or by.role != role:
        raise second
    if why := not_another(session, found.actor.account_id, admin.account_id, second):
        raise why
    return act, found
