"""Why a unit can't end: each reason once, with links to what it speaks of."""

from typing import Any

from flask import url_for
from markupsafe import Markup, escape

from engine.access import holds
from engine.accounts import Person
from engine.errors import Refusal, WorkStillOpen
from engine.organisation.still_open import SHOWN

FIELD = "code"
"""The field of the faults that are about the unit and not about what was typed."""


def why_not_ended(refusal: Refusal | None, who: Person) -> list[Markup]:
    """The reasons in words; empty where what is refused is something typed."""
    if isinstance(refusal, WorkStillOpen):
        cases: Any = refusal.details["cases"]
        about = [{"kind": "case", "key": one, "words": one} for one in cases[:SHOWN]]
        return [_linked(str(refusal), about, who)]
    faults: Any = refusal.details.get("faults", ()) if refusal is not None else ()
    return [
        _linked(one["message"], one.get("about", ()), who)
        for one in faults
        if one["field"] == FIELD
    ]


def _linked(message: str, about: Any, who: Person) -> Markup:
    text = escape(message)
    for one in about:
        address = _address(one["kind"], one["key"], who)
        if address is not None:
            words = escape(one["words"])
            link = Markup('<a href="{}">{}</a>').format(address, words)
            text = Markup(text.replace(words, link, 1))  # noqa: S704 - both are escaped above
    return text


def _address(kind: str, key: str, who: Person) -> str | None:
    """The page of it; ``None`` where there is none that they may read."""
    if kind == "unit":
        return url_for("units_pages.shown", dv=key)
    if kind == "desk":
        unit, _, position = key.partition("/")
        return url_for("moving_desk.shown", unit=unit, position=position)
    if kind == "rule":
        return url_for("rules_pages.shown", rule_id=key)
    if kind == "rights":
        return url_for("rights.listed")
    return url_for("case.opened", ref=key) if holds(who, "cases.read") else None
