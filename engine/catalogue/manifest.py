"""What a package says about its procedure besides the diagram (``procedure.toml``)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Literal

from engine.store.rows import Channel
from engine.worktime import Unit

CASE_ROLES = frozenset({"receiving", "competent", "returning"})
"""Unit roles that every case has; a manifest may add others: fixed units, or whoever serves the
commune that the case is about."""


CHANNELS: tuple[Channel, ...] = ("online", "counter", "postal")
CHANNEL_NAMES: dict[str, str] = {
    "online": "Trực tuyến",
    "counter": "Trực tiếp",
    "postal": "Bưu chính công ích",
}
CHANNEL_WORDS: dict[str, str] = {
    "online": "trực tuyến",
    "counter": "trực tiếp",
    "postal": "bưu chính công ích",
}
"""The same inside a sentence."""

Handing = Literal["file", "form", "shown"]
HANDINGS: tuple[Handing, ...] = ("file", "form", "shown")
"""How a component is handed in: as a file (or on paper over the counter); by the answers of the
filing form, which is this paper; shown to the officer who receives, and taken back."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that approved the internal procedure."""

    number: str
    date: date
    title: str = ""
    signer: str = ""
    step_table: str | None = None
    """The file of the package with the steps as they were approved."""


@dataclass(frozen=True, slots=True)
class DecidedActor:
    """Whom the decision's own words mean: a unit role and a position, maybe one division only."""

    said: str
    unit: str
    position: str
    division: str | None = None


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long the case may take, and on what basis.

    ``same_day``: solved when the counter closes on the day it came in. What comes in after
    ``cut_off`` counts as of the next working day.
    """

    amount: Decimal
    unit: Unit
    basis: str
    same_day: bool = False
    cut_off: time | None = None


LimitClock = Literal["statutory", "committed"]
LIMIT_CLOCKS: tuple[LimitClock, ...] = ("committed", "statutory")
"""Whose limit a row is: the law's, or the shorter one that the province promises. In the order in
which they are counted (requirement R-24)."""


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A limit of some cases only: in words ``variant``; all others have the package's own.

    ``channels`` (none: all) and ``when`` (FEEL) tell which. ``after`` is the step whose end decides
    it; ``None``: the reception. With ``phase`` the limit is that of a part of the work which begins
    when that step ends, and is counted from there.
    """

    limit: TimeLimit
    variant: str
    clock: LimitClock = "statutory"
    channels: tuple[Channel, ...] = ()
    when: str | None = None
    after: str | None = None
    phase: str | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """A step during which the case clock stands still; ``kind`` is one of ``engine.life.WAITS``."""

    element: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Ending:
    """An end event at which a case ends without a result: refused, withdrawn or stopped."""

    element: str
    kind: str


@dataclass(frozen=True, slots=True)
class DocumentAsked:
    """A component of the dossier. ``when`` is FEEL over the answers of the filing form.

    A compulsory one with ``when`` is compulsory only where that is true. ``replaced_by`` is the
    database that the product's agencies read instead of asking for the paper.
    """

    code: str
    name: str
    required: bool
    note: str | None = None
    how: Handing = "file"
    when: str | None = None
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class ResultKind:
    """A paper that the procedure gives; ``when``: at this end event, else at the others."""

    code: str
    name: str
    when: str | None = None


FeeDue = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class FeeTable:
    """The DMN decision that gives the fee, and its inputs that come from answers of the form."""

    file: str
    decision: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    due: FeeDue = "after"
    """When it is paid: before the dossier is received, or after, until the result is given."""


@dataclass(frozen=True, slots=True)
class PackageLock:
    """What local rules may not change, or only within bounds (``docs/reference/rules.md``)."""

    kind: str
    lock: Mapping[str, object]
    basis: str
    element: str = ""


@dataclass(frozen=True)
class Manifest:
    """A package's own description. ``area_field`` is the answer that names the commune."""

    code: str
    name: str
    short_name: str
    sector: str
    level: str
    decision: Decision
    valid_from: date
    """The first day whose cases take this package, unless the publisher names another."""
    time_limit: TimeLimit
    """Of every case that no row of ``limits`` is about."""
    process: str
    filing_form: str
    channels: tuple[Channel, ...]
    area_field: str | None
    competent: str | None = None
    """The unit that decides wherever the case is from; ``None``: that of the area."""
    competent_by_area: str | None = None
    """Instead: the role in which the unit that decides serves the commune of the filing."""
    anywhere: bool = True
    """Whether any service centre of the province receives it."""
    limits: tuple[LimitRow, ...] = ()
    waits: Mapping[str, Wait] = field(default_factory=dict)
    """Step → what the case waits for there."""
    endings: Mapping[str, Ending] = field(default_factory=dict)
    """End event → how a case ends there that got no result."""
    people: Mapping[str, str] = field(default_factory=dict)
    """What a filing tells of people (owner_name, submitter_phone…) → the form's field."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """Extra unit role → unit code of the province."""
    area_roles: Mapping[str, str] = field(default_factory=dict)
    """Extra unit role → the role in which the province's units serve communes."""
    documents: tuple[DocumentAsked, ...] = ()
    results: tuple[ResultKind, ...] = ()
    free: bool = False
    """Whether the procedure takes no fee at all."""
    fee: FeeTable | None = None
    online_level: str | None = None
    """How far it goes online: full, partial or none."""
    locks: tuple[PackageLock, ...] = ()
    actors: tuple[DecidedActor, ...] = ()
    differs: Mapping[str, str] = field(default_factory=dict)
    """Step (or ``total``) that differs from the decision on purpose → why."""
    demo_notes: tuple[str, ...] = ()

    @property
    def paid_first(self) -> bool:
        """Whether the dossier is received only when its fee is paid."""
        return self.fee is not None and self.fee.due == "before"

    @property
    def role_names(self) -> frozenset[str]:
        """Every unit role that a step of this package may name."""
        return CASE_ROLES | self.roles.keys() | self.area_roles.keys()
