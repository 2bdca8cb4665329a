"""A page of a list in the order of the list: nearest deadline first, then what came first.

What is dated and what isn't counted come each from the index in its order, and only the first of
both are put together: neither database sorts what nobody looks at.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    bindparam,
    false,
    func,
    literal_column,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from engine.errors import CursorInvalid
from engine.organisation.tree import Setting
from engine.queries.inbox.lists import Shape, Whose, task
from engine.queries.inbox.rows import with_rows
from engine.queries.inbox.searching import Sought, sought_condition
from engine.queries.inbox.soon import Soon, by_unit, soon_of
from engine.queries.views.parts import Urgency
from engine.queries.views.queue import Tab
from engine.queries.wording import local
from engine.store.base import Code, Key, UtcDateTime, table_of
from engine.store.cases import Case
from engine.store.database import connection_of
from engine.store.prepared import NO_OFFSET, PreparedQuery

_Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""Only an instant with its zone can be compared with stored ones."""
_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
_PROVINCE = bindparam("province", type_=Code)
_case = table_of(Case)
_TICK = timedelta(microseconds=1)
_KEYS = (task.c.due_at, task.c.created_at, task.c.id)
Place = tuple[datetime | None, datetime, str]
"""Where a task stands in a list: due, when it came, its id."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A task of a list: where it stands, its case's code or number, its row where rows are told."""

    place: Place
    ref: str
    row: Sequence[Any] = ()

    @property
    def task_id(self) -> str:
        """The task's id."""
        return self.place[2]


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of the list: due from ``first`` up to and with ``last``; what isn't counted.

    ``soon``: where it ends or begins for each unit, if not for all at the same moment.
    """

    first: datetime = _FIRST
    last: datetime = _LAST
    dated: bool = True
    undated: bool = True
    soon: Soon | None = None

    @property
    def given(self) -> dict[str, object]:
        """The values of what depends on the unit."""
        return self.soon.given if self.soon else {}

    @property
    def units(self) -> tuple[int, ...]:
        """What the text of a statement depends on."""
        return self.soon.shape if self.soon else ()


def ranges(setting: Setting, now: datetime) -> dict[Urgency, Range]:
    """The stretches of a list by urgency, on this day."""
    midnight = local(now).replace(hour=23, minute=59, second=59, microsecond=999999)
    soon = soon_of(setting, now, midnight=midnight)
    return {
        "late": Range(_FIRST, now - _TICK, undated=False),
        "today": Range(now, midnight, undated=False),
        "soon": Range(midnight + _TICK, soon.last, undated=False, soon=soon),
        "ok": Range(soon.first + _TICK, _LAST, undated=False, soon=soon),
        "none": Range(dated=False),
    }


def listed(
    session: Session,
    whose: Whose,
    tab: Tab,
    *,
    urgency: Urgency | None,
    within: Mapping[Urgency, Range],
    sought: Sought | None,
    after: Place | None,
    most: int,
    now: datetime,
    told: bool = False,
) -> list[Listed]:
    """So many tasks of the list behind ``after``, in one statement; with their rows if ``told``."""
    part = within[urgency] if urgency and tab != "done" else Range()
    due, came, task_id = after or (part.first, _FIRST, "")
    counted = part.dated and due is not None
    if not (counted or part.undated):
        return []
    connection = connection_of(session)
    dialect = connection.dialect.name
    given = whose.given(now, dialect) | (sought.given(dialect) if sought else {}) | part.given
    given |= {"due": due, "came": came, "id": task_id, "last": part.last}
    # What isn't counted comes from its beginning while what is dated is not at its end.
    given |= {"came_undated": _FIRST, "id_undated": ""} if counted else {}
    given |= {} if counted else {"came_undated": came, "id_undated": task_id}
    shape = whose.shape(tab, dialect)
    query = _statement(
        shape,
        sought.shape(dialect) if sought else None,
        dated=counted,
        undated=part.undated,
        urgency=urgency,
        units=part.units,
        most=most,
        told=told,
    )
    return [Listed(row[:3], row[3], row[4:]) for row in query.all(connection, given)]


@lru_cache(maxsize=1024)
def _statement(
    shape: Shape,
    words: tuple[int, int] | None,
    *,
    dated: bool,
    undated: bool,
    urgency: Urgency | None,
    units: tuple[int, ...],
    most: int,
    told: bool,
) -> PreparedQuery:
    # Written out: PostgreSQL plans a statement whose limit it knows for the first rows of indexes.
    limit = literal_column(str(most), Integer)
    ended = urgency and shape.tab == "done"
    part = ended_as(urgency) if urgency and ended else by_unit(urgency, units)
    also = and_(sought_condition(words, shape.dialect) if words else true(), part)
    looked_up = words is not None and words[0] > 0
    parts = [_part(shape, also, limit, dated=True, looked_up=looked_up)] if dated else []
    if dated and undated and shape.dialect != "sqlite":
        # What isn't counted is read where the page is not full without it. SQLite would read what
        # is dated twice.
        full = _first_of(parts, limit).cte("full")
        parts = [select(full)]
        enough = select(func.count()).select_from(full).scalar_subquery()
        also = and_(also, enough < limit)
    parts += [_part(shape, also, limit, dated=False, looked_up=looked_up)] if undated else []
    found = _first_of(parts, limit).subquery("found")
    # Only the rows of the page are looked up: what finds them is in the index alone.
    itself = and_(task.c.province_code == _PROVINCE, task.c.id == found.c.id)
    own = and_(_case.c.province_code == _PROVINCE, _case.c.id == task.c.case_id)
    ref = func.coalesce(_case.c.code, _case.c.submission_number)
    first: Select[Any] = select(found.c.due_at, found.c.created_at, found.c.id, ref)
    first = first.join(task, itself).join(_case, own)
    first = with_rows(first) if told else first
    return PreparedQuery(first.order_by(*_in_order(found)))


def _first_of(parts: Sequence[Select[Any]], limit: ColumnElement[int]) -> Select[Any]:
    """The first tasks of all parts together."""
    # Each part is a table of its own, because SQLite takes no ORDER BY inside a union.
    both = union_all(*(select(part.subquery()) for part in parts)).subquery("both")
    return select(both).order_by(*_in_order(both)).limit(limit).offset(NO_OFFSET)


def _in_order(found: Subquery) -> tuple[ColumnElement[Any], ...]:
    return (found.c.due_at.is_(None), found.c.due_at, found.c.created_at, found.c.id)


def _part(
    shape: Shape,
    also: ColumnElement[bool],
    limit: ColumnElement[int],
    *,
    dated: bool,
    looked_up: bool,
) -> Select[Any]:
    """The first tasks of a list, or of each of its desks: each desk's come from the index.

    Those of some cases that were looked up come by the index of their cases.
    """
    tables, holds = shape.tasks(looked_up=looked_up)
    here = and_(_behind(dated=dated), also)
    # By all keys also where the first is empty: PostgreSQL knows the order of its index by them.
    first: Select[Any] = select(*_KEYS).where(holds, here)
    first = first.order_by(*_KEYS).limit(limit).offset(NO_OFFSET)
    if shape.table is None or looked_up or shape.dialect == "sqlite":
        return first.select_from(*tables)
    each = first.correlate(shape.table).lateral("dated" if dated else "undated")
    return select(each).select_from(shape.table.join(each, true()))


def _behind(*, dated: bool) -> ColumnElement[bool]:
    came, task_id = bindparam("came", type_=UtcDateTime), bindparam("id", type_=Key)
    if not dated:
        came = bindparam("came_undated", type_=UtcDateTime)
        task_id = bindparam("id_undated", type_=Key)
        later = tuple_(task.c.created_at, task.c.id) > tuple_(came, task_id)
        return and_(task.c.due_at.is_(None), later)
    due, last = bindparam("due", type_=UtcDateTime), bindparam("last", type_=UtcDateTime)
    return and_(tuple_(*_KEYS) > tuple_(due, came, task_id), task.c.due_at <= last)


def ended_as(urgency: Urgency) -> ColumnElement[bool]:
    """Finished tasks whose rows say so: what is done was kept or missed, and is no more urgent."""
    if urgency == "none":
        return task.c.due_at.is_(None)
    if urgency == "late":
        return task.c.completed_at > task.c.due_at
    return task.c.completed_at <= task.c.due_at if urgency == "ok" else false()


def cursor_of(place: Place) -> str:
    """Where a page ended, for the address of the next one."""
    return urlsafe_b64encode(msgspec.json.encode(place)).decode()


def place_of(cursor: str) -> Place:
    """Where the page before ended. Raises CursorInvalid."""
    try:
        due_at, created_at, task_id = msgspec.json.decode(
            urlsafe_b64decode(cursor), type=tuple[_Instant | None, _Instant, str]
        )
        # The first and the last day of all time lie in no other zone.
        return due_at and due_at.astimezone(UTC), created_at.astimezone(UTC), task_id
    except (ValueError, OverflowError):
        raise CursorInvalid from None
