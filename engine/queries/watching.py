"""The cases that somebody watches, with what changed since they last looked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from engine.access import may
from engine.accounts import Person
from engine.audit.chain import StoredEvent
from engine.catalogue.packages import PublishedPackage, package
from engine.facts.reading import Recorded, recorded
from engine.life import state
from engine.organisation.tree import Setting, setting_of
from engine.queries.case_rows import CaseRows
from engine.queries.lying import Lies, lying, where_it_lies
from engine.queries.oversight import overseen_cases
from engine.queries.timeline import buttons, timeline
from engine.queries.views.watching import WatchedCase
from engine.queries.whereabouts import due_as
from engine.queries.wording import DueTimes
from engine.routing.definitions import definition_of
from engine.store.audit import CaseEvent
from engine.store.cases import Case
from engine.store.watches import CaseWatch

RIGHT = "cases.watch"
MOST = 200
LATEST = 5
_of_case = and_(CaseWatch.province_code == Case.province_code, CaseWatch.case_id == Case.id)
_of_event = and_(
    CaseEvent.province_code == CaseWatch.province_code, CaseEvent.case_id == CaseWatch.case_id
)


def is_watched(session: Session, rows: CaseRows, person: Person) -> bool | None:
    """Whether the person watches the case; ``None``: they may not."""
    if may(person, RIGHT, rows.matter) is None:
        return None
    key = (rows.case["province_code"], rows.case["id"], person.account_id)
    return session.get(CaseWatch, key) is not None


def watched_cases(session: Session, *, person: Person, now: datetime) -> tuple[WatchedCase, ...]:
    """What the person watches and may still see: what is new first, then the nearest due time.

    At most 200. Raises NotOverseer.
    """
    within = overseen_cases(session, person, RIGHT)
    setting = setting_of(session, str(person.province_code))
    mine = and_(CaseWatch.account_id == person.account_id, within)
    query = (
        select(Case, CaseWatch.since, CaseWatch.seen_at)
        .join(CaseWatch, _of_case)
        .where(mine)
        .order_by((Case.event_seq > CaseWatch.seen_seq).desc())
        .order_by(Case.due_at.is_(None), Case.due_at, Case.id)
        .limit(MOST)
    )
    rows = session.execute(query).all()
    news = _news(session, mine)
    tasks = lying(session, setting.province_code, [row.Case.id for row in rows])
    return tuple(
        _watched(
            *(session, setting, row),
            news=news.get(row.Case.id, ()),
            tasks=tasks.get(row.Case.id, ()),
            now=now,
        )
        for row in rows
    )


def _news(session: Session, mine: ColumnElement[bool]) -> Mapping[str, list[Recorded]]:
    """What happened to each case since it was seen, the newest first."""
    query = (
        select(CaseEvent.case_id, CaseEvent.seq, CaseEvent.at)
        .add_columns(CaseEvent.kind, CaseEvent.body, CaseEvent.hash)
        .join(CaseWatch, _of_event)
        .join(Case, _of_case)
        .where(mine, CaseEvent.seq > CaseWatch.seen_seq)
        .order_by(CaseEvent.case_id, CaseEvent.seq.desc())
    )
    found: dict[str, list[Recorded]] = {}
    for case_id, *stored in session.execute(query):
        found.setdefault(case_id, []).append(recorded(StoredEvent(*stored)))
    return found


def _watched(
    session: Session,
    setting: Setting,
    row: Any,
    *,
    news: Sequence[Recorded],
    tasks: Sequence[Lies],
    now: datetime,
) -> WatchedCase:
    case: Case = row.Case
    published = package(session, case.province_code, case.package_digest)
    new = timeline(news, _buttons(published), "officers") if news else ()
    calendar = setting.calendar_of(case.competent_unit)
    return WatchedCase(
        ref=case.code or case.submission_number,
        applicant_name=case.applicant_name,
        procedure_name=published.manifest.short_name,
        competent_unit=setting.unit_short_name(case.competent_unit),
        status_name=state(case.status).name,
        due=due_as(state(case.status), calendar, DueTimes.of(case), now),
        lies=tuple(where_it_lies(setting, task) for task in tasks),
        since=row.since,
        seen_at=row.seen_at,
        new=len(new),
        latest=new[:LATEST],
    )


def _buttons(published: PublishedPackage) -> Mapping[tuple[str, str], str]:
    return buttons(definition_of(published), "officers")
