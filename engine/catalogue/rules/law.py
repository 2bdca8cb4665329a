"""The terms of the law, dated and with their basis: what counts where no local rule speaks."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from engine.catalogue.rules.taken import Taken

DATA = Path(__file__).with_name("law.toml")


@dataclass(frozen=True, slots=True)
class Term:
    """A term in force. ``rule``: the local rule that says it; ``None``: the law. ``most``: only
    the law of a sector makes it longer.
    """

    value: Mapping[str, Any]
    basis: str
    rule: str | None = None
    most: bool = False


def term_of(taken: Taken, kind: str, day: date) -> Term | None:
    """What the case took from a local rule, else the law of the day; ``None``: nothing is fixed."""
    value = taken.value(kind)
    if value is not None:
        return Term(value, taken.basis(kind), taken.rule_id(kind))
    return law_on(kind, day)


def law_on(kind: str, day: date) -> Term | None:
    """What the law says of the kind on the day."""
    return next((term for since, term in _terms().get(kind, ()) if since <= day), None)


@cache
def _terms() -> Mapping[str, list[tuple[date, Term]]]:
    """The terms of each kind, the latest first."""
    found: dict[str, list[tuple[date, Term]]] = {}
    for one in tomllib.loads(DATA.read_text(encoding="utf-8"))["term"]:
        term = Term(one["value"], one["basis"], most=one.get("most", False))
        found.setdefault(one["kind"], []).append((one["valid_from"], term))
    for rows in found.values():
        rows.sort(key=lambda row: row[0], reverse=True)
    return found
