"""The versions of a procedure: from when, by whom, on what basis, how many dossiers run by each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.catalogue.packages import NEWEST_FIRST, manifests_of
from engine.catalogue.periods import Applies, Period, instead, of_each, periods
from engine.designing.drafts import subject
from engine.designing.rights import Designer
from engine.designing.to_read import to_read
from engine.life import RUNNING
from engine.proposing.acts import OF_PROCEDURES
from engine.proposing.packages import in_force
from engine.proposing.retirements import before_its_day
from engine.store.cases import Case
from engine.store.catalogue import Package
from engine.store.proposals import Proposal
from engine.worktime import ZONE

State = Literal["now", "later", "again", "over", "covered", "retired", "taken_back"]


@dataclass(frozen=True, slots=True)
class Retired:
    """From which day on a version is no longer taken, who proposed and approved that and when, on
    what basis."""

    day: date
    made_by: str
    approved_by: str
    at: datetime
    basis: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version. ``periods`` are the days whose new dossiers take it, several where it applies
    again after a later one was retired, parts of a day where it was replaced on the day itself;
    ``until`` is the last of them, ``None``: it is not over. ``instead``: what dossiers would take
    from today on, were it retired.

    ``covered_by``: the version of the same day because of which it never applies (state
    ``covered``).

    ``published_by`` is who approved, or the command that loaded it; ``made_by`` who proposed.
    """

    version: int
    digest: str
    state: State
    valid_from: date
    until: date | None
    periods: tuple[Period, ...]
    instead: tuple[Period, ...]
    covered_by: int | None
    published_at: datetime
    published_by: str
    made_by: str | None
    basis: str | None
    decision: str
    running: int
    filed: bool
    """Whether any dossier was ever filed on it: also where the day has another version by now."""
    retired: Retired | None

    @property
    def retirable(self) -> bool:
        """Whether new dossiers take it now or from its first day on, so that it can be retired."""
        return self.state == "now" or (self.state in ("later", "again") and bool(self.instead))


def versions(
    session: Session, *, who: Designer, procedure_code: str, now: datetime
) -> tuple[VersionRow, ...]:
    """All there are, the newest first. Raises DesignNotFound."""
    subject(session, who, procedure_code)
    code, today = who.province_code, now.astimezone(ZONE).date()
    rows = session.scalars(
        select(Package)
        .where(Package.province_code == code, Package.procedure_code == procedure_code)
        .order_by(*NEWEST_FIRST)
    ).all()
    running, filed = _running(session, code, procedure_code), _filed(session, code, procedure_code)
    proposals, leaving = _proposals(session, code, procedure_code)
    current = in_force(session, code, procedure_code, today)
    manifests = manifests_of(session, {row.digest for row in rows})
    applies = [Applies(row.version, row.valid_from, row.retired_from) for row in rows]
    taken = periods(_decided(row, leaving.get(row.digest)) for row in rows)
    mine = of_each(taken)
    found: list[VersionRow] = []
    for row in rows:
        proposal = proposals.get(row.version)
        manifest = manifests[row.digest]
        decision = manifest.decision if manifest else None
        found.append(
            VersionRow(
                version=row.version,
                digest=row.digest,
                state=_state(row, current, now, leaving.get(row.digest), taken),
                valid_from=row.valid_from,
                until=_until(mine.get(row.version, ())),
                periods=mine.get(row.version, ()),
                covered_by=_covered_by(row, taken),
                instead=instead(applies, row.version, today),
                published_at=row.published_at,
                published_by=row.published_by,
                made_by=proposal.made_by_name if proposal else None,
                basis=proposal.basis if proposal else None,
                decision=f"{decision.number}, {decision.date:%d/%m/%Y}" if decision else "",
                running=running.get(row.digest, 0),
                filed=row.digest in filed,
                retired=_retired(row, leaving.get(row.digest)),
            )
        )
    return tuple(found)


def version_files(
    session: Session, *, who: Designer, procedure_code: str, version: int
) -> dict[str, bytes]:
    """The files of a version, as they were published. Raises DesignNotFound."""
    return dict(to_read(session, who, procedure_code, version).files)


def _state(
    row: Package,
    current: str | None,
    now: datetime,
    left: Proposal | None,
    taken: Sequence[Period],
) -> State:
    today = now.astimezone(ZONE).date()
    if row.retired_from is not None and row.retired_from <= max(today, row.valid_from):
        return "taken_back" if left and before_its_day(left, row, now) else "retired"
    if row.digest == current:
        return "now"
    if _covered_by(row, taken) is not None:
        return "covered"
    if row.valid_from > today:
        return "later"
    comes = any(one.first > today and one.version == row.version for one in taken)
    return "again" if comes else "over"


def _covered_by(row: Package, taken: Sequence[Period]) -> int | None:
    """The version that is taken in its place all of its time, from its own first day on."""
    gone = row.retired_from is not None and row.retired_from <= row.valid_from
    if gone or any(one.version == row.version for one in taken):
        return None
    there = [one.version for one in taken if one.holds(row.valid_from)]
    return there[-1] if there and there[-1] and there[-1] > row.version else None


def _decided(row: Package, left: Proposal | None) -> Applies:
    """When it applies, with the moments at which that was decided."""
    left_at = left.decided_at if left else None
    return Applies(row.version, row.valid_from, row.retired_from, row.published_at, left_at)


def _until(mine: Sequence[Period]) -> date | None:
    return mine[-1].last if mine else None


def _filed(session: Session, code: str, procedure_code: str) -> frozenset[str]:
    query = (
        select(Case.package_digest)
        .where(Case.province_code == code, Case.procedure_code == procedure_code)
        .distinct()
    )
    return frozenset(session.scalars(query))


def _running(session: Session, code: str, procedure_code: str) -> dict[str, int]:
    query = (
        select(Case.package_digest, func.count())
        .where(
            Case.province_code == code,
            Case.procedure_code == procedure_code,
            Case.status.in_(RUNNING),
        )
        .group_by(Case.package_digest)
    )
    return dict(session.execute(query).all())


def _retired(row: Package, proposal: Proposal | None) -> Retired | None:
    if row.retired_from is None or proposal is None or proposal.decided_at is None:
        return None
    return Retired(
        day=row.retired_from,
        made_by=proposal.made_by_name,
        approved_by=proposal.decided_by_name or "",
        at=proposal.decided_at,
        basis=proposal.basis,
    )


def _proposals(
    session: Session, code: str, procedure_code: str
) -> tuple[dict[int, Proposal], dict[str, Proposal]]:
    """The proposal by which each version came, by its number; by which it left, by its digest."""
    rows = session.scalars(
        select(Proposal)
        .where(
            Proposal.province_code == code,
            Proposal.subject == procedure_code,
            Proposal.kind.in_(OF_PROCEDURES),
            Proposal.state == "approved",
        )
        .order_by(Proposal.decided_at)
    ).all()
    came = {row.version: row for row in rows if row.kind == "package" and row.version is not None}
    return came, {row.digest: row for row in rows if row.kind == "retirement"}
