"""Who may do something, what somebody may do: answered from the table of rights itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from engine.access import REACHES, RIGHTS, ROLES, Administrator, By, Matter, held
from engine.access.asking import reaches
from engine.access.rights import named
from engine.access.roles import Reach
from engine.accounts import Grant, Person, Post
from engine.accounts.posts import OfficerOnADay, officers_on
from engine.errors import EntryInvalid, EntryNotFound
from engine.organisation.named import Meant, officers_named, several, units_named
from engine.organisation.tree import Setting, setting_of


@dataclass(frozen=True, slots=True)
class Entitled:
    """Somebody has a right, by what and how far.

    ``by``: ``post``, ``substitution`` or ``grant``. ``procedures``: those that it is narrowed to.
    """

    username: str
    full_name: str
    right: str
    right_words: str
    role: str
    role_title: str
    by: str
    held_as: str
    unit_code: str
    unit_name: str
    reach: str
    reach_words: str
    procedures: tuple[str, ...] | None


def who_may(
    session: Session,
    *,
    admin: Administrator,
    right: str,
    day: date,
    unit_code: str | None = None,
    procedure_code: str | None = None,
) -> tuple[Entitled, ...]:
    """Who has the right (or the act's) on the day: in a unit, for a procedure, or anywhere.

    As far as the asker may ask. Raises RightUnknown, NotAdministrator.
    """
    setting, name = setting_of(session, admin.province_code), named(right)
    if unit_code is not None:
        unit_code = _one(unit_code, units_named(setting, unit_code, day), "đơn vị", "don-vi")
    found = []
    for officer in _asked_about(session, admin, setting, day):
        person = _person(officer, admin.province_code)
        for by, reach in held(person, name):
            there = unit_code is None or _there(by, reach, person, unit_code, setting)
            if there and (procedure_code is None or _covers(by, procedure_code)):
                found.append(_entitled(officer, name, by, reach))
    return tuple(one for one in found if one is not None)


def what_may(
    session: Session, *, admin: Administrator, username: str, day: date
) -> tuple[Entitled, ...]:
    """Every right of an officer on the day, in the order of the rights.

    Raises EntryNotFound, also for officers about whom the asker may not ask.
    """
    setting = setting_of(session, admin.province_code)
    asked = tuple(_asked_about(session, admin, setting, day))
    theirs = {one.username for one in asked}
    meant = officers_named(session, setting, username, day)
    known = tuple(one for one in meant if one[0] in theirs)
    name = _one(username, known, "cán bộ", "ten")
    officer = next((one for one in asked if one.username == name), None)
    if officer is None:
        raise EntryNotFound(what=f"cán bộ {username}")
    person = _person(officer, admin.province_code)
    rows = (
        _entitled(officer, right, by, reach)
        for right in RIGHTS
        for by, reach in held(person, right)
    )
    return tuple(row for row in rows if row is not None)


def _one(text: str, found: tuple[Meant, ...], what: str, field: str) -> str:
    """The code that is meant, or the text itself. Raises EntryInvalid where several are."""
    if fault := several(text, found, what):
        raise EntryInvalid(count=1, first=fault, faults=[{"field": field, "message": fault}])
    return found[0][0] if found else text


def _asked_about(
    session: Session, admin: Administrator, setting: Setting, day: date
) -> Iterator[OfficerOnADay]:
    """The officers of the units about which the asker may ask."""
    admin.require_somewhere("access.read")
    units = admin.units("access.read", setting)
    for officer in officers_on(session, admin.province_code, day):
        holdings: list[Post | Grant] = [*officer.held[0], *officer.held[1]]
        if units is None or units.intersection(one.unit_code for one in holdings):
            yield officer


def _covers(by: By, procedure_code: str) -> bool:
    return by.holding is not None and by.holding.covers(procedure_code)


def _there(by: By, reach: Reach, person: Person, unit: str, setting: Setting) -> bool:
    """Whether the right reaches what lies in a unit: its desks, its cases, itself."""
    holding = by.holding
    if holding is None:
        return False
    matter = Matter(
        *(setting.province_code, setting, unit),
        desk=(unit, ""),
        led_by=setting.led_from(unit),
        receiving=unit,
        returning=unit,
        units={unit},
        watching={unit},
        taking={unit},
        asked={unit},
        procedure_code=holding.procedures[0] if holding.procedures else None,
    )
    return reaches(by, reach, person, matter)


def _person(officer: OfficerOnADay, province_code: str) -> Person:
    posts, grants = officer.held
    return Person(
        account_id=officer.id,
        kind="officer",
        name=officer.name,
        username=officer.username,
        province_code=province_code,
        officer_id=officer.id,
        posts=posts,
        grants=grants,
    )


def _entitled(officer: OfficerOnADay, right: str, by: By, reach: Reach) -> Entitled | None:
    holding = by.holding
    if holding is None:
        return None
    return Entitled(
        username=officer.username,
        full_name=officer.name,
        right=right,
        right_words=RIGHTS[right],
        role=by.role,
        role_title=ROLES[by.role].title,
        by=_sort(holding),
        held_as=by.words or "",
        unit_code=holding.unit_code,
        unit_name=holding.unit_name,
        reach=reach,
        reach_words=REACHES[reach],
        procedures=holding.procedures,
    )


def _sort(holding: Post | Grant) -> str:
    if isinstance(holding, Grant):
        return "grant"
    return "substitution" if holding.manner else "post"
