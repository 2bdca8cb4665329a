"""Which unit serves which commune in which role on a day, and where nobody does."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.rules.in_force import published_on
from engine.organisation.serving import role_name
from engine.organisation.tree import Setting, setting_of


@dataclass(frozen=True, slots=True)
class ServedCommune:
    """A commune that is served, since when, until when (not including), by which paper."""

    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """A unit with the communes that it serves, in the order of their codes."""

    unit_code: str
    unit_name: str
    communes: tuple[ServedCommune, ...]


@dataclass(frozen=True, slots=True)
class ServedLater:
    """A unit with the communes that it is to serve from ``valid_from`` on, a day after."""

    unit_code: str
    unit_name: str
    valid_from: date
    communes: tuple[ServedCommune, ...]


@dataclass(frozen=True, slots=True)
class ServedRole:
    """A role by area: who serves which communes, who is to, and which nobody serves.

    ``procedures`` are the codes of those that need the role; they take no filing about a commune of
    ``unserved``.
    """

    role: str
    name: str
    procedures: tuple[str, ...]
    units: tuple[Served, ...]
    unserved: tuple[ServedCommune, ...]
    coming: tuple[ServedLater, ...] = ()
    """By the first day, then the unit."""


def serving_units(session: Session, *, admin: Administrator, day: date) -> tuple[ServedRole, ...]:
    """Every role by area of the province on ``day``, for the communes within the rights."""
    setting = setting_of(session, admin.province_code)
    needed: defaultdict[str, list[str]] = defaultdict(list)
    for published in published_on(session, admin.province_code, day):
        manifest = published.manifest
        for role in {*manifest.area_roles.values(), manifest.competent_by_area}:
            if role is not None:
                needed[role].append(manifest.code)
    roles = sorted({role for role, _ in setting.serving} | needed.keys())
    return tuple(_role(setting, admin, day, role, needed.get(role, [])) for role in roles)


def _role(
    setting: Setting, admin: Administrator, day: date, role: str, codes: list[str]
) -> ServedRole:
    found: defaultdict[str | None, list[ServedCommune]] = defaultdict(list)
    for commune in sorted(unit.code for unit in setting.communes(day)):
        if admin.may("organisation.gaps", setting, commune):
            served = setting.served(role, commune, day)
            told = (served.valid_from, served.valid_to, served.basis) if served else ()
            name = setting.unit_short_name(commune)
            unit = served.unit if served else None
            found[unit].append(ServedCommune(commune, name, *told))
    return ServedRole(
        role=role,
        name=role_name(role),
        procedures=tuple(sorted(codes)),
        units=tuple(
            Served(unit, setting.unit_name(unit), tuple(found[unit]))
            for unit in sorted(one for one in found if one is not None)
        ),
        unserved=tuple(found.get(None, ())),
        coming=_coming(setting, admin, day, role),
    )


def _coming(
    setting: Setting, admin: Administrator, day: date, role: str
) -> tuple[ServedLater, ...]:
    """What is written for days after ``day``; communes that begin only then have it too."""
    found: defaultdict[tuple[date, str], list[ServedCommune]] = defaultdict(list)
    for of, commune in sorted(setting.serving):
        if of == role and admin.may("organisation.gaps", setting, commune):
            name = setting.unit_short_name(commune)
            for one in setting.serving[of, commune]:
                if one.valid_from > day:
                    told = (one.valid_from, one.valid_to, one.basis)
                    found[one.valid_from, one.unit].append(ServedCommune(commune, name, *told))
    return tuple(
        ServedLater(unit, setting.unit_name(unit), first, tuple(communes))
        for (first, unit), communes in sorted(found.items())
    )
