"""What an earlier act on the case said: read from its audit, the one place that keeps it."""

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, cast

from sqlalchemy import Select, select

from engine.audit.chain import StoredEvent
from engine.facts.base import Event
from engine.facts.events_of_incidents import ValueGiven
from engine.facts.reading import STORED, Recorded, recorded
from engine.store.audit import CaseEvent

if TYPE_CHECKING:
    from engine.cases.act.case_act import CaseAct

Said = TypeVar("Said", bound=Event)


def last_said(act: "CaseAct", shape: type[Said]) -> Said | None:
    """The last event of this kind; ``None`` when there is none."""
    found = said_last_with_actor(act, shape)
    return None if found is None else found[0]


def said_last_with_actor(act: "CaseAct", shape: type[Said]) -> tuple[Said, str] | None:
    """The last event of this kind, and the name of who did it."""
    query = _said(act, shape).order_by(CaseEvent.seq.desc()).limit(1)
    row = act.session.execute(query).one_or_none()
    if row is None:
        return None
    told = recorded(StoredEvent(*row))
    return cast("Said", told.event), told.actor.name


def all_said(act: "CaseAct", shape: type[Event]) -> tuple[Recorded, ...]:
    """Every event of this kind, with who did it."""
    return tuple(recorded(StoredEvent(*row)) for row in act.session.execute(_said(act, shape)))


def values_given(act: "CaseAct", since: datetime) -> frozenset[str]:
    """The variables whose value an administrator gave since then."""
    told = (one for one in all_said(act, ValueGiven) if one.at >= since)
    return frozenset(cast("ValueGiven", one.event).name for one in told)


def _said(act: "CaseAct", shape: type[Event]) -> Select[int, datetime, str, bytes, bytes]:
    return select(*STORED).where(
        CaseEvent.province_code == act.key[0],
        CaseEvent.case_id == act.key[1],
        CaseEvent.kind == shape.kind,
    )
