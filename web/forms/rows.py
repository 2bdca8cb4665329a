"""Rows of repeating groups: how their controls are named, added, taken away and posted.

A row's controls are named ``con.0.ten``; a hidden field ``con`` says how many rows the page shows.
To add a row or take one away is to send the form back: it works without script and loses nothing.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, cast

from werkzeug.datastructures import MultiDict

from engine.catalogue.forms import questions
from engine.catalogue.forms.constructs import MOST_ROWS

Component = Mapping[str, object]
Posted = MultiDict[str, str]

ADD, REMOVE = "dong-them", "dong-bo"
"""What the two buttons post: the list, or the list with the number of the row."""


def lists_of(schema: Component) -> list[Mapping[str, Any]]:
    """The repeating groups of a form."""
    return [one for one in questions(schema) if one["type"] == "dynamiclist"]


def may_change(component: Component) -> bool:
    """Whether rows may be added and taken away."""
    return component.get("allowAddRemove") is not False


def rows_at_first(component: Component) -> int:
    """How many rows an empty form shows."""
    given = component.get("defaultRepetitions")
    return max(1, min(given, MOST_ROWS)) if isinstance(given, int) else 1


def count_of(posted: Posted, path: str) -> int:
    """How many rows of a list were posted."""
    with suppress(ValueError):
        return max(0, min(int(posted.get(path, "0")), MOST_ROWS + 1))
    return 0


def changed(schema: Component | None, posted: Posted) -> Posted | None:
    """What was posted with a row more or less, where a button asked for that; else ``None``."""
    for one in lists_of(schema or {}):
        path = str(one["key"])
        rows = list(range(count_of(posted, path)))
        if posted.get(ADD) == path:
            return _kept(posted, path, [*rows, -1])
        for row in rows:
            if posted.get(REMOVE) == f"{path}.{row}":
                return _kept(posted, path, [at for at in rows if at != row])
    return None


def without_blank(schema: Component | None, posted: Posted) -> Posted:
    """What was posted without the rows that nobody filled in."""
    found = posted
    for one in lists_of(schema or {}):
        if may_change(one):
            path = str(one["key"])
            rows = range(count_of(posted, path))
            filled = [row for row in rows if _filled(one, posted, f"{path}.{row}.")]
            if len(filled) < len(rows):
                found = _kept(found, path, filled)
    return found


def _filled(component: Component, posted: Posted, start: str) -> bool:
    """Whether the row says anything else than a fresh one would."""
    for question in questions(component):
        sent = [text for text in posted.getlist(f"{start}{question['key']}") if text.strip()]
        given = question.get("defaultValue")
        fresh = given if isinstance(given, list) else [] if given in (None, False, "") else [given]
        if sent and sent != ["on" if one is True else str(one) for one in fresh]:
            return True
    return False


def _kept(posted: Posted, path: str, rows: Sequence[int]) -> Posted:
    """Only these rows of a list, numbered anew; -1 is a fresh one."""
    name = re.compile(rf"{re.escape(path)}\.(\d+)\.(.+)")
    place = {row: at for at, row in enumerate(rows)}
    found: list[tuple[str, str]] = [(path, str(len(rows)))]
    for key, value in posted.items(multi=True):
        part = name.fullmatch(key)
        if part is None:
            if key not in (path, ADD, REMOVE):
                found.append((key, value))
        elif int(part[1]) in place:
            found.append((f"{path}.{place[int(part[1])]}.{part[2]}", value))
    return cast("Posted", MultiDict(found))
