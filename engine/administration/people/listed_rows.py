"""The organisation's read models: what lists of units, posts and substitutes hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Successor:
    """A unit that takes over from another: from which day, by which paper, all or a part of it."""

    code: str
    name: str
    day: date
    basis: str
    part: bool


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit. ``mine``: the reader may administer it. ``before``: units that it took over from;
    ``after``: those that take over from it.
    """

    code: str
    name: str
    short_name: str
    kind: str
    level: str
    parent_code: str | None
    agency_code: str | None
    statistics_code: str | None
    calendar_code: str | None
    valid_from: date
    valid_to: date | None
    source: str | None
    mine: bool
    names: tuple[str, ...]
    """Its other names in words: those before, and the one to come."""
    before: tuple[str, ...]
    after: tuple[Successor, ...]


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A position, the kinds of unit that have it, and whether who holds it leads the unit."""

    code: str
    title: str
    unit_kinds: tuple[str, ...]
    leads: bool


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar of the province; ``own`` is that of every unit that names none."""

    code: str
    own: bool
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PostRow:
    """An officer's post."""

    username: str
    full_name: str
    honorific: str | None
    phone: str | None
    email: str | None
    unit_code: str
    unit_name: str
    position_code: str
    position_title: str
    title: str | None
    valid_from: date
    valid_to: date | None
    may_change: bool
    """Whether the reader may move the officer, or end the post."""


@dataclass(frozen=True, slots=True)
class SubstitutionRow:
    """Who stands in for whom, where, how far and how long."""

    id: str
    unit_code: str
    unit_name: str
    position_code: str
    position_title: str
    officer: str
    officer_name: str
    absent: str | None
    absent_name: str | None
    manner: str
    procedure_code: str | None
    procedure_name: str | None
    sector: str | None
    valid_from: date
    valid_to: date
    basis: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class FocalRow:
    """Whom to ask in an agency about a duty."""

    unit_code: str
    unit_name: str
    duty: str
    officer: str
    officer_name: str
    phone: str | None
    email: str | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An entry of the record: who changed what, from what to what."""

    at: datetime
    epoch: int
    name: str
    kind: str
    subject: str
    subject_key: str
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
