"""From the draft to the proposal: what is missing, what it changes, and where it can be filed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.catalogue.packages import package
from engine.designing.drafts import the_draft
from engine.designing.explained import as_published
from engine.designing.looked import Files, Looked, look
from engine.designing.rights import Designer
from engine.designing.sandboxed import draft_tried, to_try
from engine.errors import DesignMoved, DesignRefused
from engine.proposing.drawn import TITLES
from engine.proposing.kept import waits_by
from engine.proposing.packages import compared_with, in_force, kept_later
from engine.proposing.propose import propose_package
from engine.proposing.reading import ProposalRow, proposals_of
from engine.proposing.rights import Publisher
from engine.proposing.shown import DecidedRow, ShownDifference, decided_rows, shown
from engine.publishing.differing.drawn import pictures
from engine.publishing.differing.for_citizens import for_citizens
from engine.publishing.examine import Beside
from engine.publishing.fileable import ground_of, look_over, tried
from engine.publishing.reasons import Places, places_seen
from engine.publishing.rehearsing import Rehearsing, Trying
from engine.store.catalogue import Package
from engine.store.proposals import Proposal
from engine.worktime import ZONE


@dataclass(frozen=True, slots=True)
class Ready:
    """The way to the proposal. ``errors``: all of the draft; ``missing``: those of them that keep
    it back, beside open rows of the decision, which need a reason each. ``waiting``: its proposals
    that nobody decided yet; ``sent``: one of them is of these very files."""

    revision: int
    day: date
    errors: int
    missing: int
    differences: tuple[ShownDifference, ...]
    citizens: str | None
    """What changes for those who file, in a sentence."""
    picture: str | None
    """SVG of the draft's diagram, with a mark at each element that is new or other."""
    picture_before: str | None
    """The same of the version in force, at each that is gone or other."""
    decided: tuple[DecidedRow, ...]
    base: int | None
    first: bool
    known: int | None
    waiting: tuple[ProposalRow, ...]
    sent: bool
    places: Places | None = None
    """Where it could be filed as far as is seen without a dossier; ``None`` while errors remain."""

    @property
    def open_rows(self) -> tuple[DecidedRow, ...]:
        """The rows that need a reason still."""
        return tuple(row for row in self.decided if row.verdict != "same" and not row.why)


def ready(
    session: Session,
    *,
    who: Designer,
    part: Publisher,
    procedure_code: str,
    day: date | None = None,
    now: datetime,
) -> Ready:
    """What stands between the draft and its proposal, from a day on: the manifest's unless it is
    named, today at the earliest. Raises DesignNotFound."""
    found = the_draft(session, who, procedure_code)
    code, today = who.province_code, now.astimezone(ZONE).date()
    looked = look(session, code, procedure_code, found.files)
    day = max(day or (looked.manifest.valid_from if looked.manifest else today), today)
    base = in_force(session, code, procedure_code, day)
    missing = looked.missing
    told = compared_with(session, code, base, found.files) if not missing else ()
    before = package(session, code, base).files if base else None
    drawn = pictures(before, found.files, told, TITLES)
    then = tuple(kept_later(session, code, procedure_code, day)) if not missing else ()
    return Ready(
        revision=found.row.number,
        day=day,
        errors=looked.count("error"),
        missing=missing,
        differences=shown((*told, *then)),
        citizens=for_citizens(told),
        picture=drawn.after,
        picture_before=drawn.before,
        decided=decided_rows(looked.decided),
        base=_number(session, code, base),
        first=base is None,
        known=_number(session, code, found.row.digest),
        waiting=tuple(
            one
            for one in proposals_of(session, who=part, procedure_code=procedure_code, now=now)
            if one.state == "proposed"
        ),
        places=_places(session, code, looked, found.files, day),
        sent=waits_by(session, code, "package", found.row.digest) is not None,
    )


def _places(session: Session, code: str, looked: Looked, files: Files, day: date) -> Places | None:
    if looked.missing or looked.manifest is None:
        return None
    return places_seen(session, code, as_published(looked, files), day)


def _number(session: Session, code: str, digest: str | None) -> int | None:
    row = session.get(Package, (code, digest)) if digest else None
    return row.version if row and not row.taken_back else None


def propose_draft(
    session: Session,
    *,
    who: Designer,
    part: Publisher,
    procedure_code: str,
    seen: int,
    reasons: Mapping[str, str],
    basis: str | None = None,
    note: str | None = None,
    valid_from: date | None = None,
    now: datetime,
) -> Proposal:
    """Propose the draft as it was seen; from then on it goes the way of every proposal.

    Raises DesignMoved when somebody has changed it since, DesignNotFound, DesignRefused, and what
    ``propose_package`` does.
    """
    found = the_draft(session, who, procedure_code)
    who.require(found.subject.sector)
    if found.row.number != seen:
        raise DesignMoved(name=found.row.made_by_name)
    looked = look(session, who.province_code, procedure_code, found.files)
    if looked.manifest is not None and looked.manifest.code != procedure_code:
        reason = f"tệp mô tả ghi mã {looked.manifest.code}, không phải {procedure_code}."
        raise DesignRefused(reason=reason)
    return propose_package(
        session,
        who=part,
        files=found.files,
        beside=Beside(reasons=reasons),
        basis=basis,
        note=note,
        valid_from=valid_from,
        now=now,
    )


def where_fileable(
    reading: Trying,
    rehearsing: Rehearsing,
    *,
    who: Callable[[Session], Designer],
    procedure_code: str,
    day: date | None = None,
    now: datetime,
) -> Places:
    """Whether the draft could be filed, place by place, as if it alone were in force (R-20).

    The places are looked at in a session that only reads; each dossier is brought from its filing
    to its result in a sandbox of its own. Nothing is left. Raises DesignNotFound, DesignUnready,
    and what ``examine`` does.
    """
    with reading() as session:
        the_draft(session, who(session), procedure_code)
        draft = to_try(session, who=who(session), procedure_code=procedure_code)
        published, code = draft.published, draft.who.province_code
        first = max(day or now.astimezone(ZONE).date(), now.astimezone(ZONE).date())
        ground = ground_of(session, code, first, [published])
        looked = look_over(published, ground)

    @contextmanager
    def one_of_it() -> Iterator[Session]:
        with draft_tried(rehearsing, draft, now) as (session, _):
            yield session

    told = tried(looked, published, one_of_it)
    return Places.of(ground.setting, first, told.places, dossier=True)
