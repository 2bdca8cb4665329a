"""Somebody mended what stopped a case: its held timers are due again."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.audit import Actor
from engine.cases.act import locking, writing
from engine.cases.act.case_act import CaseAct
from engine.cases.mending import open_stopped
from engine.errors import NoIncident
from engine.facts.events_of_incidents import IncidentRetried
from engine.store.base import table_of
from engine.store.jobs import Timer

_timer = table_of(Timer)


def retry_case(session: Session, *, ref: str, actor: Actor, now: datetime) -> tuple[str, str]:
    """Say that the cause is mended: the held timers are due again; the case's key.

    For the operator of the installation. Raises CaseNotFound, NoIncident.
    """
    locked = locking.lock_named_case(session, ref)
    if not locked.case["open_incidents"]:
        raise NoIncident(ref=locked.case["code"] or locked.case["submission_number"])
    act = CaseAct(session, locked.case, epoch=locked.epoch, actor=actor, now=now)
    return _retry(act)


def retry_stopped(session: Session, *, admin: Administrator, ref: str, now: datetime) -> None:
    """The same by the province's administrator.

    Raises CaseNotFound, ProvinceAdminOnly, NoIncident.
    """
    _retry(open_stopped(session, admin=admin, ref=ref, now=now))


def free_timers(act: CaseAct) -> tuple[str, ...]:
    """Let the held timers be due again and close the incidents; their ids."""
    act.connection.execute(
        update(_timer)
        .where(_timer.c.province_code == act.key[0], _timer.c.case_id == act.key[1])
        .values(incident_id=None)
    )
    ids = writing.resolve_incidents(act.connection, act.key, at=act.now, by=act.actor.name)
    act.change(open_incidents=0)
    return tuple(ids)


def _retry(act: CaseAct) -> tuple[str, str]:
    act.record(IncidentRetried(incidents=free_timers(act)))
    act.save()
    return act.key
