"""A case goes on by itself: its officers are reminded of its due time, or who owes a supplement of
its term; then the case is closed."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_by_itself
from engine.cases.act.earlier import last_said
from engine.cases.act.reminding import reminder_after
from engine.cases.ask_supplement import term_for, warnings_of
from engine.deadlines.supplements import answer_over, next_waking
from engine.facts import topics
from engine.facts.events_of_lateness import DueReminded
from engine.facts.events_of_supplements import (
    SupplementAsked,
    SupplementMissed,
    SupplementReminded,
)
from engine.life import Status


def wake_case(session: Session, *, province_code: str, case_id: str, now: datetime) -> bool:
    """Do what is due in the case now; whether anything was.

    Late or repeated waking is harmless: a reminder that was missed is given once, and a case is
    closed once (decree 118/2025 art. 19.5).
    """
    act = open_by_itself(session, province_code, case_id, now)
    if act is None or act.case["wakes_at"] is None or act.case["wakes_at"] > now:
        return False
    if act.stands.state.counts:
        _remind_of_due(act)
        act.save()
        return True
    asked = last_said(act, SupplementAsked)
    if asked is None or asked.until is None:
        return False
    if answer_over(asked.until, now):
        _close(act, asked, asked.until)
    else:
        _remind(act, asked, asked.until)
    act.save()
    return True


def _remind_of_due(act: CaseAct) -> None:
    """Remind who does the steps, after the due time their head too (requirement R-36)."""
    due_at = act.case["due_at"]
    act.change(wakes_at=reminder_after(act, act.now))
    if due_at is None:
        return
    late = act.now >= due_at
    act.change(reminded_at=act.now)
    act.record(DueReminded(due_at=due_at, late=late))
    act.announce(
        topics.DueReminded(unit=act.case["competent_unit"], due_at=due_at.isoformat(), late=late)
    )


def _remind(act: CaseAct, asked: SupplementAsked, until: datetime) -> None:
    warned = warnings_of(term_for(act, asked.stage))
    act.change(wakes_at=next_waking(until, warned, act.now))
    act.record(SupplementReminded(until=until))
    act.announce(topics.SupplementReminded(until=until.isoformat()))


def _close(act: CaseAct, asked: SupplementAsked, until: datetime) -> None:
    act.stop(Status.STOPPED, reason="hết hạn bổ sung hồ sơ", basis=asked.legal_basis)
    act.record(SupplementMissed(until=until, legal_basis=asked.legal_basis))
