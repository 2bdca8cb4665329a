"""The procedures of a province as designers see them: what runs, what is being made, what waits."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine.catalogue.packages import ever_taken
from engine.catalogue.periods import Applies, periods
from engine.designing.delayed import days_delayed, is_delayed, longest_first
from engine.designing.pages import QUOTED, rows_of_page
from engine.designing.rights import Designer
from engine.errors import DesignNotFound
from engine.life import RUNNING
from engine.store.cases import Case
from engine.store.catalogue import FilingClosure, Package, Procedure
from engine.store.designs import Design, DesignRevision
from engine.store.proposals import Proposal
from engine.typed.folding import findable, folded, sought
from engine.workflow.reading.elements import Level
from engine.worktime import ZONE

State = Literal["faults", "checked", "waiting", "sent_back", "published", "none"]
STATES: Mapping[State, str] = {
    "faults": "có lỗi",
    "checked": "đã kiểm tra",
    "waiting": "chờ duyệt",
    "sent_back": "bị trả lại",
    "published": "đang công bố",
    "none": "chưa có quy trình",
}
"""What a procedure may be in; with a draft in work it is in two of them."""
A_PAGE = 25
LEVELS = get_args(Level)


@dataclass(frozen=True, slots=True)
class VersionOfDay:
    """A version that new dossiers take, or will take from a later day, be it again; ``None``: from
    that day on there is none."""

    number: int | None
    valid_from: date


@dataclass(frozen=True, slots=True)
class DraftState:
    """A draft that is no version yet: who changed it last, and where it stands."""

    state: State
    revision: int
    errors: int
    warnings: int
    by: str
    at: datetime
    proposal_id: str | None = None


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A procedure in the list. ``closed``: places where it can't be filed now. ``delayed``:
    decided, and nothing is published; ``delay``: days since, ``None`` also where nothing says from
    when (requirement R-111). ``later``: every version that is to come, in the order of their
    days."""

    code: str
    name: str
    sector: str
    level: str | None
    decision: str | None
    version: VersionOfDay | None
    later: tuple[VersionOfDay, ...]
    draft: DraftState | None
    running: int = 0
    closed: int = 0
    delayed: bool = False
    delay: int | None = None

    @property
    def states(self) -> frozenset[State]:
        """All that it is in."""
        found: set[State] = {self.draft.state} if self.draft else set()
        if self.version or self.later:
            found.add("published")
        elif not found:
            found.add("none")
        return frozenset(found)

    def of(self, sort: str) -> Collection[str]:
        """What it is in one respect: states, its sector, its level, who changed its draft last."""
        if sort == "state":
            return self.states
        named = {"sector": self.sector, "level": self.level}
        named["designer"] = self.draft.by if self.draft else None
        value = named[sort]
        return (value,) if value else ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list, and how many there are of each sort once it was narrowed by all else."""

    rows: tuple[ProcedureRow, ...]
    total: int
    page: int
    pages: int
    counts: Mapping[State, int]
    sectors: Mapping[str, int]
    levels: Mapping[str, int]
    designers: Mapping[str, int]
    """By who changed the draft last."""
    delayed: tuple[ProcedureRow, ...]
    """Approved and not configured, the longest delayed first."""


def procedures(
    session: Session,
    *,
    who: Designer,
    state: State | None = None,
    sector: str | None = None,
    level: str | None = None,
    designer: str | None = None,
    search: str = "",
    page: int = 1,
    now: datetime,
) -> Listing:
    """The procedures that they see: what needs work first, then by sector and name.

    ``designer``: the name of who changed the draft last. Raises DesignNotFound for a sector, a
    level, a designer or a page that the list has not.
    """
    words = folded(sought(search)).split()
    rows = _rows(session, who, now.astimezone(ZONE).date())
    _check_known(rows, sector=sector, level=level, designer=designer)
    everything = [row for row in rows if _is_found(row, words)]
    wanted = {"state": state, "sector": sector, "level": level, "designer": designer}
    found = _narrowed(everything, wanted, but="state")
    shown = _narrowed(everything, wanted)
    shown.sort(key=lambda row: (_urgency(row), row.sector, row.name))
    pages = max(1, -(-len(shown) // A_PAGE))
    here = rows_of_page(page, pages, A_PAGE)
    late = [row for row in found if row.delayed]
    late.sort(key=lambda row: longest_first(row.delay, row.code))
    counted = {
        one: Counter(sort for row in _narrowed(everything, wanted, but=one) for sort in row.of(one))
        for one in ("sector", "level", "designer")
    }
    return Listing(
        rows=tuple(shown[here]),
        total=len(shown),
        page=page,
        pages=pages,
        counts={one: sum(one in row.states for row in found) for one in STATES},
        sectors=dict(sorted(counted["sector"].items())),
        levels={one: counted["level"][one] for one in LEVELS if counted["level"][one]},
        designers=dict(sorted(counted["designer"].items())),
        delayed=tuple(late),
    )


_NARROWED = {"sector": "lĩnh vực", "level": "cấp", "designer": "người sửa"}


def _check_known(rows: Iterable[ProcedureRow], **wanted: str | None) -> None:
    """An empty list would say that nothing is there to do."""
    for sort, one in wanted.items():
        known = one in LEVELS if sort == "level" else any(one in row.of(sort) for row in rows)
        if one is not None and not known:
            raise DesignNotFound(what=f"{_NARROWED[sort]} “{one[:QUOTED]}” trong danh sách")


def _narrowed(
    rows: Iterable[ProcedureRow], wanted: Mapping[str, str | None], but: str = ""
) -> list[ProcedureRow]:
    """Those that are all that is wanted, whatever they are in one respect."""
    asked = [(sort, one) for sort, one in wanted.items() if one is not None and sort != but]
    return [row for row in rows if all(one in row.of(sort) for sort, one in asked)]


def _is_found(row: ProcedureRow, words: list[str]) -> bool:
    text = findable(f"{row.code} {row.name} {row.draft.by if row.draft else ''}")
    return all(word in text for word in words)


def _urgency(row: ProcedureRow) -> int:
    """What blocks people, then drafts, then what runs."""
    if row.closed:
        return 0
    if row.draft is not None:
        return 1 + list(STATES).index(row.draft.state)
    return len(STATES) + 1 + (row.version is None)


def _rows(session: Session, who: Designer, today: date) -> list[ProcedureRow]:
    code = who.province_code
    versions, later = _versions(session, code, today)
    drafts, running = _drafts(session, code), _running(session, code)
    closed = _closed(session, code)
    query = select(Procedure).where(
        Procedure.province_code == code,
        or_(Procedure.valid_to.is_(None), Procedure.valid_to > today),
    )
    known = {one.code: one for one in session.scalars(query)}
    rows = [
        ProcedureRow(
            code=one.code,
            name=one.short_name,
            sector=one.sector,
            level=one.level,
            decision=one.decision,
            version=versions.get(one.code),
            later=later.get(one.code, ()),
            draft=drafts[one.code][1] if one.code in drafts else None,
            running=running.get(one.code, 0),
            closed=closed.get(one.code, 0) if one.code in versions else 0,
            delayed=(late := one.code not in versions and is_delayed(one, today)),
            delay=days_delayed(one, today) if late else None,
        )
        for one in known.values()
        if who.sees(one.sector)
    ]
    for key, (design, state) in drafts.items():
        if key not in known and who.sees(design.sector):
            nothing = (None, None, None, ())
            rows.append(ProcedureRow(key, design.name, design.sector, *nothing, state))
    return rows


def _versions(
    session: Session, code: str, today: date
) -> tuple[dict[str, VersionOfDay], dict[str, tuple[VersionOfDay, ...]]]:
    """By procedure: the version of today, and all that follow it on later days."""
    rows: dict[str, list[Applies]] = {}
    columns = (Package.procedure_code, Package.version, Package.valid_from, Package.retired_from)
    query = select(*columns).where(Package.province_code == code)
    for procedure, version, first, until in session.execute(query):
        rows.setdefault(procedure, []).append(Applies(version, first, until))
    current: dict[str, VersionOfDay] = {}
    later: dict[str, tuple[VersionOfDay, ...]] = {}
    for procedure, applies in rows.items():
        for one in periods(applies):
            told_of = VersionOfDay(one.version, one.first)
            if one.first > today:
                if one.version or procedure in current or procedure in later:
                    later[procedure] = (*later.get(procedure, ()), told_of)
            elif one.version and one.holds(today):
                current[procedure] = told_of
    return current, later


def _drafts(session: Session, code: str) -> dict[str, tuple[Design, DraftState]]:
    """The drafts that are no version yet."""
    rows = session.execute(
        select(Design, DesignRevision)
        .join(
            DesignRevision,
            (DesignRevision.province_code == Design.province_code)
            & (DesignRevision.procedure_code == Design.procedure_code)
            & (DesignRevision.number == Design.revision),
        )
        .where(Design.province_code == code)
    ).all()
    digests = [row.digest for _, row in rows]
    published = set(
        session.scalars(
            select(Package.digest).where(
                Package.province_code == code, Package.digest.in_(digests), ever_taken()
            )
        )
    )
    proposed = _proposed(session, code, digests)
    return {
        design.procedure_code: (design, _draft(row, proposed.get(row.digest)))
        for design, row in rows
        if row.files and row.digest not in published
    }


def _proposed(session: Session, code: str, digests: list[str]) -> dict[str, Proposal]:
    """The newest proposal of each of these files."""
    rows = session.scalars(
        select(Proposal)
        .where(
            Proposal.province_code == code,
            Proposal.kind == "package",
            Proposal.digest.in_(digests),
        )
        .order_by(Proposal.made_at)
    )
    return {row.digest: row for row in rows}


def _draft(row: DesignRevision, proposal: Proposal | None) -> DraftState:
    state: State = "faults" if row.errors else "checked"
    if proposal is not None and proposal.state in ("proposed", "sent_back"):
        state = "waiting" if proposal.state == "proposed" else "sent_back"
    return DraftState(
        state=state,
        revision=row.number,
        errors=row.errors,
        warnings=row.warnings,
        by=row.made_by_name,
        at=row.made_at,
        proposal_id=proposal.id if proposal else None,
    )


def _running(session: Session, code: str) -> dict[str, int]:
    query = (
        select(Case.procedure_code, func.count())
        .where(Case.province_code == code, Case.status.in_(RUNNING))
        .group_by(Case.procedure_code)
    )
    return dict(session.execute(query).all())


def _closed(session: Session, code: str) -> dict[str, int]:
    query = (
        select(FilingClosure.procedure_code, func.count())
        .where(FilingClosure.province_code == code)
        .group_by(FilingClosure.procedure_code)
    )
    return dict(session.execute(query).all())
