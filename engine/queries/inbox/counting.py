"""How much each list holds, in one statement that counts no further than anybody reads."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, get_args

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.orm import Session

from engine.queries.inbox.lists import Shape, Whose, task
from engine.queries.inbox.pages import Range, ended_as
from engine.queries.inbox.soon import by_unit
from engine.queries.views.parts import Urgency
from engine.queries.views.queue import Tab
from engine.store.base import UtcDateTime
from engine.store.database import connection_of
from engine.store.prepared import NO_OFFSET, PreparedQuery

COUNTED = 1000
"""Up to how many tasks a list is counted; more are told as "999+"."""


def counts(
    session: Session,
    whose: Whose,
    tab: Tab,
    within: Mapping[Urgency, Range],
    now: datetime,
    *,
    tabs: tuple[Tab, ...],
) -> tuple[dict[Tab, int], dict[Urgency, int]]:
    """How many tasks the lists have, and the one of ``tab`` by urgency; each at most COUNTED.

    What a list has is not counted beside all of its stretches.
    """
    names = tuple(within)
    summed = tab in tabs and set(names) == set(get_args(Urgency))
    asked = tuple(one for one in tabs if one != tab) if summed else tabs
    units = next((one.units for one in within.values() if one.units), ())
    connection = connection_of(session)
    query = _statement(asked, whose.shape(tab, connection.dialect.name), names, units)
    given: dict[str, object] = {**whose.given(now, connection.dialect.name)}
    for name, one in within.items():
        given |= {f"{name}_first": one.first, f"{name}_last": one.last, **one.given}
    [row] = query.all(connection, given)
    lists: dict[Tab, int] = dict(zip(asked, row[: len(asked)], strict=True))
    parts: dict[Urgency, int] = dict(zip(names, row[len(asked) :], strict=True))
    return {one: lists.get(one, min(COUNTED, sum(parts.values()))) for one in tabs}, parts


def counted(number: int) -> str:
    """A count in words: at most "999+"."""
    return str(number) if number < COUNTED else f"{COUNTED - 1}+"


@lru_cache
def _statement(
    tabs: tuple[Tab, ...], here: Shape, names: tuple[Urgency, ...], units: tuple[int, ...]
) -> PreparedQuery:
    lists = [_count(replace(here, tab=one), true()).label(one) for one in tabs]
    done = here.tab == "done"
    parts = [
        _count(here, ended_as(name) if done else _due(name, units)).label(f"due_{name}")
        for name in names
    ]
    columns: list[Any] = [*lists, *parts]
    return PreparedQuery(select(*columns))


def _count(shape: Shape, due: ColumnElement[bool]) -> ScalarSelect[int]:
    tables, holds = shape.tasks()
    most = literal_column(str(COUNTED), Integer)
    one: ColumnElement[int] = literal_column("1", Integer)
    found = select(one).where(holds, due).limit(most).offset(NO_OFFSET)
    if shape.table is None or shape.dialect == "sqlite":
        found = found.select_from(*tables)
    else:
        # Desk by desk, so that PostgreSQL reads each by the index and never all tasks at once.
        each = found.correlate(shape.table).lateral("each")
        per_desk = select(one).select_from(shape.table.join(each, true()))
        found = per_desk.limit(most).offset(NO_OFFSET)
    return select(func.count()).select_from(found.subquery()).scalar_subquery()


def _due(name: Urgency, units: tuple[int, ...]) -> ColumnElement[bool]:
    if name == "none":
        return task.c.due_at.is_(None)
    first, last = (bindparam(f"{name}_{end}", type_=UtcDateTime) for end in ("first", "last"))
    return and_(task.c.due_at.between(first, last), by_unit(name, units))
