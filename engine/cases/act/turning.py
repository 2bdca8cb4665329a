"""A case goes into another status: the only writer of statuses, clocks, parking and their news.

What follows from a status stands in ``engine.life``; here it is done to the case of an act. Every
turn is one record in the audit and one message for the outside.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from engine.cases.act import writing
from engine.cases.act.phasing import end_phase
from engine.deadlines import answer_due
from engine.facts.events_of_clocks import CaseParked, CaseResumed
from engine.facts.topics import CaseSubmitted, StatusChanged
from engine.life import FIRST, LIFE, SOLVING, Change, Clock, Status, change
from engine.store.cases import ClockInterval
from engine.store.rows import Channel

if TYPE_CHECKING:
    from engine.cases.act.case_act import CaseAct

T = TypeVar("T")
ANSWER_BASIS = "NĐ 118/2025/NĐ-CP, Điều 17.2"


class Birth(TypedDict):
    """The columns of a case that its life will change."""

    status: int
    handled_as: Channel | None
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    state: bytes
    rules: dict[str, Any]
    assigned: dict[str, str]
    own_limits: dict[str, Any]
    phase: str | None
    phase_at: datetime | None
    first_due_at: datetime | None
    extended_at: datetime | None
    late_first_since: datetime | None
    late_first_unit: str | None
    late_since: datetime | None
    late_unit: str | None
    counted_late_since: datetime | None
    counted_late_unit: str | None
    own_due_at: datetime | None
    own_late: dict[str, str]
    supplements: int
    wakes_at: datetime | None
    reminded_at: datetime | None
    proposed: str | None
    proposed_by: str | None
    slip: str | None
    slip_by: str | None
    papers_at: str | None
    papers_to: str | None
    papers_until: datetime | None
    receipt_codes: int


def at_birth(now: datetime) -> Birth:
    """What they are for a filing that is made now."""
    return {
        "status": int(FIRST),
        "handled_as": None,
        "submitted_at": now,
        "received_at": None,
        "due_at": None,
        "finished_at": None,
        "returned_at": None,
        "state": b"",  # the run that begins now
        "rules": {},
        "assigned": {},
        "own_limits": {},
        "phase": None,
        "phase_at": None,
        "first_due_at": None,
        "extended_at": None,
        "late_first_since": None,
        "late_first_unit": None,
        "late_since": None,
        "late_unit": None,
        "counted_late_since": None,
        "counted_late_unit": None,
        "own_due_at": None,
        "own_late": {},
        "supplements": 0,
        "wakes_at": None,
        "reminded_at": None,
        "proposed": None,
        "proposed_by": None,
        "slip": None,
        "slip_by": None,
        "papers_at": None,
        "papers_to": None,
        "papers_until": None,
        "receipt_codes": 0,
    }


def begin_life(act: "CaseAct") -> None:
    """A filing that was just made waits for its answer; the outside learns of it."""
    clock = LIFE[FIRST].runs
    if clock is not None:
        _start(act, clock, "Nộp hồ sơ", ANSWER_BASIS)
    act.announce(CaseSubmitted(status=FIRST, unit=act.case["receiving_unit"]))


def turn(
    act: "CaseAct",
    status: Status,
    *,
    reason: str,
    basis: str,
    code: str | None = None,
    portal: Status | None = None,
) -> None:
    """Put the case into the status: clocks, timers, due time and dates follow from it.

    ``reason`` and ``basis`` (a legal basis) go into the clocks and the audit; ``code``: the case's
    code, when it was just given; ``portal``: what the portal is told of a state that is
    not one of its own. Raises NotInTheLife for a status that cannot follow.
    """
    case = act.as_changed
    found = change(Status(case["status"]), status, received=case["received_at"] is not None)
    if found.due is not None:
        _due_again(act, found)
    act.change(status=int(status))
    if case["wakes_at"] is not None and not (found.before.counts and found.after.counts):
        # What the case would have done by itself ends with the status that it waited in.
        act.change(wakes_at=None)
    for column in found.dates:
        if case[column] is None:  # type: ignore[literal-required]  # a column of dates
            act.change(**{column: act.now})  # type: ignore[arg-type]
    _turn_clocks(act, found, reason, basis)
    if found.after.solved and not found.before.solved:
        end_phase(act)
    if found.after.over and case["proposed"] is not None:
        act.change(proposed=None, proposed_by=None)
    if found.after.over and case["slip_by"] is not None:
        act.change(slip=None, slip_by=None)
    act.announce(StatusChanged(status=portal or found.after.portal or status, code=code))


def receive_earlier(act: "CaseAct", moment: datetime) -> None:
    """Let the case have been filed and received at an earlier moment, on its confirmed slip.

    Due as from there, by the same reckoning as any reception. Intervals stay as they ran.
    """
    act.change(submitted_at=moment, received_at=moment, due_at=act.stands.due_from(moment))


def wait_for(act: "CaseAct", reason: str, basis: str) -> None:
    """The case that stands still now waits for something else: its clock tells for what.

    Nothing changes when it waits for the same as before.
    """
    clock = LIFE[Status(act.as_changed["status"])].runs
    if clock is None or reason == _running_reason(act, clock):
        return
    act.clocks.append(writing.stopped(act.key, clock, act.now))
    _start(act, clock, reason, basis)
    act.record(CaseParked(clock=clock, reason=reason, legal_basis=basis))


def _running_reason(act: "CaseAct", clock: Clock) -> str | None:
    return act.session.scalar(_running(act, ClockInterval.reason, clock))


def _running(act: "CaseAct", column: InstrumentedAttribute[T], clock: Clock) -> Select[T]:
    return select(column).where(
        ClockInterval.province_code == act.key[0],
        ClockInterval.case_id == act.key[1],
        ClockInterval.clock == clock,
        ClockInterval.stopped_at.is_(None),
    )


def _turn_clocks(act: "CaseAct", found: Change, reason: str, basis: str) -> None:
    if found.parks and not act.run.finished:
        act.run.park(act.now)
    if found.unparks and not act.run.finished:
        act.run.resume(act.now)
    if found.parks or found.unparks:
        act.moved()
    if found.stops is not None:
        due_at = _answer_due(act) if found.stops == Clock.ANSWER else None
        act.clocks.append(writing.stopped(act.key, found.stops, act.now, due_at))
    if found.starts is not None:
        _start(act, found.starts, reason, basis)
    _record(act, found, reason, basis)


def _answer_due(act: "CaseAct") -> datetime | None:
    """Until when the answer that is given now had to be; each has its own time (art. 17.2)."""
    row = act.stands.row
    if row["channel"] != "online":
        return None
    began = row["submitted_at"]
    if row["supplements"]:
        began = act.session.scalar(_running(act, ClockInterval.started_at, Clock.ANSWER)) or began
    return answer_due(act.setting.calendar_of(row["receiving_unit"]), act.taken, began)


def _start(act: "CaseAct", clock: Clock, reason: str, basis: str) -> None:
    act.clocks.append(writing.started(act.key, clock, act.now, reason, basis))


def _record(act: "CaseAct", found: Change, reason: str, basis: str) -> None:
    """The audit tells when the solving time stands still and when it goes on."""
    if found.parks and found.starts is not None:
        act.record(CaseParked(clock=found.starts, reason=reason, legal_basis=basis))
    elif found.before.parked and found.after.counts:
        act.record(
            CaseResumed(
                clock=found.stops or "",
                reason=reason,
                legal_basis=basis,
                due_at=act.as_changed["due_at"],
            )
        )


def _due_again(act: "CaseAct", found: Change) -> None:
    """The due times, now that the solving time begins or goes on.

    The first one goes on with what was left of it. A lawful supplement, the only one, of a case
    that was in time begins everything from zero (decree 118/2025 art. 19.5): what it is due then is
    what is promised first. Of one that was late, or is asked again, the first due time stays, moved
    by the time that the applicant took.
    """
    row = act.stands.row
    due_at, first_due_at = row["due_at"], row["first_due_at"] or row["due_at"]
    since = None if first_due_at is None else _stands_since(act)
    if since is not None:
        first_due_at = act.stands.due_again(first_due_at, stopped_at=since, resumed_at=act.now)
        due_at = act.stands.due_again(due_at, stopped_at=since, resumed_at=act.now)
    if found.due == "anew":
        due_at = act.stands.due_from(act.now)
        if row["supplements"] <= 1 and row["late_first_since"] is None:
            first_due_at = due_at
    act.change(due_at=due_at, first_due_at=None if first_due_at == due_at else first_due_at)


def _stands_since(act: "CaseAct") -> datetime | None:
    """Since when the solving time stands still, whatever has been waited for meanwhile."""
    return act.session.scalar(
        select(ClockInterval.stopped_at)
        .where(
            ClockInterval.province_code == act.key[0],
            ClockInterval.case_id == act.key[1],
            ClockInterval.clock == SOLVING,
            ClockInterval.stopped_at.is_not(None),
        )
        .order_by(ClockInterval.started_at.desc())
        .limit(1)
    )
