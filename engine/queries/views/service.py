"""A procedure as citizens meet it: what it asks for, where it is filed and under which terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.catalogue.rules.admission import PaperGround
from engine.queries.views.parts import UnitName


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A procedure in a list."""

    province_code: str
    code: str
    name: str
    short_name: str
    sector: str
    time_limit: str
    online: bool
    not_taken: str | None = None
    """That nothing is filed now at the place that was asked about, and why: a clause."""


@dataclass(frozen=True, slots=True)
class CardPage:
    """A page of a list of procedures; ``found`` are all that match, ``next`` asks for the page
    after this one."""

    rows: tuple[ServiceCard, ...]
    found: int
    next: str | None


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """A component of the dossier that the procedure asks for.

    ``how`` it is handed in: ``file``, ``form`` (the filing form is it), ``shown`` to the officer.
    ``when`` is the condition (FEEL over the answers) under which it is required. With ``source``
    nobody hands it in: the data comes from there, on the legal ``basis``.
    """

    code: str
    name: str
    required: bool
    note: str | None
    how: str = "file"
    when: str | None = None
    source: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A commune that a filing may be about: its committee and its own service centre."""

    commune_code: str
    commune_name: str
    centre_code: str
    centre_name: str


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Communes, or centres, where nothing is filed now, and why: words without a full stop."""

    why: str
    places: tuple[UnitName, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A value in words with its legal basis; ``local`` when a local rule says it."""

    words: str
    basis: str | None
    local: bool


@dataclass(frozen=True, slots=True)
class LimitOfSome:
    """The limit of some cases only, ``variant`` in words; ``clock``: statutory or committed.

    ``channels``: filed this way only (empty: any). ``phase``: the limit is that of a part of the
    work. Where none of these applies, the procedure's own limit counts.
    """

    variant: str
    words: str
    basis: str
    clock: str
    channels: tuple[str, ...]
    phase: str | None

    @property
    def line(self) -> str:
        """In one line: "cần xác minh: 5 ngày làm việc"."""
        return f"{self.variant}: {self.words}"


@dataclass(frozen=True, slots=True)
class OtherSystem:
    """Another system that takes filings; ``address`` is empty where there is no link to it."""

    where: str
    address: str
    basis: str


@dataclass(frozen=True, slots=True)
class PaperTold:
    """Days on which no paper is received; ``today`` whether this is one."""

    today: bool
    words: str
    basis: str


@dataclass(frozen=True, slots=True)
class ChannelFee:
    """What a filing through a channel pays, in đồng and in words with what is let off and why."""

    channel: str
    name: str
    due: Decimal
    words: str
    basis: str | None


@dataclass(frozen=True, slots=True)
class FilingTerms:
    """What a filing made today would be taken under, at a place or in the whole province.

    ``closed``: nothing is filed here, the other system takes it all; ``online_elsewhere``: it
    takes the online filings. ``limit`` is the one that is counted, ``statutory`` the law's beside a
    shorter committed one, ``package_limit`` the approved process's where a rule speaks instead.
    ``limits`` are those of some cases only; whatever they are not about has ``limit``.
    """

    commune: UnitName | None
    receiving: UnitName | None
    competent: UnitName | None
    competence: Told | None
    channels: tuple[str, ...]
    channels_told: Told
    online_level: str | None
    online_words: str | None
    closed: OtherSystem | None
    online_elsewhere: OtherSystem | None
    limit: Told
    statutory: Told | None
    package_limit: Told | None
    limits: tuple[LimitOfSome, ...]
    cut_off: Told | None
    paper: PaperTold | None
    agency_needs_ground: bool
    """Whether a state agency files online here, and another way on a lawful ground only."""
    paper_grounds: tuple[PaperGround, ...]
    """These grounds."""
    no_slip: Told | None
    """Done while one waits, without a receipt."""
    fees: tuple[ChannelFee, ...]
    """By channel; empty while no place is chosen, or where answers of the form decide."""

    @property
    def online(self) -> bool:
        """Whether this system takes an online filing."""
        return "online" in self.channels and self.online_elsewhere is None


@dataclass(frozen=True, slots=True)
class ServicePage:
    """All that a citizen needs to decide and file."""

    card: ServiceCard
    decision: str
    decision_date: date
    form: Mapping[str, object]
    answers_schema: Mapping[str, object]
    """JSON schema of the answers that a program sends."""
    places: tuple[Place, ...]
    """The communes that the filing may be about; empty when the form asks for none."""
    centres: tuple[UnitName, ...]
    """The service centres that receive it and give its result back."""
    documents: tuple[RequiredDocument, ...]
    stages: tuple[str, ...]
    fee_words: str
    demo_notes: tuple[str, ...]
    terms: FilingTerms
    not_taken: tuple[NotTaken, ...] = ()
    """Where nothing is filed now, by the check of what is published (R-20)."""
