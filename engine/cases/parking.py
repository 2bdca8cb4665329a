"""A case stands still: its clock and the timers of its diagram stop and go on together.

For the acts that stop a case by law (a supplement, a financial duty): they say which clock, why and
on what basis, and the timers keep what was left of them.
"""

from engine.cases.stepping import CaseAct

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
    act.record("case_parked", clock=clock, reason=reason, legal_basis=legal_basis)


def resume_case(act: CaseAct, *, clock: str, reason: str, legal_basis: str) -> None:
    """Let the solving clock and the timers go on; the clock that ran meanwhile stops.

    A timer with two hours left is due two hours from now; one with a fixed date keeps its date, and
    fires at once if that is past. Resuming a running case changes nothing. The caller saves.
    """
    if not act.run.parked:
        return
    act.resume_timers()
    act.stop_clock(clock)
    act.start_clock(CLOCK, reason, legal_basis)
    act.record("case_resumed", clock=clock, reason=reason, legal_basis=legal_basis)
