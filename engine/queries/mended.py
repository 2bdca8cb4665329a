"""Why cases stood still these days, and what was mended today: what a repair desk learns from."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, distinct, func, select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.organisation.tree import setting_of
from engine.queries.stopped import within_units
from engine.routing.as_it_stands import day_of
from engine.store.cases import Case
from engine.store.jobs import Incident
from engine.worktime import ZONE

DAYS = 30
MOST = 20
_of_case = and_(Case.province_code == Incident.province_code, Case.id == Incident.case_id)


@dataclass(frozen=True, slots=True)
class OftenStopped:
    """What stopped how many cases; ``words``: how it was told the last time."""

    code: str
    cases: int
    words: str


@dataclass(frozen=True, slots=True)
class MendedCase:
    """An incident that is over, and who saw to it."""

    ref: str
    at: datetime
    by: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Mended:
    """The causes of the last 30 days, the most frequent first; the incidents that ended today."""

    often: tuple[OftenStopped, ...]
    today: tuple[MendedCase, ...]


def mended(session: Session, *, admin: Administrator, now: datetime) -> Mended:
    """Of the units whose stopped cases they may see. Raises NotOverseer."""
    admin.require_to_see("incidents.read")
    setting = setting_of(session, admin.province_code)
    units = admin.units("incidents.read", setting)
    within = and_(
        Incident.province_code == setting.province_code,
        within_units(Case.competent_unit, units),
    )
    return Mended(_often(session, within, now), _today(session, within, now))


def _often(
    session: Session, within: ColumnElement[bool], now: datetime
) -> tuple[OftenStopped, ...]:
    cases = func.count(distinct(Incident.case_id))
    query = (
        select(Incident.code, cases, func.max(Incident.message))
        .join(Case, _of_case)
        .where(within, Incident.at >= now - timedelta(days=DAYS))
        .group_by(Incident.code)
        .order_by(cases.desc(), Incident.code)
        .limit(MOST)
    )
    return tuple(OftenStopped(*row) for row in session.execute(query))


def _today(session: Session, within: ColumnElement[bool], now: datetime) -> tuple[MendedCase, ...]:
    began = datetime.combine(day_of(now), time(), ZONE)
    ref = func.coalesce(Case.code, Case.submission_number)
    query = (
        select(ref, Incident.resolved_at, Incident.resolved_by, Incident.message)
        .join(Case, _of_case)
        .where(within, Incident.resolved_at >= began)
        .order_by(Incident.resolved_at.desc(), Incident.id)
        .limit(MOST)
    )
    return tuple(
        MendedCase(code, at, by, words) for code, at, by, words in session.execute(query) if at
    )
