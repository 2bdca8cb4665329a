"""Proposals as people read them: what waits, what became of the others, and each in full."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeGuard

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased

from engine.catalogue.manifest_file import MANIFEST
from engine.catalogue.packages import PublishedPackage
from engine.errors import DayPassed, Refusal
from engine.proposing.acts import OF_PROCEDURES, State, offered, sees
from engine.proposing.acts import Kind as ActKind
from engine.proposing.decide import found, reviewed
from engine.proposing.drawn import differences_kept, of_kept, of_review, remarks_of_kept
from engine.proposing.kept import first_day
from engine.proposing.packages import in_force
from engine.proposing.remarks import PlacedRemark, elements_of, in_words, remarks_kept
from engine.proposing.reorganisations import is_undone, undone
from engine.proposing.retirements import before_its_day
from engine.proposing.review import Kind, Review
from engine.proposing.rights import Publisher
from engine.proposing.shown import DecidedRow, ShownDifference, decided_rows, shown
from engine.publishing.decided import Compared
from engine.publishing.differing import Difference
from engine.publishing.differing.for_citizens import for_citizens
from engine.publishing.reasons import Places, places_seen
from engine.store.catalogue import Package
from engine.store.proposals import Proposal
from engine.workflow.reading.faults import Fault
from engine.worktime import ZONE

_COLUMNS = Proposal.__table__.columns.keys()
MOST = 200
"""Proposals of a list."""
TOLD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal in a list. ``overtaken``: another version was published since it was made."""

    id: str
    kind: Kind
    subject: str
    name: str
    sector: str | None
    state: State
    differences: int
    differing_rows: int
    """Rows that differ from the decision, each with its reason."""
    basis: str
    note: str | None
    wished_from: date
    made_by_name: str
    made_at: datetime
    decided_by_name: str | None
    decided_at: datetime | None
    remark: str | None
    remarks: tuple[PlacedRemark, ...]
    """What of it is about single places."""
    valid_from: date | None
    version: int | None
    overtaken: bool
    retires: int | None
    """The version that a retirement takes back."""
    before_its_day: bool
    """Whether that is before its first day, so that no dossier takes it."""
    acts: tuple[ActKind, ...]
    undone: bool
    """Whether an approved reorganisation was taken back."""

    @property
    def remark_of_all(self) -> str:
        """What was remarked on the whole, besides places."""
        return (self.remark or "").removeprefix(in_words(self.remarks, "")).strip()


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal in full. ``seen`` names what is shown here: an approval repeats it.

    Of an open one everything is compared and asked anew; of the others it is what was decided on.
    ``blocked`` is why an open one can't be approved as things stand. ``undone``: who took an
    approved reorganisation back, and why; ``may_undo``: whether they may do so now.
    """

    proposal: ProposalRow
    day: date
    base_version: int | None
    seen: str | None
    differences: tuple[ShownDifference, ...]
    decided: tuple[DecidedRow, ...]
    faults: tuple[Fault, ...] = ()
    blocked: str | None = None
    undone: str | None = None
    may_undo: bool = False
    citizens: str | None = None
    """What changes for those who file, in a sentence."""
    picture: str | None = None
    """SVG of the diagram that would run, with a mark at each element that is new or other."""
    picture_before: str | None = None
    """The same of the one that it is compared with, at each that is gone or other."""
    remarked: str | None = None
    """SVG of the diagram with the number of each remark at its shape."""
    places: tuple[str, ...] = ()
    """What a remark can be about: what differs, and each element of the diagram."""
    fileable: Places | None = None
    """Where an open package could be filed as far as is seen without a dossier."""


def proposals(
    session: Session, *, who: Publisher, state: State | None = None, now: datetime
) -> tuple[ProposalRow, ...]:
    """The proposals that they may see, the newest first."""
    query = select(Proposal).where(Proposal.province_code == who.province_code)
    if state is not None:
        query = query.where(Proposal.state == state)
    rows = session.scalars(query.order_by(Proposal.made_at.desc(), Proposal.id).limit(MOST))
    return tuple(_row(session, who, row, now) for row in rows if sees(who, row))


def proposals_of(
    session: Session, *, who: Publisher, procedure_code: str, now: datetime
) -> tuple[ProposalRow, ...]:
    """Of a procedure: what waits, and what was sent back and not made anew since; the newest
    first."""
    query = select(Proposal).where(
        Proposal.province_code == who.province_code,
        Proposal.kind.in_(OF_PROCEDURES),
        Proposal.subject == procedure_code,
        or_(Proposal.state == "proposed", (Proposal.state == "sent_back") & ~_made_anew()),
    )
    rows = session.scalars(query.order_by(Proposal.made_at.desc(), Proposal.id))
    return tuple(_row(session, who, row, now) for row in rows if sees(who, row))


def _made_anew() -> ColumnElement[bool]:
    """Whether the same was proposed again later, whatever became of that."""
    later = aliased(Proposal)
    return exists().where(
        later.province_code == Proposal.province_code,
        later.kind == Proposal.kind,
        later.subject == Proposal.subject,
        later.made_at > Proposal.made_at,
    )


def given_back(session: Session, *, who: Publisher, now: datetime) -> tuple[ProposalRow, ...]:
    """Their own proposals that were sent back and not made anew since, the newest first.

    Those of the last ``TOLD`` days: nothing else closes what somebody lets lie.
    """
    query = select(Proposal).where(
        Proposal.province_code == who.province_code,
        Proposal.state == "sent_back",
        Proposal.made_by == who.account_id,
        Proposal.decided_at >= now - TOLD,
        ~_made_anew(),
    )
    rows = session.scalars(query.order_by(Proposal.decided_at.desc(), Proposal.id))
    return tuple(_row(session, who, row, now) for row in rows)


def proposal(
    session: Session, *, who: Publisher, proposal_id: str, day: date | None = None, now: datetime
) -> ProposalView:
    """One in full. Raises ProposalNotFound, DayPassed."""
    row = found(session, who, proposal_id)
    if row.state != "proposed":
        return _as_kept(session, who, row, now)
    try:
        review = reviewed(session, who=who, proposal_id=proposal_id, day=day, now=now)
    except DayPassed:
        raise
    except Refusal as refusal:
        faults = refusal.details.get("faults")
        told = tuple(one for one in faults if isinstance(one, Fault)) if _many(faults) else ()
        kept = _as_kept(session, who, row, now)
        return replace(kept, blocked=str(refusal), faults=told)
    return _view(session, who, row, review, now)


def _many(faults: object) -> TypeGuard[Iterable[object]]:
    return isinstance(faults, list | tuple)


def _as_kept(session: Session, who: Publisher, row: Proposal, now: datetime) -> ProposalView:
    taken_back, may_undo = undone(session, who, row)
    drawn = of_kept(session, row)
    return ProposalView(
        proposal=_row(session, who, row, now),
        day=row.valid_from or row.wished_from,
        base_version=_version(session, row.province_code, row.base),
        seen=None,
        differences=shown(differences_kept(row)),
        decided=decided_rows([Compared(**_any(one)) for one in row.decided]),
        undone=taken_back,
        may_undo=may_undo,
        citizens=_citizens(row, differences_kept(row)),
        picture=drawn.after,
        picture_before=drawn.before,
        remarked=remarks_of_kept(session, row),
    )


def _view(
    session: Session, who: Publisher, row: Proposal, review: Review, now: datetime
) -> ProposalView:
    drawn = of_review(session, row.province_code, review)
    return ProposalView(
        proposal=_row(session, who, row, now),
        day=review.day,
        base_version=_version(session, row.province_code, review.base),
        seen=review.digest,
        differences=shown(review.differences),
        decided=decided_rows(review.decided),
        faults=review.faults,
        citizens=_citizens(row, review.differences),
        picture=drawn.after,
        picture_before=drawn.before,
        places=_places(review),
        fileable=_fileable(session, row.province_code, review),
    )


def _fileable(session: Session, province_code: str, review: Review) -> Places | None:
    told = review.examined
    if told is None or review.content.kind != "package":
        return None
    published = PublishedPackage(told.digest, told.manifest, review.content.files, told.diagram)
    return places_seen(session, province_code, published, review.day)


def _citizens(row: Proposal, found: Sequence[Difference]) -> str | None:
    return for_citizens(found) if row.kind in OF_PROCEDURES and row.base else None


def _places(review: Review) -> tuple[str, ...]:
    if review.content.kind != "package":
        return ()
    differing = (one.where for one in review.differences)
    return tuple(dict.fromkeys([*differing, *elements_of(review.content.files).values(), MANIFEST]))


def _any(kept: Mapping[str, object]) -> dict[str, Any]:
    return dict(kept)


def _version(session: Session, province_code: str, digest: str | None) -> int | None:
    row = session.get(Package, (province_code, digest)) if digest else None
    return row.version if row else None


def _overtaken(session: Session, row: Proposal, now: datetime) -> bool:
    if row.state != "proposed" or row.kind in ("configuration", "reorganisation", "calendar"):
        return False
    day = first_day(row, now.astimezone(ZONE).date())
    return in_force(session, row.province_code, row.subject, day) != row.base


def proposal_row(session: Session, *, who: Publisher, row: Proposal, now: datetime) -> ProposalRow:
    """One as a list has it."""
    return _row(session, who, row, now)


def _row(session: Session, who: Publisher, row: Proposal, now: datetime) -> ProposalRow:
    told: dict[str, Any] = {
        name: getattr(row, name) for name in ProposalRow.__dataclass_fields__.keys() & _COLUMNS
    }
    told["remarks"] = remarks_kept(row)
    told |= {"differences": len(row.differences), "retires": None, "before_its_day": False}
    if row.kind == "retirement":
        version = session.get_one(Package, (row.province_code, row.digest))
        told |= {"retires": version.version, "before_its_day": before_its_day(row, version, now)}
    return ProposalRow(
        **told,
        differing_rows=sum(one.get("verdict") != "same" for one in row.decided),
        overtaken=_overtaken(session, row, now),
        acts=offered(session, who, row),
        undone=is_undone(session, row),
    )
