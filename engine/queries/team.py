"""The people of the units that somebody leads: what lies with each, what is late, who is away."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from engine.access import ADMIN_POSITIONS, UnitsReached, units_led
from engine.accounts import Person
from engine.errors import EntryNotFound, MayNotLead
from engine.organisation.holders import held_on
from engine.organisation.named import named_apart, namesakes
from engine.organisation.tree import Setting, setting_of
from engine.routing.as_it_stands import day_of
from engine.store.cases import Case, Task
from engine.store.organisation import Appointment, Officer, Position, Substitution
from engine.worktime import ZONE

RIGHT = "tasks.list_led"
MOST = 200
"""Tasks of one person that are listed."""


@dataclass(frozen=True, slots=True)
class Load:
    """How much lies somewhere: open tasks, those past their due time, those due today."""

    open: int = 0
    late: int = 0
    today: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(self.open + other.open, self.late + other.late, self.today + other.today)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team. ``away_until``: the first day on which nobody stands in any more."""

    officer_id: str
    name: str
    titles: tuple[str, ...]
    unit_name: str
    load: Load
    away_until: date | None = None
    substitute: str | None = None


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """Work at a desk that nobody has taken yet."""

    unit_code: str
    unit_name: str
    position_title: str
    load: Load


@dataclass(frozen=True, slots=True)
class Team:
    """People with most late work first, then who has most; work that nobody has taken."""

    units: int
    members: tuple[Member, ...]
    desks: tuple[OpenDesk, ...]

    @property
    def load(self) -> Load:
        """All of it."""
        loads = [*(one.load for one in self.members), *(one.load for one in self.desks)]
        return sum(loads, Load())


@dataclass(frozen=True, slots=True)
class TeamTask:
    """A task that lies with somebody, the nearest due time first."""

    task_id: str
    ref: str
    step_name: str
    applicant_name: str
    due_at: datetime | None


def team_of(session: Session, *, person: Person, now: datetime) -> Team:
    """The team of everything that the person leads. Raises MayNotLead where that is nothing."""
    setting, reached = _reached(session, person)
    loads = _loads(session, setting, reached, now)
    units = frozenset().union(*(one.units for one in reached))
    members = _members(session, setting, units, day_of(now), loads)
    titles = setting.positions
    desks = [
        OpenDesk(unit, setting.unit_name(unit), titles.get(position, position), load)
        for (officer, unit, position), load in loads.items()
        if officer is None
    ]
    return Team(
        len(units),
        tuple(sorted(members, key=lambda one: (-one.load.late, -one.load.open, one.name))),
        tuple(sorted(desks, key=lambda one: (-one.load.late, -one.load.open, one.unit_name))),
    )


def held_by(
    session: Session, *, person: Person, officer_id: str, now: datetime
) -> tuple[str, tuple[TeamTask, ...]]:
    """The name of one of the team, and what lies with them of the work that the person leads.

    Raises MayNotLead, and EntryNotFound for who is none of the team and has none of its work.
    """
    setting, reached = _reached(session, person)
    rows = session.execute(
        select(Task.id, Task.name, Task.due_at, Case.code, Case.submission_number)
        .add_columns(Case.applicant_name)
        .join(Case, _of_case())
        .where(_led(setting, reached), Task.officer_id == officer_id)
        .order_by(Task.due_at.is_(None), Task.due_at, Task.id)
        .limit(MOST)
    ).all()
    officer = session.get(Officer, (setting.province_code, officer_id))
    units = frozenset().union(*(one.units for one in reached))
    here = officer and _works_here(session, setting, units, officer_id, day_of(now))
    if officer is None or not (rows or here):
        raise EntryNotFound(what="người này trong đơn vị bạn phụ trách")
    return _named(officer), tuple(
        TeamTask(
            row.id, row.code or row.submission_number, row.name, row.applicant_name, row.due_at
        )
        for row in rows
    )


def _reached(session: Session, person: Person) -> tuple[Setting, tuple[UnitsReached, ...]]:
    if person.province_code is None:
        raise MayNotLead
    setting = setting_of(session, person.province_code)
    reached = units_led(person, RIGHT, setting)
    if not reached:
        raise MayNotLead
    return setting, reached


def _of_case() -> ColumnElement[bool]:
    return and_(Case.province_code == Task.province_code, Case.id == Task.case_id)


def _led(setting: Setting, reached: Collection[UnitsReached]) -> ColumnElement[bool]:
    """Open work of the units, as far as a substitute's post goes."""
    parts = [
        Task.unit_code.in_(sorted(one.units))
        if one.procedures is None
        else and_(Task.unit_code.in_(sorted(one.units)), Case.procedure_code.in_(one.procedures))
        for one in reached
    ]
    return and_(Task.province_code == setting.province_code, Task.state == "open", or_(*parts))


def _loads(
    session: Session, setting: Setting, reached: Collection[UnitsReached], now: datetime
) -> Mapping[tuple[str | None, str, str], Load]:
    """By officer (``None``: nobody has taken it), unit and position."""
    midnight = datetime.combine(day_of(now) + timedelta(days=1), time(), ZONE)
    late = func.sum(case((Task.due_at < now, 1), else_=0))
    today = func.sum(case((and_(Task.due_at >= now, Task.due_at < midnight), 1), else_=0))
    by = (Task.officer_id, Task.unit_code, Task.position_code)
    rows = session.execute(
        select(*by, func.count(), late, today)
        .join(Case, _of_case())
        .where(_led(setting, reached))
        .group_by(*by)
    )
    return {(row[0], row[1], row[2]): Load(row[3], row[4] or 0, row[5] or 0) for row in rows}


def _members(
    session: Session,
    setting: Setting,
    units: Collection[str],
    day: date,
    loads: Mapping[tuple[str | None, str, str], Load],
) -> list[Member]:
    """Who has a post in the units, and who has work there without one any more."""
    held: dict[str | None, Load] = {}
    for (officer, _, _), load in loads.items():
        held[officer] = held.get(officer, Load()) + load
    posts = session.execute(
        select(Officer, Appointment.unit_code, Position.title)
        .join(Appointment, _by(Appointment))
        .join(Position, _titled())
        .where(_here(setting, units), held_on(day))
        .order_by(Appointment.unit_code, Position.code)
    ).all()
    away = _away(session, setting, units, day)
    found: dict[str, Member] = {}
    for row in posts:
        officer, unit, title = row.Officer, row.unit_code, row.title
        known = found.get(officer.id)
        titles = (*known.titles, title) if known else (title,)
        until, substitute = away.get(officer.id, (None, None))
        found[officer.id] = Member(
            officer_id=officer.id,
            name=_named(officer),
            titles=tuple(dict.fromkeys(titles)),
            unit_name=known.unit_name if known else setting.unit_name(unit),
            load=held.get(officer.id, Load()),
            away_until=until,
            substitute=substitute,
        )
    people = {row.Officer.id: row.Officer for row in posts}
    former = _former(session, setting, held, found)
    people |= {one.id: one for one in former}
    alike = namesakes((one.id, one.full_name) for one in people.values())
    every = [
        *found.values(),
        *(Member(one.id, _named(one), (), "", held[one.id]) for one in former),
    ]
    return [
        replace(one, name=named_apart(one.name, people[one.officer_id].username))
        if one.officer_id in alike
        else one
        for one in every
    ]


def _former(
    session: Session,
    setting: Setting,
    held: Mapping[str | None, Load],
    found: Collection[str],
) -> Sequence[Officer]:
    """Who stands in, or has left: they have work of the units and no post there."""
    ids = sorted(one for one in held if one is not None and one not in found)
    officers = session.scalars(
        select(Officer).where(Officer.province_code == setting.province_code, Officer.id.in_(ids))
    )
    return officers.all() if ids else ()


def _away(
    session: Session, setting: Setting, units: Collection[str], day: date
) -> Mapping[str, tuple[date, str]]:
    """Until when somebody stands in for whom, and who; the longest counts."""
    rows = session.execute(
        select(Substitution.absent_id, Substitution.valid_to, Officer)
        .join(Officer, _by(Substitution))
        .where(
            Substitution.province_code == setting.province_code,
            Substitution.unit_code.in_(sorted(units)),
            Substitution.valid_from <= day,
            Substitution.valid_to > day,
        )
        .order_by(Substitution.valid_to)
    )
    return {row.absent_id: (row.valid_to, _named(row.Officer)) for row in rows}


def _works_here(
    session: Session, setting: Setting, units: Collection[str], officer_id: str, day: date
) -> bool:
    query = select(Appointment.officer_id).where(
        _here(setting, units), Appointment.officer_id == officer_id, held_on(day)
    )
    return session.execute(query.limit(1)).first() is not None


def _here(setting: Setting, units: Collection[str]) -> ColumnElement[bool]:
    return and_(
        Appointment.province_code == setting.province_code,
        Appointment.unit_code.in_(sorted(units)),
        Appointment.position_code.not_in(ADMIN_POSITIONS),
    )


def _by(table: Any) -> ColumnElement[bool]:
    return and_(Officer.province_code == table.province_code, Officer.id == table.officer_id)


def _titled() -> ColumnElement[bool]:
    return and_(
        Position.province_code == Appointment.province_code,
        Position.code == Appointment.position_code,
    )


def _named(officer: Officer) -> str:
    return f"{officer.honorific} {officer.full_name}" if officer.honorific else officer.full_name
