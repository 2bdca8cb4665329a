"""Everything that an act leaves behind, as a text that a test compares line by line.

An act is then written as in a playbook: the act, and below it what it left: where the case stands,
which clocks, timers and incidents there are, what the outside is told, what the audit says.
"""

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from textwrap import dedent, fill

import msgspec
from sqlalchemy import select, true
from sqlalchemy.orm import Session

from engine.cases.vouching.verify import case_faults
from engine.life import LIFE, Clock, Status
from engine.queries.lateness.figures import Counted
from engine.store.audit import CaseEvent
from engine.store.cases import Case, ClockInterval, Task
from engine.store.database import Database
from engine.store.jobs import Incident, OutboxMessage, Timer
from engine.store.organisation import Officer
from engine.worktime import ZONE
from tests.town import Town

MOMENTS = ("received_at", "due_at", "finished_at", "returned_at")
ALL = Counted.all_of(true())
"""Every case, by whatever it is counted."""
LONGEST = 5
"""Of a longer list or mapping only the length is shown."""
WIDTH = 88
EMPTY = (None, "", [], {})


def left_behind(database: Database, case_id: str, at: datetime) -> str:
    """Where the case stands, and what the act of that moment told the outside and the audit.

    Let time pass between two acts, so that each has a moment of its own.
    """
    with database.reading() as session:
        case = session.scalars(select(Case).where(Case.id == case_id)).one()
        lines = [
            _standing(case),
            *_tasks(session, case_id),
            *_over(session, case_id, at),
            *_running(session, case_id),
            *_timers(session, case_id),
            *_incidents(session, case_id),
            *_told(session, case_id, at),
            *_audit(session, case_id, at),
            *(f"FAULT {fault}" for fault in case_faults(session, case)),
        ]
    return "\n".join(map(_folded, lines))


def after(town: Town, case_id: str) -> str:
    """What the act of the town's moment left behind; then ten minutes pass."""
    text = left_behind(town.database, case_id, town.now)
    town.wait(minutes=10)
    return text


def lines(text: str) -> str:
    """An expectation as it stands indented in a test."""
    return dedent(text).strip()


def _folded(line: str) -> str:
    long = {"break_long_words": False, "break_on_hyphens": False}
    return fill(line, WIDTH, subsequent_indent="  ", **long)  # type: ignore[arg-type]


def _standing(case: Case) -> str:
    moments = ((name.removesuffix("_at"), getattr(case, name)) for name in MOMENTS)
    told = (f", {name} {_moment(moment)}" for name, moment in moments if moment)
    held = f", {case.open_incidents} incidents" if case.open_incidents else ""
    return (
        f"case {case.status} {case.channel} {case.code or case.submission_number}"
        f" at {case.competent_unit}{''.join(told)}{held}"
    )


def _tasks(session: Session, case_id: str) -> Iterator[str]:
    query = (
        select(Task, Officer.full_name)
        .join(Officer, Officer.id == Task.officer_id, isouter=True)
        .where(Task.case_id == case_id, Task.state == "open")
        .order_by(Task.element_id)
    )
    for task, officer in session.execute(query):
        due = f" due {_moment(task.due_at)}" if task.due_at else " not counted"
        held = f", {officer} since {_moment(task.claimed_at)}" if officer else ""
        yield f"task {task.element_id} {task.unit_code}/{task.position_code}{due}{held}"


def _over(session: Session, case_id: str, at: datetime) -> Iterator[str]:
    """The tasks that the act ended."""
    query = (
        select(Task, Officer.full_name)
        .join(Officer, Officer.id == Task.completed_by, isouter=True)
        .where(Task.case_id == case_id, Task.completed_at == at)
        .order_by(Task.element_id)
    )
    for task, officer in session.execute(query):
        by = f" by {officer}" if officer else ""
        taken = f", taken {_moment(task.claimed_at)}" if task.claimed_at else ""
        chosen = ", ".join(filter(None, (task.outcome, task.comment)))
        yield f"{task.state} {task.element_id}{by}{taken}{f' ({chosen})' if chosen else ''}"


def _running(session: Session, case_id: str) -> Iterator[str]:
    query = (
        select(ClockInterval)
        .where(ClockInterval.case_id == case_id, ClockInterval.stopped_at.is_(None))
        .order_by(ClockInterval.clock)
    )
    for clock in session.scalars(query):
        why = f"{clock.reason}; {clock.legal_basis}"
        yield f"runs {clock.clock} since {_moment(clock.started_at)} ({why})"


def _timers(session: Session, case_id: str) -> Iterator[str]:
    query = (
        select(Timer)
        .where(Timer.case_id == case_id, Timer.due_at.is_not(None))
        .order_by(Timer.due_at, Timer.element_id)
    )
    for timer in session.scalars(query):
        held = " held" if timer.incident_id else ""
        yield f"timer {timer.element_id} {_moment(timer.due_at)}{held}"


def _incidents(session: Session, case_id: str) -> Iterator[str]:
    query = select(Incident).where(Incident.case_id == case_id).order_by(Incident.at)
    for row in session.scalars(query):
        if row.resolved_at is None:
            yield f"incident {row.code} at {row.element_id} ({row.element_name}): {row.message}"
        else:
            yield f"incident {row.code} over since {_moment(row.resolved_at)} by {row.resolved_by}"


def _told(session: Session, case_id: str, at: datetime) -> Iterator[str]:
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.case_id == case_id, OutboxMessage.next_try_at == at)
        .order_by(OutboxMessage.seq)
    )
    for message in session.scalars(query):
        yield f"tells {message.topic}{_data(message.payload)}"


def _audit(session: Session, case_id: str, at: datetime) -> Iterator[str]:
    query = (
        select(CaseEvent.body)
        .where(CaseEvent.case_id == case_id, CaseEvent.at == at)
        .order_by(CaseEvent.seq)
    )
    for stored in session.scalars(query):
        body = msgspec.json.decode(stored)
        yield f"audit {body['actor']['name']}: {body['kind']}{_data(body['data'])}"


def _data(data: Mapping[str, object]) -> str:
    """Names and values in the order of the names; nothing of what is empty, no random ids."""
    told = ((name, data[name]) for name in sorted(data))
    return "".join(f" {name}={_value(value)}" for name, value in told if value not in EMPTY)


def _value(value: object) -> str:
    if isinstance(value, str) and (moment := _as_moment(value)):
        return _moment(moment)
    if isinstance(value, list | dict) and len(value) > LONGEST:
        return f"<{len(value)}>"
    if isinstance(value, list):  # databases give rules in orders of their own
        value = sorted(value, key=_json)
    return _json(value)


def _json(value: object) -> str:
    """As text, without random ids."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return re.sub(r"[0-9a-f]{32,}", "…", text)


def _as_moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if re.match(r"\d{4}-\d\d-\d\dT", text) else None


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%d/%m %H:%M}"


def one_clock_at_every_moment(
    town: Town, case_id: str, *, filed_at: datetime, status: Status
) -> None:
    """Assert that one clock ran at every moment since the filing, and the status's runs now."""
    query = select(ClockInterval).where(ClockInterval.case_id == case_id)
    with town.database.reading() as session:
        ran = sorted(session.scalars(query), key=lambda row: row.started_at)
    assert ran[0].started_at == filed_at
    for earlier, later in itertools.pairwise(ran):
        assert earlier.stopped_at == later.started_at  # no time lost, none counted twice
    running = {Clock(row.clock) for row in ran if row.stopped_at is None}
    wanted = LIFE[status].runs
    assert running == ({wanted} if wanted else set())
