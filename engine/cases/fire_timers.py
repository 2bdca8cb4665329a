"""The timers of a case are due: the process goes on without anybody's act."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.audit.chain import SYSTEM
from engine.cases.act import locking
from engine.cases.act.case_act import CaseAct


def open_due_case(
    session: Session, *, province_code: str, case_id: str, now: datetime
) -> CaseAct | None:
    """Lock the case for its timers; ``None`` if none is due any more, or another act holds it."""
    locked = locking.lock_due_case(session, province_code, case_id, now)
    if locked is None:
        return None
    return CaseAct(session, locked.case, epoch=locked.epoch, actor=SYSTEM, now=now)


def fire_timers(act: CaseAct) -> list[str]:
    """Fire what is due and write where the case went; the elements that fired.

    Late or repeated firing is harmless: what has fired waits no more. Raises the incident that the
    process met, or NobodyToAssign; then nothing was written.
    """
    fired = act.fire_timers()
    if fired:
        act.save()
    return fired
