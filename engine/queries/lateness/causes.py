"""The causes that were told of late cases: claimed, confirmed, rejected, each with its evidence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast, get_args

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from engine.access import cases_reached
from engine.accounts import Person
from engine.audit.chain import StoredEvent
from engine.catalogue.packages import package
from engine.facts.events_of_lateness import (
    CauseClaimed,
    CauseConfirmed,
    CauseRejected,
    LatenessCause,
)
from engine.facts.reading import recorded
from engine.life import state
from engine.organisation.tree import Setting, setting_of
from engine.queries.lateness.acting import CauseActedOn, late_acts, reads_told
from engine.queries.lateness.figures import OF_CASE
from engine.queries.lateness.overdue import MOST
from engine.queries.lateness.reach import overseen_late
from engine.queries.lateness.wording import cause_words
from engine.queries.own_work import own_among
from engine.queries.reach import reached_by
from engine.queries.views.lateness import CauseRow, CausesPage, CauseState
from engine.queries.whereabouts import due_as
from engine.queries.wording import DueTimes
from engine.routing.answering import units_by_case
from engine.routing.read_before import mark_of_event
from engine.store.audit import CaseEvent
from engine.store.cases import Case
from engine.store.jobs import Incident
from engine.store.lateness import LatenessCause as Row
from engine.worktime import ZONE

_TOLD = (CauseClaimed.kind, CauseConfirmed.kind, CauseRejected.kind)
_columns = (
    *(Case.id, Case.code, Case.submission_number, Case.province_code, Case.procedure_code),
    *(Case.package_digest, Case.receiving_unit, Case.returning_unit, Case.competent_unit),
    *(Case.status, Case.account_id, Case.supplements, Case.proposed_by, Case.applicant_name),
    *(Case.due_at, Case.finished_at, Case.corrects, Case.late_unit, Case.late_since),
    *(Case.counted_late_since, Case.commune, Case.first_commune),
    *(Row.cause, Row.state.label("cause_state"), Row.claimed_by, Row.claimed_at),
)


def causes(
    session: Session, *, person: Person, now: datetime, which: CauseState = "claimed"
) -> CausesPage:
    """What was told of the cases that the person oversees, solved ones too. Raises NotOverseer."""
    within = overseen_late(session, person).late
    setting = setting_of(session, str(person.province_code))
    counted = select(Row.state, func.count()).join(Case, OF_CASE).where(within).group_by(Row.state)
    counts = {row[0]: row[1] for row in session.execute(counted)}
    rows = session.execute(_query(and_(within, Row.state == which), person, setting)).all()
    ids = [row.id for row in rows]
    told = _told(session, setting.province_code, ids)
    noticed = _noticed(session, setting.province_code, ids)
    worked = units_by_case(session, setting.province_code, {row.id: row.corrects for row in rows})
    looking = _Looking(session, setting, person, now, own_among(session, person, ids))
    return CausesPage(
        rows=tuple(
            _row(looking, row, told[row.id], noticed.get(row.id, ()), worked[row.id])
            for row in rows
            if row.id in told
        ),
        state=which,
        counts={one: counts.get(one, 0) for one in get_args(CauseState)},
    )


@dataclass(frozen=True, slots=True)
class _Looking:
    session: Session
    setting: Setting
    person: Person
    now: datetime
    own: Collection[str]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the audit says of the cause as it stands."""

    reason: str
    unit_name: str
    by: str
    seen: str
    evidence: str | None = None
    files: int = 0
    decided_by: str | None = None
    decided_at: datetime | None = None


def _query(wanted: ColumnElement[bool], person: Person, setting: Setting) -> Any:
    named = reached_by(cases_reached(person, "cases.read", setting)).label("named")
    return (
        select(*_columns, named)
        .join(Row, OF_CASE)
        .where(wanted)
        .order_by(func.coalesce(Row.decided_at, Row.claimed_at).desc(), Case.id)
        .limit(MOST)
    )


def _row(
    looking: _Looking, row: Any, told: _Told, noticed: Sequence[str], worked: Collection[str]
) -> CauseRow:
    setting, province = looking.setting, looking.setting.province_code
    may_read = bool(row.named) or reads_told(row.competent_unit, row.cause, setting, looking.person)
    stage = state(row.status)
    calendar = setting.calendar_of(row.competent_unit)
    return CauseRow(
        ref=row.code or row.submission_number,
        applicant_name=row.applicant_name if may_read else None,
        may_read=may_read,
        procedure_name=package(looking.session, province, row.package_digest).manifest.short_name,
        unit_name=told.unit_name,
        due=due_as(stage, calendar, DueTimes.of(row), looking.now),
        solved=stage.solved,
        cause=row.cause,
        state=row.cause_state,
        words=cause_words(cast("LatenessCause", row.cause), row.cause_state),
        reason=told.reason,
        claimed_by=told.by,
        claimed_at=row.claimed_at,
        evidence=told.evidence,
        files=told.files,
        decided_by=told.decided_by,
        decided_at=told.decided_at,
        noticed=tuple(noticed),
        seen=told.seen,
        acts=()
        if row.id in looking.own
        else late_acts(
            cast("CauseActedOn", row._asdict()), setting, looking.person, worked, looking.now
        ),
    )


def _told(session: Session, province: str, ids: Collection[str]) -> Mapping[str, _Told]:
    query = (
        select(CaseEvent.case_id, CaseEvent.seq, CaseEvent.at)
        .add_columns(CaseEvent.kind, CaseEvent.body, CaseEvent.hash)
        .where(
            CaseEvent.province_code == province,
            CaseEvent.case_id.in_(ids),
            CaseEvent.kind.in_(_TOLD),
        )
        .order_by(CaseEvent.case_id, CaseEvent.seq)
    )
    found: dict[str, _Told] = {}
    for case_id, *stored in session.execute(query) if ids else ():
        told = recorded(StoredEvent(*stored))
        event = told.event
        if isinstance(event, CauseClaimed):
            seen = mark_of_event((province, case_id), told.seq)
            found[case_id] = _Told(event.reason, event.unit_name, told.actor.name, seen)
        elif isinstance(event, CauseConfirmed | CauseRejected) and case_id in found:
            found[case_id] = replace(
                found[case_id],
                evidence=event.evidence,
                files=len(event.documents),
                decided_by=told.actor.name,
                decided_at=told.at,
            )
    return found


def _noticed(session: Session, province: str, ids: Collection[str]) -> Mapping[str, list[str]]:
    """What stopped each case, as the product itself recorded it then."""
    query = (
        select(Incident.case_id, Incident.at, Incident.message, Incident.resolved_at)
        .where(Incident.province_code == province, Incident.case_id.in_(ids))
        .order_by(Incident.at, Incident.id)
    )
    found: dict[str, list[str]] = {}
    for row in session.execute(query) if ids else ():
        until = _moment(row.resolved_at) if row.resolved_at else "nay"
        found.setdefault(row.case_id, []).append(f"Từ {_moment(row.at)} đến {until}: {row.message}")
    return found


def _moment(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%H:%M %d/%m/%Y}"
