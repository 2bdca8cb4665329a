"""The versions of a procedure: from when, by whom, on what basis, how many dossiers run by each."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.catalogue.packages import NEWEST_FIRST, manifests_of, package
from engine.designing.drafts import subject
from engine.designing.rights import Designer
from engine.errors import DesignNotFound
from engine.life import RUNNING
from engine.proposing.acts import OF_PROCEDURES
from engine.proposing.packages import in_force
from engine.proposing.reading import before_its_day
from engine.store.cases import Case
from engine.store.catalogue import Package
from engine.store.proposals import Proposal
from engine.worktime import ZONE

State = Literal["now", "later", "over", "retired", "taken_back"]


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
    """A version. ``until`` is the last day whose dossiers took it; ``None``: it is not over.

    ``published_by`` is who approved, or the command that loaded it; ``made_by`` who proposed.
    """

    version: int
    digest: str
    state: State
    valid_from: date
    until: date | None
    published_at: datetime
    published_by: str
    made_by: str | None
    basis: str | None
    decision: str
    running: int
    retired: Retired | None

    @property
    def retirable(self) -> bool:
        """Whether new dossiers take it now or from its first day on, so that it can be retired."""
        return self.state == "now" or (
            self.state == "later" and (self.until is None or self.until >= self.valid_from)
        )


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
    running = _running(session, code, procedure_code)
    proposals, leaving = _proposals(session, code, procedure_code)
    current = in_force(session, code, procedure_code, today)
    manifests = manifests_of(session, {row.digest for row in rows})
    found: list[VersionRow] = []
    next_day: date | None = None
    for row in rows:
        proposal = proposals.get(row.version)
        manifest = manifests[row.digest]
        decision = manifest.decision if manifest else None
        found.append(
            VersionRow(
                version=row.version,
                digest=row.digest,
                state=_state(row, current, now, leaving.get(row.digest)),
                valid_from=row.valid_from,
                until=_until(row, next_day),
                published_at=row.published_at,
                published_by=row.published_by,
                made_by=proposal.made_by_name if proposal else None,
                basis=proposal.basis if proposal else None,
                decision=f"{decision.number}, {decision.date:%d/%m/%Y}" if decision else "",
                running=running.get(row.digest, 0),
                retired=_retired(row, leaving.get(row.digest)),
            )
        )
        if not row.taken_back:
            next_day = row.valid_from
    return tuple(found)


def version_files(
    session: Session, *, who: Designer, procedure_code: str, version: int
) -> dict[str, bytes]:
    """The files of a version, as they were published. Raises DesignNotFound."""
    subject(session, who, procedure_code)
    digest = session.scalar(
        select(Package.digest).where(
            Package.province_code == who.province_code,
            Package.procedure_code == procedure_code,
            Package.version == version,
        )
    )
    if digest is None:
        raise DesignNotFound(what=f"bản {version}")
    return dict(package(session, who.province_code, digest).files)


def _state(row: Package, current: str | None, now: datetime, left: Proposal | None) -> State:
    today = now.astimezone(ZONE).date()
    if row.retired_from is not None and row.retired_from <= max(today, row.valid_from):
        return "taken_back" if left and before_its_day(left, row, now) else "retired"
    if row.digest == current:
        return "now"
    return "later" if row.valid_from > today else "over"


def _until(row: Package, next_day: date | None) -> date | None:
    ends = [one for one in (row.retired_from, next_day) if one is not None]
    return min(ends) - timedelta(days=1) if ends else None


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
