"""Someone stands in for a desk while its holder is away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import ADMIN_POSITIONS, Administrator
from engine.administration.configuring import ConfigurationAct
from engine.administration.people.confirming import give
from engine.administration.people.held_posts import (
    NOT_THEIRS_TO_END,
    check_kind,
    check_own_people,
    may_end,
    posts_held,
    require_ending,
    signs,
)
from engine.administration.people.meant import officer_meant, procedure_meant
from engine.administration.people.officers import stranger
from engine.errors import EntryNotFound
from engine.organisation.holders import held_on
from engine.organisation.substitutions import MANNERS, substitution_id
from engine.store.catalogue import Procedure
from engine.store.organisation import Appointment, Officer, Position, Substitution


@dataclass(frozen=True, slots=True)
class StandIn:
    """What a substitution says. ``officer`` and ``absent`` are user names.

    Valid from ``valid_from`` up to, not including, ``valid_to``. At most one of ``procedure_code``
    and ``sector`` narrows it.
    """

    unit_code: str
    position_code: str
    officer: str
    manner: str
    valid_from: date
    valid_to: date
    basis: str
    absent: str | None = None
    procedure_code: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class StandsIn:
    """A substitution by its id, and under which id it waits for a second person, if it does."""

    id: str
    awaiting: str | None


def stand_in(session: Session, *, admin: Administrator, entry: StandIn, now: datetime) -> StandsIn:
    """Let an officer work at a desk they do not hold; at one that signs, once another confirms.

    Raises OutsideYourUnits, ProvinceAdminOnly (for an administrator's desk), OwnPost, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    entry = act.read(entry)
    act.require("organisation.substitutes", entry.unit_code)
    if entry.position_code in ADMIN_POSITIONS:
        act.require("organisation.admin_posts")
    entry = _in_codes(act, entry)
    officer_id = _officer(act, "officer", entry.officer)
    absent_id = _officer(act, "absent", entry.absent) if entry.absent else None
    act.refuse_own(officer_id)
    _check(act, entry, officer_id, absent_id)
    act.refuse_faults()
    assert officer_id is not None  # noqa: S101 - else there was a fault
    identity = substitution_id(
        unit_code=entry.unit_code,
        position_code=entry.position_code,
        officer_id=officer_id,
        scope=entry.procedure_code or entry.sector,
        valid_from=entry.valid_from,
    )
    values = {
        "id": identity,
        "unit_code": entry.unit_code,
        "position_code": entry.position_code,
        "absent_id": absent_id,
        "officer_id": officer_id,
        "manner": entry.manner,
        "procedure_code": entry.procedure_code,
        "sector": entry.sector,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "basis": entry.basis,
    }
    act.check_begins(Substitution, values)
    known: Substitution | None = act.find(Substitution, {"id": identity})
    if known is not None and entry.valid_to < known.valid_to:
        # The same as ending it early.
        act.check(may_end(act, entry.position_code), "valid_to", NOT_THEIRS_TO_END)
    _check_new(act, values)
    act.refuse_faults()
    waits = None
    if signs(act, entry.position_code):
        waits = give(act, Substitution, values)
    else:
        act.put(Substitution, values)
    act.save()
    return StandsIn(identity, waits)


def _in_codes(act: ConfigurationAct, entry: StandIn) -> StandIn:
    """Who, whom and which procedure by codes, also where names were told."""
    absent, procedure = entry.absent, entry.procedure_code
    return replace(
        entry,
        officer=officer_meant(act, "officer", entry.officer),
        absent=officer_meant(act, "absent", absent) if absent else None,
        procedure_code=procedure_meant(act, "procedure_code", procedure) if procedure else None,
    )


def end_substitution(
    session: Session, *, admin: Administrator, substitution_id: str, day: date, now: datetime
) -> None:
    """End a substitution early: ``day`` is the first day without it, today at the earliest.

    One to come that begins later never does. At a desk that signs only the province's administrator
    ends it, as two people decided it. Raises EntryNotFound, OutsideYourUnits, ProvinceAdminOnly,
    OwnPost, EntryInvalid, WorkStillOpen.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    row = act.find(Substitution, {"id": substitution_id})
    if row is None:
        raise EntryNotFound(what="phân công thay thế này")
    act.require("organisation.substitutes", row.unit_code)
    if row.position_code in ADMIN_POSITIONS:
        act.require("organisation.admin_posts")
    require_ending(act, row.position_code)
    act.refuse_own(row.officer_id)
    act.check_end(day)
    act.refuse_faults()
    act.end(row, day)
    act.save()


def _officer(act: ConfigurationAct, field: str, username: str) -> str | None:
    found = act.session.scalar(
        select(Officer.id).where(
            Officer.province_code == act.province_code, Officer.username == username
        )
    )
    act.check(found, field, stranger(username))
    return found


def _check(
    act: ConfigurationAct, entry: StandIn, officer_id: str | None, absent_id: str | None
) -> None:
    unit = act.setting.units.get(entry.unit_code)
    act.check(
        unit is not None and unit.valid(entry.valid_from),
        "unit_code",
        "Không có đơn vị này vào ngày bắt đầu.",
    )
    check_kind(act, entry.unit_code, entry.position_code)
    act.check(entry.manner in MANNERS, "manner", f"Thể thức ký chỉ nhận: {', '.join(MANNERS)}.")
    act.check_period(entry.valid_from, entry.valid_to)
    act.check(entry.basis, "basis", "Hãy ghi văn bản phân công: số, ngày.")
    act.check(
        not (entry.procedure_code and entry.sector),
        "sector",
        "Chỉ giới hạn theo thủ tục hoặc theo lĩnh vực, không cả hai.",
    )
    if entry.procedure_code:
        known = act.find(Procedure, {"code": entry.procedure_code})
        act.check(known, "procedure_code", "Danh mục của tỉnh không có thủ tục này.")
    if entry.sector:
        named = select(Procedure.code).where(
            Procedure.province_code == act.province_code, Procedure.sector == entry.sector
        )
        known = act.session.scalar(named.limit(1))
        act.check(known, "sector", "Danh mục của tỉnh không có thủ tục nào thuộc lĩnh vực này.")
    if officer_id is not None:
        employed = _holds(act, officer_id, entry.valid_from)
        act.check(employed, "officer", "Người này không giữ vị trí nào vào ngày bắt đầu.")
        check_own_people(act, officer_id, "organisation.substitutes", "officer")
        _check_manner(act, entry, officer_id)
    if absent_id is not None and entry.valid_from < entry.valid_to:
        _check_absent(act, entry, absent_id)
    act.check(
        officer_id is None or officer_id != absent_id,
        "absent",
        "Người thay và người vắng là một.",
    )


def _check_new(act: ConfigurationAct, values: Mapping[str, Any]) -> None:
    """A fault when the same officer does so already on one of the days."""
    same = ("unit_code", "position_code", "officer_id", "absent_id", "procedure_code", "sector")
    told = select(Substitution).where(
        Substitution.province_code == act.province_code,
        *(getattr(Substitution, name) == values[name] for name in same),
        Substitution.valid_from < values["valid_to"],
        Substitution.valid_to > values["valid_from"],
    )
    again = any(
        one.id != values["id"] or all(getattr(one, name) == value for name, value in values.items())
        for one in act.session.scalars(told)
    )
    words = "Người này đã được phân công thay như vậy trong những ngày ấy."
    act.check(not again, "officer", words)


def _check_manner(act: ConfigurationAct, entry: StandIn, officer_id: str) -> None:
    """A fault when somebody who may not is to sign for the head (KT.) or be acting head (Q.).

    Decree 30/2020/NĐ-CP art. 13: a deputy signs for the head, who leads the same unit; whoever
    leads a division of it, or another one, is no deputy there and signs by order or authorisation.
    Who is acting head (Q.) comes from those who lead in the agency.
    """
    leads = set(_led(act, officer_id, entry.valid_from))
    words = (
        "KT. là cấp phó cùng phụ trách đơn vị này ký thay người đứng đầu; người này không phụ "
        "trách đơn vị này. Hãy chọn TL. hoặc TUQ."
    )
    act.check(entry.manner != "KT" or entry.unit_code in leads, "manner", words)
    here = act.setting.agency_unit(entry.unit_code)
    acting = entry.manner != "Q" or any(act.setting.agency_unit(one) == here for one in leads)
    words = (
        "Q. là người được giao quyền đứng đầu; người này không phụ trách đơn vị nào ở cơ quan "
        "này. Hãy chọn TL. hoặc TUQ."
    )
    act.check(acting, "manner", words)


def _led(act: ConfigurationAct, officer_id: str, day: date) -> Sequence[str]:
    """The units that the officer leads on the day."""
    query = (
        select(Appointment.unit_code)
        .join(
            Position,
            (Position.province_code == Appointment.province_code)
            & (Position.code == Appointment.position_code),
        )
        .where(
            Appointment.province_code == act.province_code,
            Appointment.officer_id == officer_id,
            Position.leads,
            held_on(day),
        )
    )
    return act.session.scalars(query).all()


def _check_absent(act: ConfigurationAct, entry: StandIn, absent_id: str) -> None:
    """A fault unless the absent one holds the desk on each of the days."""
    posts = posts_held(act, absent_id, entry.unit_code, entry.position_code, since=entry.valid_from)
    until = entry.valid_from
    for one in posts:
        if one.valid_from <= until:
            until = max(until, one.valid_to or entry.valid_to)
    words = "Người vắng không giữ vị trí này ở đơn vị này trong suốt những ngày ấy."
    act.check(until >= entry.valid_to, "absent", words)


def _holds(act: ConfigurationAct, officer_id: str, day: date) -> bool:
    query = select(Appointment.officer_id).where(
        Appointment.province_code == act.province_code,
        Appointment.officer_id == officer_id,
        held_on(day),
    )
    return act.session.scalar(query.limit(1)) is not None
