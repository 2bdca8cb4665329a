"""What the checks look at: the draft, and all that it must fit to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from engine.catalogue.manifest import Manifest
from engine.catalogue.rules.rule import LegalBasis, Level, Rule
from engine.catalogue.rules.scope import Scope
from engine.organisation.tree import Setting


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule as its maker enters it. ``value`` and ``lock`` are raw until they are checked.

    ``replaces`` is an approved rule that ends when this one begins.
    """

    kind: str
    scope: Scope
    value: Mapping[str, Any]
    valid_from: date
    valid_to: date | None
    basis: LegalBasis
    lock: Mapping[str, Any] | None = None
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step of the procedure's diagram."""

    name: str
    hours: Decimal | None
    may_skip: bool
    is_act: bool


@dataclass(frozen=True)
class ProcedureFacts:
    """The package that the rule's first day has. ``total`` adds hours along the longest way.

    ``fee_items`` are those of its fee table, as far as the table tells them before a filing;
    ``numbers`` the questions of its filing form that are answered by a number, ``subjects`` the
    groups of people that the form asks about because the fee table lets them off.
    """

    manifest: Manifest
    steps: Mapping[str, StepFacts]
    total: Callable[[Mapping[str, Decimal | None]], Decimal]
    fee_items: frozenset[str] | None = None
    numbers: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Facts:
    """The province around a draft.

    ``others`` are the approved rules of the same procedures, as known now; ``accounts`` the units
    that have a beneficiary account on the draft's first day.
    """

    setting: Setting
    level: Level
    others: Sequence[Rule]
    procedure: ProcedureFacts | None
    sectors: frozenset[str]
    areas: Mapping[str, frozenset[str]]
    accounts: frozenset[str] = field(default_factory=frozenset)
    rule_id: str = ""
    """The draft's own id when it is entered again."""
    beside: Sequence[Rule] = ()
    """The other rules of the same decision: they will be approved together."""
    replaced: frozenset[str] = frozenset()
    """The approved rules that those replace."""
