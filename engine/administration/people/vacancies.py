"""Positions that published procedures need and nobody holds; officers who can't sign in."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.rules.in_force import digests_on, published_on
from engine.catalogue.packages import PublishedPackage
from engine.errors import NobodyToAssign
from engine.organisation.holders import Staff, held_on, staff_on
from engine.organisation.records import UnitRecord
from engine.organisation.tree import CENTRE_KIND, Setting, setting_of
from engine.routing.competence import about_of, deciding_unit
from engine.routing.desks import CaseUnits, desk_of
from engine.store.accounts import Account
from engine.store.organisation import Appointment, Officer
from engine.workflow import load_steps


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A desk that nobody holds, and the procedures that stop there.

    ``position_code`` is ``None`` where the unit itself is missing: ``unit_name`` says which.
    """

    unit_code: str
    unit_name: str
    position_code: str | None
    position_title: str | None
    procedures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficerWithoutAccount:
    """An officer who holds a post today and has no account to sign in with."""

    username: str
    full_name: str
    unit_code: str
    unit_name: str


def vacancies(session: Session, *, admin: Administrator, day: date) -> tuple[Vacancy, ...]:
    """The desks within the administrator's rights that are needed on ``day`` and empty."""
    setting = setting_of(session, admin.province_code)
    needed = _empty(session, setting, day)
    here = admin.units("organisation.gaps", setting)
    return tuple(
        Vacancy(
            unit_code=unit_code,
            unit_name=missing or setting.unit_name(unit_code),
            position_code=position,
            position_title=setting.positions.get(position, position) if position else None,
            procedures=tuple(sorted(codes)),
        )
        for (unit_code, position, missing), codes in sorted(
            needed.items(), key=lambda item: (item[0][0], item[0][1] or "", item[0][2])
        )
        if here is None or unit_code in here
    )


def count_vacancies(session: Session, *, admin: Administrator, day: date) -> int:
    """How many ``vacancies`` tells."""
    setting = setting_of(session, admin.province_code)
    here = admin.units("organisation.gaps", setting)
    empty = _empty(session, setting, day)
    return sum(1 for unit_code, _, _ in empty if here is None or unit_code in here)


def without_account(
    session: Session, *, admin: Administrator, day: date
) -> tuple[OfficerWithoutAccount, ...]:
    """The officers within the administrator's rights who have a post and no account."""
    setting = setting_of(session, admin.province_code)
    signs_in = select(Account.officer_id).where(
        Account.province_code == Officer.province_code,
        Account.officer_id == Officer.id,
        Account.disabled_at.is_(None),
    )
    rows = session.execute(
        select(Officer.username, Officer.full_name, Appointment.unit_code)
        .join(
            Appointment,
            and_(
                Appointment.province_code == Officer.province_code,
                Appointment.officer_id == Officer.id,
            ),
        )
        .where(Officer.province_code == admin.province_code, held_on(day), ~signs_in.exists())
        .order_by(Appointment.unit_code, Officer.username)
        .distinct()
    )
    return tuple(
        OfficerWithoutAccount(row.username, row.full_name, row.unit_code, name)
        for row in rows
        if admin.may("organisation.gaps", setting, row.unit_code)
        for name in (setting.unit_name(row.unit_code),)
    )


def _empty(
    session: Session, setting: Setting, day: date
) -> dict[tuple[str, str | None, str], set[str]]:
    """(unit, position, the role that no unit plays) → the procedures that stop there.

    Two statements; gone through anew only when people or packages are others.
    """
    staff = staff_on(session, setting.province_code, day)
    digests = digests_on(session, setting.province_code, day)
    return setting.once(
        (_empty, day, digests, staff), lambda: _gone_through(session, setting, day, staff)
    )


def _gone_through(
    session: Session, setting: Setting, day: date, staff: Staff
) -> dict[tuple[str, str | None, str], set[str]]:
    found: defaultdict[tuple[str, str | None, str], set[str]] = defaultdict(set)
    for published in published_on(session, setting.province_code, day):
        told = published.manifest
        needed = _needed(published, setting, day)
        for unit_code, position in needed.desks - staff.desks:
            if not staff.at(unit_code, position, told.code, told.sector):
                found[unit_code, position, ""].add(told.code)
        for unit_code, role in needed.unplayed:
            found[unit_code, None, role].add(told.code)
    return found


@dataclass(frozen=True, slots=True)
class _Needed:
    """The desks that a procedure's steps need wherever it may be filed: (unit, position).

    ``unplayed``: (commune, role) where no unit plays a step's role.
    """

    desks: frozenset[tuple[str, str]]
    unplayed: frozenset[tuple[str, str]]


def _needed(published: PublishedPackage, setting: Setting, day: date) -> _Needed:
    """Worked out once for all procedures that name the same desks: there are few such kinds.

    Where units were split it depends on the procedure, too.
    """
    told = published.manifest
    steps = load_steps(published.digest, published.files)
    wanted = frozenset(step.assignment for step in steps.values())
    roles = frozenset(told.roles.items()), frozenset(told.area_roles.items())
    deciding = told.competent, told.competent_by_area
    one = (told.code, told.sector) if setting.split else None
    key = (_Needed, day, wanted, roles, deciding, one)
    return setting.once(key, lambda: _work_out(published, setting, day))


def _work_out(published: PublishedPackage, setting: Setting, day: date) -> _Needed:
    steps = load_steps(published.digest, published.files).values()
    desks, unplayed = set[tuple[str, str]](), set[tuple[str, str]]()
    for committee, centre in _places(setting, day):
        solving = deciding_unit(published.manifest, setting, committee.code, day) or committee.code
        roles, served = published.manifest.roles, published.manifest.area_roles
        about = about_of(published.manifest, committee.code)
        units = CaseUnits(centre.code, solving, centre.code, roles, served, committee.code, about)
        for step in steps:
            try:
                desk = desk_of(step, units, setting, day)
            except NobodyToAssign as refused:
                unplayed.add((committee.code, str(refused.details["role"])))
            else:
                desks.add((desk.unit_code, desk.position_code))
    return _Needed(frozenset(desks), frozenset(unplayed))


def _places(setting: Setting, day: date) -> Iterator[tuple[UnitRecord, UnitRecord]]:
    for unit in setting.communes(day):
        centre = setting.division(unit.code, CENTRE_KIND, day)
        if centre is not None:
            yield unit, centre
