"""The work queue: what is due first at the desks of an officer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.access import offered_in_list
from engine.accounts import Person
from engine.catalogue.packages import package
from engine.deadlines import SeenFrom
from engine.organisation.tree import Setting, setting_of
from engine.queries.inbox.counting import counted, counts
from engine.queries.inbox.lists import TABS, Whose, whose
from engine.queries.inbox.pages import Listed, Place, Range, cursor_of, listed, place_of, ranges
from engine.queries.inbox.rows import Item, as_acts_look, item_of, of_step
from engine.queries.inbox.searching import sought
from engine.queries.offering import seen_at
from engine.queries.own_work import own_among
from engine.queries.views.parts import Due, Urgency
from engine.queries.views.queue import QueuePage, QueueRow, Tab
from engine.queries.wording import DueTimes, due_from, ended_due, running_due
from engine.routing.definitions import step_numbers

__all__ = ["TABS", "count_in", "counted", "queue", "refs_in"]

URGENCIES: tuple[Urgency, ...] = ("late", "today", "soon", "ok", "none")


def queue(
    session: Session,
    *,
    person: Person,
    now: datetime,
    tab: Tab = "unit",
    urgency: Urgency | None = None,
    search: str | None = None,
    wide: bool = False,
    cursor: str | None = None,
    limit: int = 25,
) -> QueuePage:
    """A page of the person's work, nearest deadline first; uncounted work comes last.

    ``mine`` is claimed by the person, ``unit`` everything open at their desks, ``led`` everything
    open in the units that they lead, ``waiting`` their cases that are now elsewhere, ``done`` what
    they finished in the last seven days. Who leads nothing has no tab ``led``. Lists are counted up
    to ``COUNTED``. ``wide``: a name is not only sought by how it begins. Two statements, and one
    or two to look up what is sought. Raises CursorInvalid.
    """
    lists = whose(session, person)
    if lists is None:
        return QueuePage((), None, tab, {}, {})
    setting = setting_of(session, lists.province_code)
    within = ranges(setting, now)
    narrow, found = _found(
        session,
        lists,
        tab,
        urgency=urgency,
        within=within,
        search=search,
        wide=wide,
        after=place_of(cursor) if cursor else None,
        most=limit + 1,
        now=now,
        told=True,
    )
    tab_counts, due_counts = counts(session, lists, tab, within, now, tabs=lists.tabs)
    items = [(one, item_of(one.row)) for one in found[:limit]]
    own = own_among(session, person, {item["case_id"] for _, item in items})
    telling = _Telling(session, person, setting, now, own)
    return QueuePage(
        rows=tuple(telling.row(*one) for one in items),
        next_cursor=cursor_of(found[limit - 1].place) if len(found) > limit else None,
        tab=tab,
        tab_counts=tab_counts,
        due_counts=due_counts,
        narrow=narrow,
    )


def _found(
    session: Session,
    lists: Whose,
    tab: Tab,
    *,
    search: str | None,
    wide: bool,
    after: Place | None,
    **asked: Any,
) -> tuple[bool, list[Listed]]:
    """Tasks of a list, and whether only names that begin with what is sought were looked for: they
    alone are told where the list has any, from its beginning.
    """
    meant = sought(session, lists.province_code, search, wide=wide)
    found = listed(session, lists, tab, sought=meant, after=after, **asked)
    if meant is None or not meant.narrow or found or after is not None:
        return meant is not None and meant.narrow, found
    meant = sought(session, lists.province_code, search, wide=True)
    return False, listed(session, lists, tab, sought=meant, after=None, **asked)


def refs_in(
    session: Session,
    *,
    person: Person,
    now: datetime,
    tab: Tab,
    urgency: Urgency | None = None,
    search: str | None = None,
    wide: bool = False,
    limit: int,
) -> list[str]:
    """The cases of the first rows of a list, each once, in the order of the list."""
    lists = whose(session, person)
    if lists is None:
        return []
    _, found = _found(
        session,
        lists,
        tab,
        urgency=urgency,
        within=_within(session, lists.province_code, urgency, now),
        search=search,
        wide=wide,
        after=None,
        most=limit,
        now=now,
    )
    return list(dict.fromkeys(one.ref for one in found))


def count_in(
    session: Session, *, person: Person, now: datetime, tab: Tab, urgency: Urgency | None = None
) -> int:
    """How many rows a list has, as far as lists are counted."""
    lists = whose(session, person)
    if lists is None:
        return 0
    if urgency is None:
        return counts(session, lists, tab, {}, now, tabs=(tab,))[0][tab]
    part = {urgency: ranges(setting_of(session, lists.province_code), now)[urgency]}
    return counts(session, lists, tab, part, now, tabs=())[1][urgency]


def _within(
    session: Session, province_code: str, urgency: Urgency | None, now: datetime
) -> Mapping[Urgency, Range]:
    """The stretches of a list; the province is read only where its calendar is asked for one."""
    return ranges(setting_of(session, province_code), now) if urgency else {}


@dataclass(frozen=True, slots=True)
class _Step:
    """What rows of one step at one desk have in common."""

    procedure_name: str
    number: int
    unit_name: str
    position_title: str
    seen: SeenFrom
    """Due times on the calendar of the desk's unit."""


class _Telling:
    """Rows of one page, for the person who looks at it."""

    def __init__(
        self,
        session: Session,
        person: Person,
        setting: Setting,
        now: datetime,
        own: Collection[str],
    ) -> None:
        self._session, self._person, self._setting, self._now = session, person, setting, now
        self._own = own
        self._offered: dict[tuple[Any, ...], tuple[str, ...]] = {}
        self._steps: dict[tuple[str, ...], _Step] = {}
        self._calendars: dict[str, SeenFrom] = {}

    def row(self, listed: Listed, row: Item) -> QueueRow:
        """A row of the page."""
        due_at, own = listed.place[0], row["case_id"] in self._own
        step, done = self._step(row), row["completed_at"]
        return QueueRow(
            task_id=listed.task_id,
            case_ref=listed.ref,
            applicant_name=row["applicant_name"],
            procedure_name=step.procedure_name,
            channel=row["channel"],
            task_name=row["name"],
            step_number=step.number,
            unit_name=step.unit_name,
            position_title=step.position_title,
            due=ended_due(due_at, done, "step") if done else due_from(step.seen, due_at, "step"),
            reminded=self._reminded(row),
            holder_name=row["holder"],
            mine=row["officer_id"] is not None and row["officer_id"] == self._person.officer_id,
            act=row["act"],
            acts=() if own else self._acts(row),
            own=own,
        )

    def _step(self, row: Item) -> _Step:
        key = of_step(row)
        return self._steps.get(key) or self._steps.setdefault(key, self._found_step(*key))

    def _found_step(self, digest: str, element: str, unit: str, position: str) -> _Step:
        setting = self._setting
        published = package(self._session, setting.province_code, digest)
        return _Step(
            procedure_name=published.manifest.short_name,
            number=step_numbers(published).get(element, 0),
            unit_name=setting.unit_short_name(unit),
            position_title=setting.positions.get(position, position),
            seen=self._seen_from(unit),
        )

    def _seen_from(self, unit: str) -> SeenFrom:
        known = self._calendars.get(unit)
        if known is None:
            known = SeenFrom(self._setting.calendar_of(unit), self._now)
            self._calendars[unit] = known
        return known

    def _reminded(self, row: Item) -> Due | None:
        if row["reminded_at"] is None or row["completed_at"] is not None:
            return None
        calendar = self._setting.calendar_of(row["competent_unit"])
        times = DueTimes(row["case_due_at"], None, row["late_since"], row["counted_late_since"])
        return running_due(calendar, times, self._now)

    def _acts(self, row: Item) -> tuple[str, ...]:
        """What may be done, asked once for rows that are alike: on most pages few aren't."""
        if row["completed_at"] is not None:
            return ()
        alike = as_acts_look(row)
        found = self._offered.get(alike)
        if found is None:
            as_seen = seen_at(row, self._setting, row)
            found = tuple(act.kind for act in offered_in_list(as_seen, self._person))
            self._offered[alike] = found
        return found
