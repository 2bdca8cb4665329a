"""A case that the engine could not move on waits in an incident until the cause is mended.

The case keeps its token and shows what stopped it. A person's act is refused as a whole, and its
door opens the incident afterwards; of a timer, which has nobody to tell, the due ones are held.
"""

import logging
from datetime import datetime
from typing import TypedDict

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from engine.audit.chain import SYSTEM
from engine.cases.act import locking
from engine.cases.act.case_act import CaseAct
from engine.errors import Refusal
from engine.facts import topics
from engine.facts.events_of_incidents import IncidentOpened
from engine.store.base import table_of
from engine.store.ids import new_id
from engine.store.jobs import Incident, Timer
from engine.workflow.running.incidents import ConditionNotBoolean, VariableMissing

INTERNAL = "internal"
INTERNAL_WORDS = "Lỗi bên trong hệ thống ({kind}); bộ phận kỹ thuật cần xem nhật ký máy chủ."

_incident, _timer = table_of(Incident), table_of(Timer)
_THIS_CASE = (
    _incident.c.province_code == bindparam("key_province"),
    _incident.c.case_id == bindparam("key_case"),
    _incident.c.resolved_at.is_(None),
)
_log = logging.getLogger(__name__)


class Cause(TypedDict):
    """Where and why, as the incident's row and its event keep it; ``message`` is in Vietnamese."""

    element_id: str | None
    element_name: str | None
    code: str
    message: str


def open_incident(
    session: Session,
    *,
    province_code: str,
    case_id: str,
    version: int,
    error: Exception,
    now: datetime,
    timers: bool = True,
) -> bool:
    """Open an incident of a case, and hold its due ``timers`` under it; whether it was needed.

    ``version`` is the case as the failed attempt saw it: if it has moved on since, the timers are
    simply tried again. The same cause at the same place is one incident, however often it is met.
    """
    locked = locking.lock_case(session, province_code, case_id)
    if locked is None or locked.case["version"] != version:
        return False
    act = CaseAct(session, locked.case, epoch=locked.epoch, actor=SYSTEM, now=now)
    cause = cause_of(error)
    known = _known(session, act.key, cause)
    incident_id = known or new_id()
    if timers:
        _hold(session, act.key, incident_id, now)
    if known is None:
        row = {
            "province_code": province_code,
            "case_id": case_id,
            "id": incident_id,
            "at": now,
            **cause,
        }
        session.connection().execute(insert(_incident), row)
        act.change(open_incidents=act.case["open_incidents"] + 1)
        act.record(IncidentOpened(incident=incident_id, timers=timers, **cause))
        act.announce(topics.IncidentOpened(incident=incident_id, code=cause["code"]))
        act.save()
    return True


def cause_of(error: Exception) -> Cause:
    """What the error says of where and why."""
    if not isinstance(error, Refusal):
        _log.error("a timer failed in a way that is no refusal", exc_info=error)
        words = INTERNAL_WORDS.format(kind=type(error).__name__)
        return {"element_id": None, "element_name": None, "code": INTERNAL, "message": words}
    told = {key: str(value) for key, value in error.details.items() if value}
    return {
        "element_id": told.get("element_id"),
        "element_name": told.get("element_name") or told.get("step"),
        "code": error.code,
        "message": _plain(error),
    }


def _plain(error: Refusal) -> str:
    """The cause as somebody reads it who does not know diagrams."""
    told = error.details
    if isinstance(error, VariableMissing):
        return (
            f"Để đi tiếp từ “{told['element_name']}”, hồ sơ phải có giá trị “{told['name']}”, nhưng"
            " chưa bước nào ghi giá trị này."
        )
    if isinstance(error, ConditionNotBoolean):
        return (
            f"Để đi tiếp từ “{told['element_name']}”, hồ sơ phải trả lời được điều kiện"
            f" “{told['expression']}”, nhưng thiếu dữ liệu (kết quả là {told['value']})."
        )
    return str(error)


def _known(session: Session, key: tuple[str, str], cause: Cause) -> str | None:
    query = select(_incident.c.id).where(
        *_THIS_CASE,
        _incident.c.code == cause["code"],
        _incident.c.message == cause["message"],
    )
    keys = {"key_province": key[0], "key_case": key[1]}
    return session.connection().execute(query, keys).scalar()


def _hold(session: Session, key: tuple[str, str], incident_id: str, now: datetime) -> None:
    session.connection().execute(
        update(_timer)
        .where(
            _timer.c.province_code == key[0],
            _timer.c.case_id == key[1],
            _timer.c.incident_id.is_(None),
            _timer.c.due_at <= now,
        )
        .values(incident_id=incident_id)
    )
