"""Icons as one sprite per page that holds only the icons the page used."""

import json
from functools import cache, lru_cache
from pathlib import Path

from flask import g
from markupsafe import Markup

_FILE = Path(__file__).parent.parent / "templates" / "icons.json"


@cache
def _paths() -> dict[str, str]:
    """Path markup by icon name; our own file, so it is safe markup."""
    paths: dict[str, str] = json.loads(_FILE.read_text("utf-8"))
    return paths


def icon(name: str) -> Markup:
    """The icon as an inline SVG that points into the page's sprite; raises KeyError if unknown."""
    used: dict[str, str] = g.setdefault("icons_used", {})
    used[name] = _paths()[name]
    return _pointing(name)


@cache
def _pointing(name: str) -> Markup:
    return Markup('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>').format(name)


def sprite() -> Markup:
    """The symbols of every icon used so far in this request; rendered last on the page."""
    return _sprite(tuple(g.get("icons_used", ())))


@lru_cache(maxsize=500)
def _sprite(names: tuple[str, ...]) -> Markup:
    symbols = (
        Markup('<symbol id="i-{}" viewBox="0 0 16 16">{}</symbol>').format(
            name,
            Markup(_paths()[name]),  # noqa: S704 - our own icons.json
        )
        for name in names
    )
    return Markup('<svg hidden id="sprite">{}</svg>').format(Markup("").join(symbols))


def icon_names() -> frozenset[str]:
    """Every icon there is."""
    return frozenset(_paths())
