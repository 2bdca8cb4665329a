"""Why cases stood still these days, and what was mended today: what a repair desk learns from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import cast

from sqlalchemy import ColumnElement, and_, distinct, func, select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.audit.chain import StoredEvent
from engine.facts.events_of_incidents import DeskGiven
from engine.facts.reading import STORED, recorded
from engine.organisation.tree import setting_of
from engine.queries.stopped import within_units
from engine.routing.as_it_stands import day_of
from engine.store.audit import CaseEvent
from engine.store.cases import Case
from engine.store.jobs import Incident
from engine.worktime import ZONE

DAYS = 30
MOST = 20
_of_case = and_(Case.province_code == Incident.province_code, Case.id == Incident.case_id)
_of_event = and_(Case.province_code == CaseEvent.province_code, Case.id == CaseEvent.case_id)


@dataclass(frozen=True, slots=True)
class OftenStopped:
    """What stopped how many cases; ``words``: how it was told the last time."""

    code: str
    cases: int
    words: str


@dataclass(frozen=True, slots=True)
class MendedCase:
    """An incident that is over or a desk that was given, and who saw to it."""

    ref: str
    at: datetime
    by: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Mended:
    """The causes of the last 30 days, the most frequent first; what was mended today."""

    often: tuple[OftenStopped, ...]
    today: tuple[MendedCase, ...]


def mended(session: Session, *, admin: Administrator, now: datetime) -> Mended:
    """Of the units whose stopped cases they may see. Raises NotOverseer."""
    admin.require_to_see("incidents.read")
    setting = setting_of(session, admin.province_code)
    units = admin.units("incidents.read", setting)
    within = and_(
        Case.province_code == setting.province_code, within_units(Case.competent_unit, units)
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
    found = [*_incidents_over(session, within, began), *_desks_given(session, within, began)]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:MOST])


def _desks_given(
    session: Session, within: ColumnElement[bool], began: datetime
) -> Iterator[MendedCase]:
    """Desks given by who mends; those that a reorganisation gives are told by its plan."""
    query = (
        select(*STORED, func.coalesce(Case.code, Case.submission_number))
        .join(Case, _of_event)
        .where(within, CaseEvent.kind == DeskGiven.kind, CaseEvent.at >= began)
        .order_by(CaseEvent.at.desc())
        .limit(MOST)
    )
    for row in session.execute(query):
        told, ref = recorded(StoredEvent(*row[:-1])), row[-1]
        event = cast("DeskGiven", told.event)
        words = f"giao “{event.name}” cho {event.after}"
        yield MendedCase(ref, told.at, told.actor.name, words)


def _incidents_over(
    session: Session, within: ColumnElement[bool], began: datetime
) -> Iterator[MendedCase]:
    ref = func.coalesce(Case.code, Case.submission_number)
    query = (
        select(ref, Incident.resolved_at, Incident.resolved_by, Incident.message)
        .join(Case, _of_case)
        .where(within, Incident.resolved_at >= began)
        .order_by(Incident.resolved_at.desc(), Incident.id)
        .limit(MOST)
    )
    for code, at, by, words in session.execute(query):
        if at:
            yield MendedCase(code, at, by, words)
