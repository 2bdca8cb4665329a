"""Who files: alone or helped, for whom, on paper why; counted from the cases, never kept apart.

Assisted filing is online and never the citizen's own (requirement R-13); officials who are
applicants are counted by how they file (R-10), agencies by why they came on paper (R-09).
"""

from collections.abc import Mapping
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from engine.accounts import Person
from engine.audit.chain import StoredEvent
from engine.catalogue.applicants import KIND_NAMES, paper_of
from engine.catalogue.manifest import CHANNEL_NAMES
from engine.facts.events_of_filing import CaseSubmitted
from engine.facts.events_of_supplements import AskedAgain
from engine.facts.reading import Recorded, recorded
from engine.organisation.tree import Setting, setting_of
from engine.queries.oversight import overseen_cases
from engine.queries.reach import cases_within
from engine.queries.views.filers import FiledAt, FilerList, FilersPage, ListedFiler, OwnersOfKind
from engine.store.accounts import Account
from engine.store.audit import CaseEvent
from engine.store.cases import Case, Dossier
from engine.worktime import ZONE

RIGHT = "oversight.read"
MOST = 200
HELPED = and_(Case.channel == "online", Case.account_id.is_(None))
"""Filed online by an officer for the citizen: no account of a citizen filed it."""
_WAY = (Case.receiving_unit, Case.channel, Case.account_id.is_(None))
_OF_OFFICIAL = exists().where(
    Dossier.province_code == Case.province_code,
    Dossier.case_id == Case.id,
    Account.kind == "officer",
    Account.identity_number == Dossier.owner_number,
)
_of_case = and_(CaseEvent.province_code == Case.province_code, CaseEvent.case_id == Case.id)
_again = aliased(CaseEvent)
_ASKED = CaseEvent.kind == AskedAgain.kind
_LISTED: Mapping[FilerList, ColumnElement[bool]] = {
    "assisted": HELPED,
    "agency_paper": Case.paper_ground.is_not(None),
    "represented": Case.authorisation.is_not(None),
    "officials": _OF_OFFICIAL,
    "asked_again": exists().where(
        _again.province_code == Case.province_code,
        _again.case_id == Case.id,
        _again.kind == AskedAgain.kind,
    ),
}


def filers(
    session: Session,
    *,
    person: Person,
    since: date | None = None,
    which: FilerList = "assisted",
    now: datetime,
) -> FilersPage:
    """Of the units that the person leads or looks over; since the first of the month unless said.

    Raises NotOverseer.
    """
    day = since or now.astimezone(ZONE).date().replace(day=1)
    within = and_(
        overseen_cases(session, person, RIGHT),
        Case.submitted_at >= datetime.combine(day, time(), ZONE),
        Case.corrects.is_(None),  # nobody filed a correction: the agency opened it
    )
    setting = setting_of(session, str(person.province_code))
    units = _by_unit(session, setting, within)
    return FilersPage(
        since=day,
        units=units,
        total=_sum(units),
        kinds=_kinds(session, within),
        lists={name: _count(session, within, wanted) for name, wanted in _LISTED.items()},
        which=which,
        rows=_rows(session, setting, within, which, cases_within(session, person, "cases.read")),
    )


def _by_unit(
    session: Session, setting: Setting, within: ColumnElement[bool]
) -> tuple[FiledAt, ...]:
    found: dict[str, dict[str, int]] = {}
    rows = session.execute(select(*_WAY, func.count()).where(within).group_by(*_WAY))
    for unit, channel, of_nobody, count in rows:
        online = "assisted" if of_nobody else "own_online"
        way, ways = online if channel == "online" else channel, found.setdefault(unit, {})
        ways[way] = ways.get(way, 0) + count
    named = {setting.unit_name(unit): ways for unit, ways in found.items()}
    return tuple(_filed_at(name, named[name]) for name in sorted(named))


def _filed_at(name: str, ways: Mapping[str, int]) -> FiledAt:
    own, helped = ways.get("own_online", 0), ways.get("assisted", 0)
    return FiledAt(name, own, helped, ways.get("counter", 0), ways.get("postal", 0))


def _sum(units: tuple[FiledAt, ...]) -> FiledAt:
    ways = ("own_online", "assisted", "counter", "postal")
    return FiledAt("Tất cả", *(sum(getattr(one, way) for one in units) for way in ways))


def _kinds(session: Session, within: ColumnElement[bool]) -> tuple[OwnersOfKind, ...]:
    query = select(Case.applicant_kind, func.count()).where(within).group_by(Case.applicant_kind)
    counts = {row[0]: row[1] for row in session.execute(query)}
    return tuple(
        OwnersOfKind(kind, name, counts[kind])
        for kind, name in KIND_NAMES.items()
        if kind in counts
    )


def _count(session: Session, within: ColumnElement[bool], wanted: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Case).where(within, wanted)) or 0


def _rows(
    session: Session,
    setting: Setting,
    within: ColumnElement[bool],
    which: FilerList,
    named: ColumnElement[bool],
) -> tuple[ListedFiler, ...]:
    """The cases with what tells of them: their filing, or that papers were asked for again.

    ``named``: the cases of which the viewer is told who they are of.
    """
    event = _ASKED if which == "asked_again" else CaseEvent.seq == 1
    query = (
        select(Case, CaseEvent, named)
        .join(CaseEvent, and_(_of_case, event))
        .where(within, _LISTED[which])
        .order_by(Case.submitted_at.desc(), Case.id)
        .limit(MOST)
    )
    return tuple(
        _listed(setting, found, recorded(StoredEvent(*_stored(event))), which, may_read=bool(told))
        for found, event, told in session.execute(query)
    )


def _stored(event: CaseEvent) -> tuple[int, datetime, str, bytes, bytes]:
    return event.seq, event.at, event.kind, event.body, event.hash


def _listed(
    setting: Setting, found: Case, told: Recorded, which: FilerList, *, may_read: bool
) -> ListedFiler:
    event = told.event
    helped = isinstance(event, AskedAgain) or (isinstance(event, CaseSubmitted) and event.assisted)
    return ListedFiler(
        ref=found.code or found.submission_number,
        applicant_name=found.applicant_name if may_read else None,
        may_read=may_read,
        unit_name=setting.unit_name(found.receiving_unit),
        at=found.submitted_at,
        words=_words(found, told, which, may_read=may_read),
        by=told.actor.name if helped else None,
    )


def _words(found: Case, told: Recorded, which: FilerList, *, may_read: bool) -> str:
    event = told.event
    if isinstance(event, AskedAgain):
        return f"{'; '.join(event.papers)}: {event.reason}"
    if which == "represented":
        paper = paper_of({"authorisation": found.authorisation})
        submitter = event.submitter if may_read and isinstance(event, CaseSubmitted) else None
        return f"{submitter or 'người nộp'} nộp thay, {paper.words if paper else ''}"
    if which == "agency_paper" and isinstance(event, CaseSubmitted) and event.paper_ground:
        return f"{event.paper_ground.ground} ({event.paper_ground.basis})"
    return CHANNEL_NAMES.get(found.channel, found.channel)
