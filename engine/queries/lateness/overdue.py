"""The list of late cases of a head's agency, or of the whole province (R-34, R-35)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import TypedDict, cast

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from engine.access import cases_reached, offered, refs_of
from engine.accounts import Person
from engine.catalogue.packages import package
from engine.deadlines import urgency_of
from engine.deadlines.late_marks import let_lie_in
from engine.facts.events_of_lateness import LatenessCause
from engine.organisation.shares import About
from engine.organisation.tree import Setting, setting_of
from engine.queries.lateness.acting import (
    APOLOGIES,
    APOLOGISE,
    late_acts,
    late_elsewhere,
    missed,
    reads_told,
    to_do,
)
from engine.queries.lateness.answers import answered_late, answered_late_by_unit, unanswered
from engine.queries.lateness.figures import (
    FIRST_UNIT,
    LATE_UNIT,
    OF_CASE,
    Counted,
    came_late,
    ended_late,
    late_at,
    late_now,
    part_at,
    phases_late,
    standing_late,
    stopped_unapologised,
)
from engine.queries.lateness.reach import overseen_late
from engine.queries.lateness.said import Said, said_of
from engine.queries.lateness.wording import cause_words
from engine.queries.lying import Lies, lying, where_it_lies
from engine.queries.offering import seen_at
from engine.queries.own_work import own_among
from engine.queries.reach import reached_by
from engine.queries.views.lateness import OverduePage, OverdueRow, Which
from engine.queries.views.parts import Due, UnitName
from engine.queries.wording import COUNTED, STAYED
from engine.routing.answering import units_by_case
from engine.routing.as_it_stands import day_of
from engine.store.cases import RUNS_TO_DUE, Case
from engine.store.lateness import LatenessCause as Row
from engine.worktime import ZONE
from engine.worktime.wording import due_text

MOST = 200
STOPPED: Which = "stopped_unapologised"
CAME_LATE: Which = "came_late"
_columns = (
    Case.id,
    Case.code,
    Case.submission_number,
    Case.province_code,
    Case.procedure_code,
    Case.commune,
    Case.first_commune,
    Case.package_digest,
    Case.receiving_unit,
    Case.returning_unit,
    Case.competent_unit,
    Case.status,
    Case.account_id,
    Case.supplements,
    Case.proposed_by,
    Case.applicant_name,
    Case.due_at,
    Case.first_due_at,
    Case.extended_at,
    Case.finished_at,
    Case.late_since,
    Case.late_unit,
    Case.counted_late_since,
    Case.own_due_at,
    Case.own_late,
    LATE_UNIT.label("counts_at"),
    Row.cause,
    Row.state.label("cause_state"),
    Row.claimed_by,
    Case.corrects,
)


class _Late(TypedDict):
    """A row of the list, by the names of ``_columns``."""

    id: str
    code: str | None
    submission_number: str
    province_code: str
    procedure_code: str
    commune: str | None
    first_commune: str | None
    package_digest: str
    receiving_unit: str
    returning_unit: str
    competent_unit: str
    status: int
    account_id: str | None
    supplements: int
    proposed_by: str | None
    applicant_name: str
    due_at: datetime
    first_due_at: datetime | None
    extended_at: datetime | None
    finished_at: datetime | None
    late_since: datetime | None
    late_unit: str | None
    counted_late_since: datetime | None
    own_due_at: datetime | None
    own_late: dict[str, str]
    counts_at: str
    cause: LatenessCause | None
    cause_state: str | None
    claimed_by: str | None
    corrects: str | None
    named: bool


def overdue(
    session: Session,
    *,
    person: Person,
    now: datetime,
    which: Which = "all",
    agency: str | None = None,
) -> OverduePage:
    """The late cases that the person oversees, the latest first, with figures beside them.

    ``agency`` narrows list and figures to what fell late with an agency. Raises NotOverseer.
    """
    of = whole = overseen_late(session, person)
    setting = setting_of(session, str(person.province_code))
    if agency is not None:
        below = [code for code in setting.units if setting.within(code, {agency})]
        of = Counted(
            and_(whole.late, LATE_UNIT.in_(below)),
            and_(whole.first, FIRST_UNIT.in_(below)),
            lambda unit: and_(whole.own(unit), unit.in_(below)),
        )
    within = of.late
    count, counts = late_now(session, of, now=now)
    since = year_of(now)
    named = reached_by(cases_reached(person, "cases.read", setting))
    beside = {
        STOPPED: and_(within, stopped_unapologised()),
        CAME_LATE: and_(came_late(of, now), RUNS_TO_DUE),
    }
    counts |= {one: _count(session, wanted) for one, wanted in beside.items()}
    late = and_(within, late_at(now), part_at(which, now)) if which not in beside else None
    rows = _rows(session, named, beside[which] if late is None else late)
    return OverduePage(
        rows=_shown(session, setting, rows, person=person, now=now),
        which=which,
        agency=agency,
        counts=counts,
        count=count,
        ended=ended_late(session, of, since=since, until=now),
        since=since,
        agencies=_agencies(session, setting, whole.late, now),
        standing=standing_late(session, of),
        phases_late=phases_late(session, within, since=since, until=now),
        unanswered=unanswered(session, setting, within, named=named, now=now),
        answered_late=sum(
            answered_late_by_unit(session, setting, within, since=since, until=now).values()
        ),
        answers=answered_late(session, setting, within, named=named, since=since, until=now),
    )


def year_of(now: datetime) -> datetime:
    """When the year of the figures began."""
    return now.astimezone(ZONE).replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


def _count(session: Session, wanted: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Case).where(wanted)) or 0


def _rows(session: Session, named: ColumnElement[bool], wanted: ColumnElement[bool]) -> list[_Late]:
    query = (
        select(*_columns, named.label("named"))
        .outerjoin(Row, OF_CASE)
        .where(wanted)
        .order_by(func.coalesce(Case.late_since, Case.due_at), Case.id)
        .limit(MOST)
    )
    return [cast("_Late", row._asdict()) for row in session.execute(query)]


def _agencies(
    session: Session, setting: Setting, within: ColumnElement[bool], now: datetime
) -> tuple[UnitName, ...]:
    """The agencies that have late cases, by name."""
    units = session.scalars(select(LATE_UNIT).where(within, late_at(now)).distinct())
    codes = {setting.agency_unit(unit) for unit in units}
    found = (UnitName(code, setting.unit_name(code)) for code in codes)
    return tuple(sorted(found, key=lambda one: one.name))


def _shown(
    session: Session, setting: Setting, rows: Sequence[_Late], *, person: Person, now: datetime
) -> tuple[OverdueRow, ...]:
    ids = [row["id"] for row in rows]
    own = own_among(session, person, ids)
    tasks = lying(session, setting.province_code, ids)
    said = said_of(session, setting.province_code, ids)
    worked = units_by_case(
        session, setting.province_code, {row["id"]: row["corrects"] for row in rows}
    )
    return tuple(
        _row(
            *(session, setting, row),
            person=person,
            lies=tasks.get(row["id"], ()),
            said=said.get(row["id"], Said()),
            worked=worked[row["id"]],
            own=row["id"] in own,
            now=now,
        )
        for row in rows
    )


def _row(
    session: Session,
    setting: Setting,
    row: _Late,
    *,
    person: Person,
    lies: Sequence[Lies],
    said: Said,
    worked: Collection[str],
    own: bool,
    now: datetime,
) -> OverdueRow:
    may_read = row["named"] or reads_told(row["competent_unit"], row["cause"], setting, person)
    unit, apologised = setting.unit_short_name(_unit(row)), said.apologised_at
    acts = set() if own else {*late_acts(row, setting, person, worked, now)}
    if (
        not own
        and not late_elsewhere(row, setting, now)
        and _may_apologise(row, lies, person, setting)
    ):
        acts.add(APOLOGISE)
    manifest = package(session, setting.province_code, row["package_digest"]).manifest
    return OverdueRow(
        ref=row["code"] or row["submission_number"],
        applicant_name=row["applicant_name"] if may_read else None,
        may_read=may_read,
        procedure_name=manifest.short_name,
        unit_name=unit,
        lies=tuple(where_it_lies(setting, task) for task in lies),
        due=_due(setting, row, now),
        first_due_at=row["first_due_at"],
        extended=row["extended_at"] is not None,
        kept=_kept(row, now),
        came_late=_came_late(setting, row, now),
        cause=row["cause"],
        cause_state=row["cause_state"],
        cause_words=cause_words(row["cause"], row["cause_state"] or "") if row["cause"] else None,
        cause_reason=said.reason,
        apologised_at=apologised,
        may_apologise=not acts.isdisjoint(APOLOGIES),
        todo=to_do(
            row,
            _acting(setting, row, now),
            acts,
            apologised=apologised is not None or not missed(row, now),
        ),
    )


def _due(setting: Setting, row: _Late, now: datetime) -> Due:
    """The due time that was missed, and how late that is in working time: up to now, or its end."""
    calendar, due_at = setting.calendar_of(_unit(row)), row["late_since"] or row["due_at"]
    return Due(due_at, *urgency_of(calendar, due_at, row["finished_at"] or now))


def _unit(row: _Late) -> str:
    """The unit with which it counts as late."""
    return row["counts_at"]


def _acting(setting: Setting, row: _Late, now: datetime) -> str:
    """The unit whose head acts on its lateness now: of one that is no more, who took over."""
    unit, competent, day = _unit(row), row["competent_unit"], day_of(now)
    if setting.goes_on_as(unit, competent, day):
        unit = competent
    manifest = row["procedure_code"], setting.sectors.get(row["procedure_code"])
    about = About(*manifest, row["first_commune"] or row["commune"], refs_of(row))
    return setting.unit_short_name(setting.on_day(unit, day, about) or unit)


def _kept(row: _Late, now: datetime) -> str | None:
    """Why it counts as late although the due time in force is not over."""
    if missed(row, now) and row["due_at"] < (row["finished_at"] or now):
        return None
    return COUNTED if row["late_since"] is None else STAYED


def _came_late(setting: Setting, row: _Late, now: datetime) -> str | None:
    """Which units got it late and let it lie, each beyond its own time."""
    lie, own = let_lie_in(row["own_late"]), row["own_due_at"]
    if own is not None and own < now and row["competent_unit"] not in row["own_late"]:
        lie.append((row["competent_unit"], own))
    told = (
        f"{setting.unit_short_name(unit)} nhận khi đã quá hạn, lại để quá hạn riêng "
        f"{due_text(since)}"
        for unit, since in lie
    )
    return "; ".join(told) or None


def _may_apologise(row: _Late, tasks: Iterable[Lies], person: Person, setting: Setting) -> bool:
    acts = (act for task in tasks for act in offered(seen_at(row, setting, task), person))
    return any(act.kind == APOLOGISE for act in acts)
