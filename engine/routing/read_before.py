"""What somebody read of a case before they decide on it as a second person, named by its mark.

A proposal, a slip, a cause, what was prepared for a signature: each is told by the audit, which is
only ever added to. So the last event that tells of it names all that there was to be read.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from engine.acts.inputs import SEEN
from engine.facts.events_of_clocks import CaseParked, CaseResumed, MessageSent, TimersFired
from engine.facts.events_of_consultations import ConsultationLate
from engine.facts.events_of_halts import HaltProposed
from engine.facts.events_of_handing import (
    TaskDelegated,
    TaskReassigned,
    TaskTakenBack,
    TaskTakenOver,
)
from engine.facts.events_of_incidents import IncidentOpened, IncidentPassed, IncidentRetried
from engine.facts.events_of_lateness import (
    CauseClaimed,
    CauseConfirmed,
    CauseRejected,
    DueReminded,
    OwnTimeGiven,
)
from engine.facts.events_of_money import (
    PaymentAsked,
    PaymentCancelled,
    PaymentRecorded,
    PaymentRefunded,
)
from engine.facts.events_of_outages import OutageSlipTaken
from engine.facts.events_of_papers import PapersSent
from engine.facts.events_of_receipts import CodeReissued
from engine.facts.events_of_supplements import SupplementReminded
from engine.facts.events_of_work import PersonAssigned, TaskClaimed, TaskReleased
from engine.facts.reading import Recorded
from engine.store.audit import CaseEvent
from engine.typed.seen import mark_of
from engine.workflow import Definition

WAITS: Mapping[str, str] = {
    "approve_halt": HaltProposed.kind,
    "confirm_outage_slip": OutageSlipTaken.kind,
    "confirm_lateness_cause": CauseClaimed.kind,
    "reject_lateness_cause": CauseClaimed.kind,
}
"""Act → the event that tells what waits for it."""
QUIET: frozenset[str] = frozenset(
    shape.kind
    for shape in (
        *(TaskClaimed, TaskReleased, PersonAssigned, TaskReassigned, TaskDelegated),
        *(TaskTakenOver, TaskTakenBack, MessageSent, TimersFired, CaseParked, CaseResumed),
        *(DueReminded, OwnTimeGiven, CauseClaimed, CauseConfirmed, CauseRejected),
        *(PaymentAsked, PaymentRecorded, PaymentRefunded, PaymentCancelled, SupplementReminded),
        *(ConsultationLate, IncidentOpened, IncidentRetried, IncidentPassed, PapersSent),
        *(CodeReissued,),
    )
)
"""What changes nothing of what whoever decides a dossier reads: who has the work, reminders, money.
Any other event does, a new kind too.
"""


def goes_by_reading(definition: Definition, element_id: str) -> bool:
    """Whether the step is a second person's: it signs, or may send back what others prepared."""
    step = definition.steps.get(element_id)
    back = step is not None and any(one.kind == "back" for one in step.outcomes)
    return back or element_id in definition.signing


def shown(act: str, key: tuple[str, str], history: Sequence[Recorded]) -> str | None:
    """The mark of what the history of the case ``key``, newest first, shows for the act.

    ``None``: nothing waits.
    """
    found = (one.seq for one in history if _tells(act, one.kind))
    seq = next(found, None)
    return None if seq is None else mark_of_event(key, seq)


def shown_now(session: Session, act: str, key: tuple[str, str]) -> str:
    """The same, read from the audit; "" where nothing waits."""
    return shown_of_many(session, act, key[0], (key[1],)).get(key[1], "")


def shown_of_many(
    session: Session, act: str, province_code: str, case_ids: Collection[str]
) -> dict[str, str]:
    """The same of several cases, by their ids."""
    query = (
        select(CaseEvent.case_id, func.max(CaseEvent.seq))
        .where(
            CaseEvent.province_code == province_code,
            CaseEvent.case_id.in_(case_ids),
            _told_by(act),
        )
        .group_by(CaseEvent.case_id)
    )
    rows = session.execute(query) if case_ids else ()
    return {case_id: mark_of_event((province_code, case_id), seq) for case_id, seq in rows}


def mark_of_event(key: tuple[str, str], seq: int) -> str:
    """The mark of what the event at this place in the history of the case tells."""
    return mark_of(SEEN.name, *key, seq)


def _tells(act: str, kind: str) -> bool:
    return kind == WAITS[act] if act in WAITS else kind not in QUIET


def _told_by(act: str) -> ColumnElement[bool]:
    if act in WAITS:
        return CaseEvent.kind == WAITS[act]
    return CaseEvent.kind.not_in(QUIET)
