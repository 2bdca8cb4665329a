"""Officers, the posts they are appointed to, and whom an agency names to be asked."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.access import ADMIN_POSITIONS, Administrator
from engine.administration.configuring import ConfigurationAct
from engine.administration.people.confirming import give
from engine.administration.people.held_posts import (
    check_held_once,
    check_kind,
    check_own_people,
    check_stays,
    posts_held,
    require_ending,
    signs,
)
from engine.administration.people.meant import officer_meant
from engine.administration.people.units import CODE
from engine.errors import EntryNotFound, OneAdministrator
from engine.organisation.holders import held_on
from engine.organisation.loading import LEAST_ADMINISTRATORS, PROVINCE_ADMIN
from engine.organisation.province_folder import officer_id
from engine.store.organisation import Appointment, FocalPerson, Officer, Position
from engine.typed import Unreadable
from engine.typed.identifiers import KINDS
from engine.typed.text import says_something
from engine.typed.unsaid import UNSAID, filled

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
NAMED = 5
"""People that a fault names."""
HONORIFICS = ("ông", "bà", "anh", "chị")


@dataclass(frozen=True, slots=True)
class OfficerEntry:
    """An officer and a post of theirs. ``username`` is unique in the province.

    The post is valid from ``valid_from`` up to, not including, ``valid_to``.
    """

    username: str
    full_name: str
    unit_code: str
    position_code: str
    valid_from: date
    honorific: str | None = None
    phone: str | None = None
    email: str | None = None
    title: str | None = None
    valid_to: date | None = None
    paper: str | None = None
    """The decision that appoints: number, day. A post that leads or administers needs it."""
    renames: bool = False
    """Whether somebody who is known is to have another name; else another name is a fault."""


@dataclass(frozen=True, slots=True)
class PositionEntry:
    """A position and the kinds of unit that have it; no kinds: any unit.

    ``leads``: whether who holds it leads the unit. Left out of one that is known both stay.
    """

    code: str
    title: str
    unit_kinds: tuple[str, ...] = UNSAID
    leads: bool = UNSAID
    changes: bool = False
    """Whether one that is known is to be changed; else a code that is taken is a fault."""


@dataclass(frozen=True, slots=True)
class FocalEntry:
    """An officer answers for a duty (``tthc``, ``ky_thuat`` …) of an agency.

    Valid from ``valid_from`` up to, not including, ``valid_to``.
    """

    unit_code: str
    officer: str
    duty: str
    valid_from: date
    valid_to: date | None = None


def appoint(
    session: Session, *, admin: Administrator, entry: OfficerEntry, now: datetime
) -> str | None:
    """Add an officer, or change their details, and give them the post.

    A post that signs waits for a second person; the answer is under which id.

    Raises OutsideYourUnits, ProvinceAdminOnly (for an administrator's post), OwnPost, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    entry = act.read(entry)
    act.require("organisation.posts", entry.unit_code)
    if entry.position_code in ADMIN_POSITIONS:
        act.require("organisation.admin_posts")
    act.refuse_own(identity(act, entry.username))
    check_officer(act, entry)
    check_paper(act, entry)
    act.refuse_faults()
    waits = put_officer(act, entry)
    act.save()
    return waits


def end_appointment(
    session: Session,
    *,
    admin: Administrator,
    username: str,
    unit_code: str,
    position_code: str,
    day: date,
    valid_from: date | None = None,
    now: datetime,
) -> None:
    """The officer no longer holds the post from ``day`` on, today at the earliest.

    One that signs only the province's administrator takes away.

    ``valid_from`` names which of several times; without it the first that ends later.

    Raises EntryNotFound, OutsideYourUnits, ProvinceAdminOnly, OwnPost, OneAdministrator,
    EntryInvalid, WorkStillOpen.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require("organisation.posts", unit_code)
    if position_code in ADMIN_POSITIONS:
        act.require("organisation.admin_posts")
    require_ending(act, position_code)
    act.refuse_own(identity(act, username))
    act.check_end(day)
    act.refuse_faults()
    posts = posts_held(act, identity(act, username), unit_code, position_code, since=day)
    held = next((one for one in posts if valid_from in (None, one.valid_from)), None)
    if held is None:
        raise EntryNotFound(what=f"vị trí này của {username}")
    act.end(held, day)
    if position_code == PROVINCE_ADMIN:
        act.session.flush()
        refuse_one_administrator(act, day)
    act.save()


def put_position(
    session: Session, *, admin: Administrator, entry: PositionEntry, now: datetime
) -> None:
    """Add a position or change its title and its kinds of unit.

    Raises ProvinceAdminOnly, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require("organisation.positions")
    entry = act.read(entry)
    entry = filled(entry, act.find(Position, {"code": entry.code}), unit_kinds=(), leads=False)
    act.check(CODE.fullmatch(entry.code), "code", "Mã chỉ gồm chữ thường không dấu, số và _.")
    act.check(entry.title, "title", "Hãy ghi tên vị trí.")
    _check_known(act, entry)
    _check_held(act, entry)
    act.refuse_faults()
    kinds = list(entry.unit_kinds)
    act.put(
        Position,
        {
            "code": entry.code,
            "title": entry.title,
            "unit_kinds": kinds,
            "leads": entry.leads,
        },
    )
    act.save()


def _check_known(act: ConfigurationAct, entry: PositionEntry) -> None:
    """Adding never writes over one that is there, changing never adds one."""
    known: Position | None = act.find(Position, {"code": entry.code})
    if entry.changes:
        act.check(known, "code", f"Chưa có chức danh {entry.code}.")
    elif known is not None:
        act.fault("code", f"Mã này là của chức danh {known.title}. Hãy ghi mã khác, hoặc sửa nó.")


def _check_held(act: ConfigurationAct, entry: PositionEntry) -> None:
    """Nobody comes to lead, or stops leading or holding a post, because their position changes.

    What people have is given to each and ended for each, by two people where it signs.
    """
    known: Position | None = act.find(Position, {"code": entry.code})
    if act.admin.person is None or known is None:
        return
    held = _held(act, entry.code)
    names = ", ".join(dict.fromkeys(name for name, _ in held[:NAMED])) + (
        " …" if len(held) > NAMED else ""
    )
    act.check(
        known.leads == entry.leads or not held,
        "leads",
        f"Chức danh này có {len(held)} lượt người giữ ({names}). "
        "Hãy lập chức danh mới rồi giao từng người.",
    )
    units = act.setting.units
    lost = [
        f"{name} ({units[unit].short_name})"
        for name, unit in held
        if entry.unit_kinds and units[unit].kind not in entry.unit_kinds
    ]
    told = ", ".join(lost[:NAMED]) + (" …" if len(lost) > NAMED else "")
    words = f"Còn người giữ ở loại đơn vị bị bỏ: {told}. Hãy cho thôi giữ trước."
    act.check(not lost, "unit_kinds", words)


def _held(act: ConfigurationAct, position: str) -> list[tuple[str, str]]:
    """Who holds it today or later, each with the unit."""
    query = (
        select(Officer.full_name, Appointment.unit_code)
        .join(
            Officer,
            (Officer.province_code == Appointment.province_code)
            & (Officer.id == Appointment.officer_id),
        )
        .where(
            Appointment.province_code == act.province_code,
            Appointment.position_code == position,
            Appointment.valid_to.is_(None) | (Appointment.valid_to > act.today),
        )
        .order_by(Officer.full_name, Appointment.unit_code)
    )
    return [(row.full_name, row.unit_code) for row in act.session.execute(query)]


def name_focal_person(
    session: Session, *, admin: Administrator, entry: FocalEntry, now: datetime
) -> None:
    """Name whom to ask in an agency. Raises OutsideYourUnits, OwnPost, EntryInvalid."""
    act = ConfigurationAct(session, admin=admin, now=now)
    entry = act.read(entry)
    act.require("organisation.focal_persons", entry.unit_code)
    entry = replace(entry, officer=officer_meant(act, "officer", entry.officer))
    who = identity(act, entry.officer)
    act.refuse_own(who)
    act.check(who, "officer", stranger(entry.officer))
    check_own_people(act, who, "organisation.focal_persons", "officer")
    act.check(CODE.fullmatch(entry.duty), "duty", "Mã việc chỉ gồm chữ thường, số và _.")
    act.check_period(entry.valid_from, entry.valid_to)
    act.refuse_faults()
    act.put(
        FocalPerson,
        {
            "unit_code": entry.unit_code,
            "officer_id": who,
            "duty": entry.duty,
            "valid_from": entry.valid_from,
            "valid_to": entry.valid_to,
        },
    )
    act.save()


def identity(act: ConfigurationAct, username: str) -> str | None:
    """The id of the officer with this user name."""
    known = act.officer_ids
    if username not in known:
        of_name = Officer.province_code == act.province_code, Officer.username == username
        known[username] = act.session.scalar(select(Officer.id).where(*of_name))
    return known[username]


def stranger(username: str) -> str:
    """What is said of a user name that nobody has."""
    return (
        f"Tỉnh không có cán bộ {username}."
        if username
        else "Hãy ghi cán bộ: họ tên hoặc tên đăng nhập."
    )


def check_paper(act: ConfigurationAct, entry: OfficerEntry) -> None:
    """A fault when a post that signs is given without the decision's number."""
    told = bool((entry.paper or "").strip())
    words = "Vị trí phụ trách hoặc quản trị phải có quyết định: ghi số, ngày của văn bản."
    act.check(told or not signs(act, entry.position_code), "paper", words)


def refuse_one_administrator(act: ConfigurationAct, day: date) -> None:
    """Raise OneAdministrator when fewer than two administer the province on the day."""
    query = select(func.count(Appointment.officer_id.distinct())).where(
        Appointment.province_code == act.province_code,
        Appointment.position_code == PROVINCE_ADMIN,
        held_on(day),
    )
    if (act.session.scalar(query) or 0) < LEAST_ADMINISTRATORS:
        raise OneAdministrator


def check_officer(act: ConfigurationAct, entry: OfficerEntry) -> None:
    """Note every fault of an entry."""
    name = USERNAME.fullmatch(entry.username)
    act.check(name, "username", "Tên đăng nhập chỉ gồm chữ thường không dấu, số và . _ -")
    act.check(says_something(entry.full_name), "full_name", "Hãy ghi họ và tên.")
    known = entry.honorific is None or entry.honorific in HONORIFICS
    act.check(known, "honorific", f"Danh xưng chỉ nhận: {', '.join(HONORIFICS)}.")
    readable = True
    for kind, text in (("phone", entry.phone), ("email", entry.email)):
        try:
            _canonical(kind, text)
        except Unreadable as unreadable:
            act.fault(kind, f"“{text}”: {unreadable}.")
            readable = False
    act.check_period(entry.valid_from, entry.valid_to)
    desk = (entry.unit_code, entry.position_code)
    who = identity(act, entry.username)
    check_held_once(act, who, desk, valid_from=entry.valid_from, valid_to=entry.valid_to)
    check_stays(act, who, desk, valid_from=entry.valid_from, valid_to=entry.valid_to)
    check_own_people(act, who, "organisation.posts", "username")
    _check_name(act, entry, who)
    if readable:
        _check_same_person(act, entry)
    unit = act.setting.units.get(entry.unit_code)
    here = unit is not None and unit.valid(entry.valid_from)
    act.check(
        here,
        "unit_code",
        f"Không có đơn vị {act.setting.unit_name(entry.unit_code)} vào ngày bắt đầu.",
    )
    check_kind(act, entry.unit_code, entry.position_code)


def _check_name(act: ConfigurationAct, entry: OfficerEntry, who: str | None) -> None:
    """A user name that was mistyped is somebody else's: they don't get another name by it."""
    if who is None or entry.renames:
        return
    known: Officer = act.session.get_one(Officer, (act.province_code, who))
    words = (
        f"{entry.username} là tên đăng nhập của {known.full_name}. "
        "Sửa họ tên của người ấy thì chọn “Sửa họ tên”; người khác thì ghi tên đăng nhập khác."
    )
    act.check(known.full_name == entry.full_name, "username", words)


def _canonical(kind: str, text: str | None) -> str | None:
    """The telephone or address in its one form. Raises Unreadable."""
    return KINDS[kind].read(text) if text else None


def _check_same_person(act: ConfigurationAct, entry: OfficerEntry) -> None:
    """Someone who worked elsewhere last may be given a post here, but not another name."""
    who = identity(act, entry.username)
    if who is None or act.may("organisation.posts"):
        return
    posts = act.session.scalars(
        select(Appointment.unit_code).where(
            Appointment.province_code == act.province_code, Appointment.officer_id == who
        )
    )
    known: Officer = act.session.get_one(Officer, (act.province_code, who))
    phone, email = _canonical("phone", entry.phone), _canonical("email", entry.email)
    told = (entry.full_name, entry.honorific, phone, email)
    kept = (known.full_name, known.honorific, known.phone, known.email)
    same = all(new in (None, old) for new, old in zip(told, kept, strict=True))
    mine = any(act.may("organisation.posts", unit) for unit in posts)
    act.check(
        same or mine,
        "username",
        f"{entry.username} là {known.full_name} của đơn vị khác; bạn không sửa được thông tin.",
    )


def put_officer(act: ConfigurationAct, entry: OfficerEntry) -> str | None:
    """Write a checked entry; under which id its post waits for a second person, if it does.

    Details that it leaves out stay as they are.
    """
    who = identity(act, entry.username) or officer_id(act.province_code, entry.username)
    details = {
        "id": who,
        "username": entry.username,
        "full_name": entry.full_name,
        "honorific": entry.honorific,
        "phone": _canonical("phone", entry.phone),
        "email": _canonical("email", entry.email),
    }
    act.put(Officer, {name: value for name, value in details.items() if value is not None})
    act.officer_ids[entry.username] = who
    act.session.flush()
    post = {
        "officer_id": who,
        "unit_code": entry.unit_code,
        "position_code": entry.position_code,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
    }
    told = {"title": entry.title, "basis": (entry.paper or "").strip() or None}
    values = post | {name: value for name, value in told.items() if value}
    if signs(act, entry.position_code):
        return give(act, Appointment, values)
    act.put(Appointment, values)
    return None
