"""Until when work is due soon: each unit counts by its own calendar, in lists as on rows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, or_, true

from engine.deadlines import soon_until
from engine.organisation.tree import Setting
from engine.queries.inbox.lists import task
from engine.queries.views.parts import Urgency
from engine.store.base import Code, UtcDateTime


@dataclass(frozen=True, slots=True)
class Soon:
    """The last moments that count as soon: the usual one, and those of units that have another."""

    usual: datetime
    others: tuple[tuple[datetime, tuple[str, ...]], ...] = ()

    @property
    def first(self) -> datetime:
        """Until when work of every unit is soon."""
        return min((self.usual, *(until for until, _ in self.others)))

    @property
    def last(self) -> datetime:
        """Until when work of some unit is soon."""
        return max((self.usual, *(until for until, _ in self.others)))

    @property
    def shape(self) -> tuple[int, ...]:
        """What the text of a statement depends on: how many units have each other moment."""
        return tuple(len(units) for _, units in self.others)

    @property
    def given(self) -> dict[str, object]:
        """The values of the statement."""
        if not self.others:
            return {}
        given: dict[str, object] = {"soon": self.usual}
        for group, (until, units) in enumerate(self.others):
            given[f"soon_{group}"] = until
            given |= {f"soon_{group}_{place}": unit for place, unit in enumerate(units)}
        return given


def soon_of(setting: Setting, now: datetime, *, midnight: datetime) -> Soon:
    """The moments on this day, none before ``midnight``: what is due today is not soon."""
    usual, others = max(midnight, soon_until(setting.calendar, now)), []
    for code, units in setting.units_by_other_calendar.items():
        until = max(midnight, soon_until(setting.calendars[code], now))
        if until != usual:
            others.append((until, units))
    return Soon(usual, tuple(others))


def by_unit(urgency: Urgency | None, shape: tuple[int, ...]) -> ColumnElement[bool]:
    """Whether a task is soon, or later than that, by the moment of its own unit."""
    if not shape or urgency not in ("soon", "ok"):
        return true()
    groups = [
        task.c.unit_code.in_([bindparam(f"soon_{group}_{n}", type_=Code) for n in range(count)])
        for group, count in enumerate(shape)
    ]
    own = [and_(one, _due(urgency, f"soon_{group}")) for group, one in enumerate(groups)]
    return or_(*own, and_(~or_(*groups), _due(urgency, "soon")))


def _due(urgency: Urgency, name: str) -> ColumnElement[bool]:
    until = bindparam(name, type_=UtcDateTime)
    return task.c.due_at <= until if urgency == "soon" else task.c.due_at > until
