"""A message from outside reaches a case whose process waits for it.

Which case it is for says its code; nothing in the payload routes. Of the payload, the process takes
only the names that the waiting event declares.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from engine.audit import Actor
from engine.cases.act import locking
from engine.cases.act.case_act import CaseAct
from engine.workflow import Delivered


def deliver_message(
    session: Session,
    *,
    ref: str,
    name: str,
    payload: Mapping[str, str | int | bool],
    actor: Actor,
    now: datetime,
    element_id: str | None = None,
) -> Delivered:
    """Hand the message to the one event of the case that waits for it, and let the process go on.

    ``element_id`` says which event, when several wait. A message that comes again is refused like
    one that nobody waits for. Raises CaseNotFound, MessageNotAwaited, MessageAmbiguous, NotScalar,
    NobodyToAssign, and whatever incident the process meets; then nothing has changed.
    """
    locked = locking.lock_named_case(session, ref)
    act = CaseAct(session, locked.case, epoch=locked.epoch, actor=actor, now=now)
    delivered = act.take_message(name, payload, element_id=element_id)
    act.save()
    return delivered
