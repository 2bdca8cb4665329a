"""Until when an online filing is answered: received, refused, or told what it lacks (art. 17.2).

Each answer has its own time: from the filing, and anew from when what was asked for came in.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, select
from sqlalchemy.orm import Session

from engine.catalogue.packages import package
from engine.catalogue.rules.taken import Taken
from engine.deadlines import answer_due
from engine.life import ANSWERING, states_with
from engine.organisation.tree import Setting
from engine.queries.case_rows import CaseRows
from engine.queries.kept_rows import ClockRow
from engine.queries.letterheads import successions_told, unit_then
from engine.queries.views.lateness import AnsweredRow, UnansweredRow
from engine.queries.views.parts import Due
from engine.queries.wording import due_of, ended_due
from engine.store.cases import Case, ClockInterval
from engine.worktime import Calendar

MOST = 200
ONLINE = "online"
_OF_CASE = and_(
    ClockInterval.province_code == Case.province_code,
    ClockInterval.case_id == Case.id,
    ClockInterval.clock == ANSWERING,
)


def answer_due_view(rows: CaseRows, now: datetime) -> Due | None:
    """How it is with the answer to a filing: the one that it waits for now, else one that came
    late, else the last; ``None`` for a filing that did not come online.
    """
    waited = [one for one in rows.clocks if one.clock == ANSWERING]
    if rows.case["channel"] != ONLINE or not waited:
        return None
    calendar = rows.setting.calendar_of(rows.case["receiving_unit"])
    told = [due for one in waited if (due := _due(calendar, rows.stands.taken, one, now))]
    if not told:
        return None
    late = (one for one in reversed(told) if one.urgency == "late")
    return told[-1] if waited[-1].stopped_at is None else next(late, told[-1])


def _due(calendar: Calendar, taken: Taken, waited: ClockRow, now: datetime) -> Due | None:
    due_at = waited.due_at or answer_due(calendar, taken, waited.started_at)
    if due_at is None:
        return None
    if waited.stopped_at is None:
        return due_of(calendar, due_at, now, "filing")
    return ended_due(due_at, waited.stopped_at, "filing")


def unanswered(
    session: Session,
    setting: Setting,
    within: ColumnElement[bool],
    *,
    named: ColumnElement[bool],
    now: datetime,
) -> tuple[UnansweredRow, ...]:
    """The online filings whose answer is late now, the longest first; ``named``: who is told."""
    query = (
        select(
            *(Case.submission_number, Case.applicant_name, Case.receiving_unit),
            *(ClockInterval.started_at, Case.province_code, Case.package_digest, Case.rules),
            named.label("named"),
        )
        .join(ClockInterval, _OF_CASE)
        .where(within, Case.status.in_(states_with("receive")), Case.channel == ONLINE)
        .where(ClockInterval.stopped_at.is_(None))
        .order_by(ClockInterval.started_at, Case.id)
        .limit(MOST)
    )
    found = []
    for row in session.execute(query):
        calendar = setting.calendar_of(row.receiving_unit)
        due_at = answer_due(calendar, Taken(row.rules), row.started_at)
        if due_at is None or due_at >= now:
            continue
        manifest = package(session, row.province_code, row.package_digest).manifest
        found.append(
            UnansweredRow(
                ref=row.submission_number,
                applicant_name=row.applicant_name if row.named else None,
                procedure_name=manifest.short_name,
                unit_name=setting.unit_name(row.receiving_unit),
                due=due_of(calendar, due_at, now, "filing"),
            )
        )
    return tuple(found)


def answered_late(
    session: Session,
    setting: Setting,
    within: ColumnElement[bool],
    *,
    named: ColumnElement[bool],
    since: datetime,
    until: datetime,
) -> tuple[AnsweredRow, ...]:
    """The answers that came late from ``since`` up to and with ``until``, the last ones first."""
    query = (
        _late(within, since, until)
        .with_only_columns(
            *(Case.id, Case.code, Case.submission_number, Case.applicant_name),
            *(Case.receiving_unit, Case.province_code, Case.package_digest),
            *(named.label("named"), ClockInterval.due_at, ClockInterval.stopped_at),
        )
        .order_by(ClockInterval.stopped_at.desc(), Case.id)
        .limit(MOST)
    )
    rows = session.execute(query).all()
    answered_at = _received_then(session, setting, rows)
    return tuple(
        AnsweredRow(
            ref=row.code or row.submission_number,
            applicant_name=row.applicant_name if row.named else None,
            procedure_name=package(
                session, row.province_code, row.package_digest
            ).manifest.short_name,
            unit_name=setting.unit_name(unit),
            due=ended_due(row.due_at, row.stopped_at, "filing"),
            answered_at=row.stopped_at,
        )
        for row, unit in zip(rows, answered_at, strict=True)
    )


def answered_late_by_unit(
    session: Session,
    setting: Setting,
    within: ColumnElement[bool],
    *,
    since: datetime,
    until: datetime,
) -> Mapping[str, int]:
    """How many answers each unit gave late in that time that received then: one of a filing, one
    more of what was asked for and came.
    """
    late = _late(within, since, until)
    took_over = Case.receiving_unit.in_(setting.took_over)
    counted = late.with_only_columns(Case.receiving_unit, func.count()).where(not_(took_over))
    by_unit = session.execute(counted.group_by(Case.receiving_unit))
    found = Counter({row[0]: row[1] for row in by_unit})
    columns = (Case.id, Case.receiving_unit, ClockInterval.stopped_at)
    rows = session.execute(late.with_only_columns(*columns).where(took_over)).all()
    found.update(_received_then(session, setting, rows))
    return found


def _received_then(session: Session, setting: Setting, rows: Sequence[Any]) -> list[str]:
    """The unit that received the case of each row when its answer came: others took over since."""
    moved = {row.id for row in rows if row.receiving_unit in setting.took_over}
    told = successions_told(session, setting.province_code, moved)
    return [
        unit_then(row.receiving_unit, told.get(row.id, ()), row.stopped_at, "receiving_unit")
        for row in rows
    ]


def _late(within: ColumnElement[bool], since: datetime, until: datetime) -> Select[Case]:
    return (
        select(Case)
        .join(ClockInterval, _OF_CASE)
        .where(
            within,
            ClockInterval.stopped_at > ClockInterval.due_at,
            ClockInterval.stopped_at >= since,
            ClockInterval.stopped_at <= until,
        )
    )
