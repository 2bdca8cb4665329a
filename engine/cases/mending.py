"""Who may mend what stopped a case: the administrator of its province."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.audit import Actor
from engine.cases.act import locking
from engine.cases.act.case_act import CaseAct
from engine.errors import CaseNotFound, NoIncident
from engine.organisation.tree import setting_of


def open_stopped(session: Session, *, admin: Administrator, ref: str, now: datetime) -> CaseAct:
    """Lock a case that waits in an incident. Raises CaseNotFound, ProvinceAdminOnly, NoIncident."""
    act = open_to_mend(session, admin=admin, ref=ref, now=now)
    if not act.case["open_incidents"]:
        raise NoIncident(ref=act.stands.ref)
    return act


def open_to_mend(session: Session, *, admin: Administrator, ref: str, now: datetime) -> CaseAct:
    """Lock a case for who mends cases. Raises CaseNotFound, ProvinceAdminOnly.

    Who may mend nothing is told so whether or not there is such a case.
    """
    admin.require("incidents.mend", setting_of(session, admin.province_code))
    return open_of_province(session, admin=admin, ref=ref, now=now)


def open_of_province(session: Session, *, admin: Administrator, ref: str, now: datetime) -> CaseAct:
    """Lock a case of the administrator's province. Raises CaseNotFound."""
    locked = locking.lock_named_case(session, ref)
    if locked.case["province_code"] != admin.province_code:
        raise CaseNotFound(ref=ref)
    actor = Actor(admin.account_id, admin.name)
    return CaseAct(session, locked.case, epoch=locked.epoch, actor=actor, now=now)
