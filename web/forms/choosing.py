"""Lists that a control offers while somebody types: people and procedures, by code and name."""

from collections.abc import Collection, Iterable
from typing import Any

from api.http import today
from engine.administration.people.listed_rows import PostRow
from engine.administration.rules.choices import rule_choices
from web.forms.administering import administrator_here

MOST = 1500
"""People that a list offers; the names of others are typed whole."""
Offered = list[tuple[str, str]]
"""What is sent, and what it is called."""


def people_of(held: Iterable[PostRow], units: Collection[str] | None = None) -> Offered:
    """Who holds a post, in the units if any are named, once each: by user name, with their post."""
    found: dict[str, str] = {}
    for one in held:
        if units is None or one.unit_code in units:
            words = f"{one.full_name}, {one.title or one.position_title}, {one.unit_name}"
            found.setdefault(one.username, words)
    return sorted(found.items(), key=lambda one: one[1])[:MOST]


def procedures_here(session: Any) -> Offered:
    """The procedures of the administrator's province."""
    return list(rule_choices(session, admin=administrator_here(session), day=today()).procedures)
