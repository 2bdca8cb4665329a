"""A case stands still: its clock and the timers of its diagram stop and go on together.

For the acts that stop a case by law (a supplement, a financial duty): they say which clock, why and
on what basis, and the timers keep what was left of them.
"""

from datetime import datetime

from sqlalchemy import select

from engine.cases.act.case_act import CaseAct
from engine.deadlines import resumed_due
from engine.facts.events_of_clocks import CaseParked, CaseResumed
from engine.store.cases import ClockInterval
from engine.worktime import Span

CLOCK = "case"


def park_case(act: CaseAct, *, clock: str, reason: str, legal_basis: str) -> None:
    """Stop the case's solving clock and its timers; another clock runs meanwhile.

    ``clock`` is the one that runs while the case waits (``supplement``, ``finance``). Parking a
    parked case changes nothing. The caller saves the act.
    """
    if act.run.parked:
        return
    act.park_timers()
    act.stop_clock(CLOCK)
    act.start_clock(clock, reason, legal_basis)
    act.record(CaseParked(clock=clock, reason=reason, legal_basis=legal_basis))


def resume_case(act: CaseAct, *, clock: str, reason: str, legal_basis: str) -> None:
    """Let the solving clock and the timers go on; the clock that ran meanwhile stops.

    A timer with two hours left is due two hours from now; one with a fixed date keeps its date, and
    fires at once if that is past. The case is due so much later as it stood still. Resuming a
    running case changes nothing. The caller saves.
    """
    if not act.run.parked:
        return
    due_at = _due_again(act, clock)
    act.change(due_at=due_at)
    act.resume_timers()
    act.stop_clock(clock)
    act.start_clock(CLOCK, reason, legal_basis)
    act.record(CaseResumed(clock=clock, reason=reason, legal_basis=legal_basis, due_at=due_at))


def _due_again(act: CaseAct, clock: str) -> datetime | None:
    """When the case is due, now that the clock which ran meanwhile stops."""
    due_at: datetime | None = act.case["due_at"]
    stopped_at = act.session.scalar(
        select(ClockInterval.started_at).where(
            ClockInterval.province_code == act.key[0],
            ClockInterval.case_id == act.key[1],
            ClockInterval.clock == clock,
            ClockInterval.stopped_at.is_(None),
        )
    )
    if due_at is None or stopped_at is None:
        return due_at
    drawn = act.package.manifest.time_limit
    return resumed_due(
        act.setting.calendar_of(act.case["competent_unit"]),
        due_at,
        act.taken.limit(Span(drawn.amount, drawn.unit)).unit,
        stopped_at=stopped_at,
        resumed_at=act.now,
    )
