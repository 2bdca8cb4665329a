"""A page of a list in the order of the list: nearest deadline first, then what came first.

What is dated comes from the index in its order; what isn't counted comes behind all of it, by a
statement of its own when the page isn't full yet. So neither database sorts what nobody looks at.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    literal_column,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import Session

from engine.deadlines import soon_until
from engine.errors import CursorInvalid
from engine.organisation.tree import Setting
from engine.queries.inbox.lists import Shape, Whose, task
from engine.queries.inbox.searching import Sought, sought_condition
from engine.queries.views.parts import Urgency
from engine.queries.views.queue import Tab
from engine.queries.wording import local
from engine.store.base import Key, UtcDateTime
from engine.store.database import connection_of
from engine.store.prepared import PreparedQuery

_Instant = Annotated[datetime, msgspec.Meta(tz=True)]
"""Only an instant with its zone can be compared with stored ones."""
_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
NO_OFFSET: ColumnElement[int] = literal_column("0")
"""Written out: SQLAlchemy adds one on SQLite, as a value of its own."""
_TICK = timedelta(microseconds=1)
_KEYS = (task.c.due_at, task.c.created_at, task.c.id)
Place = tuple[datetime | None, datetime, str]
"""Where a task stands in a list: due, when it came, its id."""


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of the list: due from ``first`` up to and with ``last``; what isn't counted."""

    first: datetime = _FIRST
    last: datetime = _LAST
    dated: bool = True
    undated: bool = True


def ranges(setting: Setting, now: datetime) -> dict[Urgency, Range]:
    """The stretches of a list by urgency, on this day."""
    midnight = local(now).replace(hour=23, minute=59, second=59, microsecond=999999)
    soon = max(midnight, soon_until(setting.calendar, now))
    return {
        "late": Range(_FIRST, now - _TICK, undated=False),
        "today": Range(now, midnight, undated=False),
        "soon": Range(midnight + _TICK, soon, undated=False),
        "ok": Range(soon + _TICK, _LAST, undated=False),
        "none": Range(dated=False),
    }


def places(
    session: Session,
    whose: Whose,
    tab: Tab,
    *,
    within: Range,
    sought: Sought | None,
    after: Place | None,
    most: int,
    now: datetime,
) -> list[Place]:
    """So many tasks of the list behind ``after``, by where they stand; at most two statements."""
    shape = Shape(tab, len(whose.desks), len(whose.led))
    connection = connection_of(session)
    due, came, task_id = after or (within.first, _FIRST, "")
    given = whose.given(now) | (sought.given if sought else {})
    words = sought.shape if sought else None
    found: list[Place] = []
    if within.dated and due is not None:
        query = _statement(shape, words, connection.dialect.name, dated=True)
        start = {"due": due, "came": came, "id": task_id, "last": within.last, "most": most}
        found += [(row[0], row[1], row[2]) for row in query.all(connection, given | start)]
        came, task_id = _FIRST, ""
    if within.undated and len(found) < most:
        query = _statement(shape, words, connection.dialect.name, dated=False)
        start = {"came": came, "id": task_id, "most": most - len(found)}
        found += [(row[0], row[1], row[2]) for row in query.all(connection, given | start)]
    return found


@lru_cache(maxsize=1024)
def _statement(
    shape: Shape, words: tuple[int, int] | None, dialect: str, *, dated: bool
) -> PreparedQuery:
    tables, holds = shape.tasks()
    here = and_(_behind(dated=dated), sought_condition(words) if words else true())
    keys = _KEYS[0 if dated else 1 :]
    most = bindparam("most", type_=Integer)
    if shape.table is None or dialect == "sqlite":
        found = select(*_KEYS).select_from(*tables).where(holds, here)
        return PreparedQuery(found.order_by(*keys).limit(most).offset(NO_OFFSET))
    return PreparedQuery(_by_desk(shape, holds, here, keys, most))


def _by_desk(
    shape: Shape,
    holds: ColumnElement[bool],
    here: ColumnElement[bool],
    keys: Sequence[Column[Any]],
    most: ColumnElement[int],
) -> Select[Any]:
    """The first tasks of each desk, each from its index, and of those the first."""
    table = shape.table
    assert table is not None  # noqa: S101 - asked for lists of desks alone
    first = select(*_KEYS).where(holds, here).order_by(*keys).limit(most).correlate(table)
    each = first.lateral("each_desk")
    order = [each.c[key.name] for key in keys]
    query: Select[Any] = select(each.c.due_at, each.c.created_at, each.c.id)
    return query.select_from(table.join(each, true())).order_by(*order).limit(most)


def _behind(*, dated: bool) -> ColumnElement[bool]:
    came, task_id = bindparam("came", type_=UtcDateTime), bindparam("id", type_=Key)
    if not dated:
        later = tuple_(task.c.created_at, task.c.id) > tuple_(came, task_id)
        return and_(task.c.due_at.is_(None), later)
    due, last = bindparam("due", type_=UtcDateTime), bindparam("last", type_=UtcDateTime)
    return and_(tuple_(*_KEYS) > tuple_(due, came, task_id), task.c.due_at <= last)


def cursor_of(place: Place) -> str:
    """Where a page ended, for the address of the next one."""
    return urlsafe_b64encode(msgspec.json.encode(place)).decode()


def place_of(cursor: str) -> Place:
    """Where the page before ended. Raises CursorInvalid."""
    try:
        return msgspec.json.decode(
            urlsafe_b64decode(cursor), type=tuple[_Instant | None, _Instant, str]
        )
    except (ValueError, OverflowError):
        raise CursorInvalid from None
