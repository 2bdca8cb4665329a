"""Who may mend what stopped a case: the administrator of its province."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Administrator, of_case
from engine.audit import Actor
from engine.cases.act import locking
from engine.cases.act.case_act import CaseAct
from engine.cases.act.seeing import check_not_own, of_its_people
from engine.errors import CaseNotFound, NoIncident, RepairWaits
from engine.organisation.tree import setting_of
from engine.routing.repairs import proposed_repair


def open_stopped(session: Session, *, admin: Administrator, ref: str, now: datetime) -> CaseAct:
    """Lock a case that waits in an incident. Raises what ``open_to_mend`` does, NoIncident."""
    act = open_to_mend(session, admin=admin, ref=ref, now=now)
    if not act.case["open_incidents"]:
        raise NoIncident(ref=act.stands.ref)
    return act


def open_to_mend(session: Session, *, admin: Administrator, ref: str, now: datetime) -> CaseAct:
    """Lock a case for who mends cases.

    Who may mend nothing is told so whether or not there is such a case. What waits for its
    confirmation comes first. Raises CaseNotFound, OwnDossier, ProvinceAdminOnly, RepairWaits.
    """
    admin.require("incidents.mend", setting_of(session, admin.province_code))
    act = open_of_province(session, admin=admin, ref=ref, now=now)
    if proposed_repair(session, act.case) is not None:
        raise RepairWaits
    return act


def open_of_province(session: Session, *, admin: Administrator, ref: str, now: datetime) -> CaseAct:
    """Lock a case of the administrator's province, but for their own (requirement R-10).

    Raises CaseNotFound, OwnDossier.
    """
    locked = locking.lock_named_case(session, ref)
    if locked.case["province_code"] != admin.province_code:
        raise CaseNotFound(ref=ref)
    actor = Actor(admin.account_id, admin.name)
    act = CaseAct(
        session, locked.case, epoch=locked.epoch, actor=actor, now=now, numbers=locked.numbers
    )
    if admin.person is not None:
        check_not_own(admin.person, of_its_people(act, of_case(act.case, act.setting)))
    return act
