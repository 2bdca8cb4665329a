"""Colouring a stored picture by the state of a case, without drawing it again."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Literal, get_args

State = Literal["done", "now", "next", "bad", "warn", "tip", "add", "chg", "del"]
"""Of a running case; of a fault, by its weight; of a difference between two versions."""

_STATES = frozenset(get_args(State))
_GROUP = re.compile(
    r'<g class="([^"]*)" data-element-id="([^"]*)"(?: data-m="([^"]*)")?>(.*?)</g>', re.DOTALL
)
_MARK = re.compile(r'<path class="mk[^>]*/>')


def colour(svg: str, states: Mapping[str, State]) -> str:
    """The same picture with the class of its state on each of the elements named.

    Done gets a tick and now a pointer besides, so that a state never is colour alone. What an
    earlier colouring left is taken off; ids that the picture doesn't hold are passed over.
    """

    def coloured(found: re.Match[str]) -> str:
        look, identity, place, content = found.groups()
        state = states.get(unescape(identity))
        known = [name for name in look.split() if name not in _STATES]
        marked = _MARK.sub("", content) + _mark(state, place)
        classes = " ".join([*known, state] if state else known)
        at = f' data-m="{place}"' if place else ""
        return f'<g class="{classes}" data-element-id="{identity}"{at}>{marked}</g>'

    return _GROUP.sub(coloured, svg)


def _mark(state: State | None, place: str | None) -> str:
    if state is None or not place:
        return ""
    x, y, left, top = place.split()
    if state == "done":
        data = f"M{x} {y}l4 4 8-8"
        return f'<path class="mk" d="{data}" fill="none" stroke="#1e1b18" stroke-width="2"/>'
    return f'<path class="mk pt" d="M{left} {top}h12l-6 7z"/>' if state == "now" else ""
