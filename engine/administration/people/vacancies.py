"""Positions that published procedures need and nobody holds; officers who can't sign in."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.rules.in_force import published_on
from engine.catalogue.packages import PublishedPackage
from engine.errors import NobodyToAssign
from engine.organisation.holders import held_on, staff_on
from engine.organisation.tree import CENTRE_KIND, Setting, UnitRecord, setting_of
from engine.routing.competence import about_of, deciding_unit
from engine.routing.definitions import definition_of
from engine.routing.desks import CaseUnits, desk_of
from engine.store.accounts import Account
from engine.store.organisation import Appointment, Officer


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
    staff = staff_on(session, admin.province_code, day)
    needed: defaultdict[tuple[str, str | None, str], set[str]] = defaultdict(set)
    for published in published_on(session, admin.province_code, day):
        for unit_code, position, missing in _desks(published, setting, day):
            told = published.manifest
            if position is None or not staff.at(unit_code, position, told.code, told.sector):
                needed[unit_code, position, missing].add(told.code)
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
        if admin.may("organisation.gaps", setting, unit_code)
    )


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


def _desks(
    published: PublishedPackage, setting: Setting, day: date
) -> Iterator[tuple[str, str | None, str]]:
    """Every desk of every step wherever a case may be filed; no position: the unit is missing."""
    steps = definition_of(published).steps.values()
    found: set[tuple[str, str | None, str]] = set()
    for committee, centre in _places(setting, day):
        solving = deciding_unit(published.manifest, setting, committee.code, day) or committee.code
        roles, served = published.manifest.roles, published.manifest.area_roles
        about = about_of(published.manifest, committee.code)
        units = CaseUnits(centre.code, solving, centre.code, roles, served, committee.code, about)
        for step in steps:
            try:
                desk = desk_of(step, units, setting, day)
            except NobodyToAssign as refused:
                found.add((committee.code, None, str(refused.details["role"])))
            else:
                found.add((desk.unit_code, desk.position_code, ""))
    yield from found


def _places(setting: Setting, day: date) -> Iterator[tuple[UnitRecord, UnitRecord]]:
    for unit in setting.communes(day):
        centre = setting.division(unit.code, CENTRE_KIND, day)
        if centre is not None:
            yield unit, centre
