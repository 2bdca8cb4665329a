"""What the outside was told, and what stopped a case, against the events that tell of them.

Only for a case whose chain of events is whole.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases.vouching.agreeing import plain
from engine.facts.events_of_incidents import (
    IncidentOpened,
    IncidentPassed,
    IncidentRetried,
    SentBack,
    ValueGiven,
)
from engine.facts.reading import Recorded
from engine.store.cases import Case
from engine.store.jobs import Incident, OutboxMessage, Timer


def announced_faults(session: Session, case: Case, history: Sequence[Recorded]) -> Iterator[str]:
    """Where messages, incidents and held timers are not as the events say, in Vietnamese."""
    if not _same_messages(session, case, history):
        yield "thông báo gửi ra ngoài khác với nhật ký."
    incidents = list(
        session.scalars(
            select(Incident).where(
                Incident.province_code == case.province_code, Incident.case_id == case.id
            )
        )
    )
    if {_row(one) for one in incidents} != _incidents_told(history):
        yield "sự cố khác với nhật ký."
    held, still = _held(session, case), {one.id for one in incidents if one.resolved_at is None}
    if not held <= still:
        yield "hẹn giờ bị giữ vì một sự cố không có trong hồ sơ."
    if not _holding(history) & still <= held:
        yield "hẹn giờ không còn bị giữ dù sự cố chưa xong."


def _same_messages(session: Session, case: Case, history: Sequence[Recorded]) -> bool:
    """Every message of an act that told of its messages; no other since acts tell of theirs."""
    told = {
        message["seq"]: (message["topic"], plain(message["payload"]))
        for one in history
        for message in one.trace.get("told", ())
    }
    query = select(OutboxMessage.seq, OutboxMessage.topic, OutboxMessage.payload).where(
        OutboxMessage.province_code == case.province_code, OutboxMessage.case_id == case.id
    )
    rows = {row.seq: (row.topic, plain(row.payload)) for row in session.execute(query)}
    older = _last_of_older(history)
    return {seq: row for seq, row in rows.items() if seq > older} == told


def _last_of_older(history: Sequence[Recorded]) -> int:
    """The last event of an act that did not tell of its messages yet; 0 when all tell."""
    ends = [one for one in history if one.trace]
    silent = [one.seq for one in ends if "told" not in one.trace]
    return silent[-1] if silent else 0


_Row = tuple[object, ...]


def _row(one: Incident) -> _Row:
    what = (one.id, one.at, one.element_id, one.element_name, one.code, one.message)
    return (*what, one.resolved_at, one.resolved_by)


def _incidents_told(history: Sequence[Recorded]) -> set[_Row]:
    over = {
        incident: (told.at, told.actor.name)
        for told in history
        if isinstance(told.event, IncidentPassed | IncidentRetried | SentBack | ValueGiven)
        for incident in told.event.incidents
    }
    found = set()
    for told in history:
        one = told.event
        if isinstance(one, IncidentOpened):
            what = (one.incident, told.at, one.element_id, one.element_name, one.code, one.message)
            found.add((*what, *over.get(one.incident, (None, None))))
    return found


def _holding(history: Sequence[Recorded]) -> set[str]:
    """The incidents that held timers when they were opened."""
    events = (told.event for told in history)
    return {one.incident for one in events if isinstance(one, IncidentOpened) and one.timers}


def _held(session: Session, case: Case) -> set[str]:
    query = select(Timer.incident_id).where(
        Timer.province_code == case.province_code,
        Timer.case_id == case.id,
        Timer.incident_id.is_not(None),
    )
    return {one for one in session.scalars(query) if one is not None}
