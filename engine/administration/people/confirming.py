"""Posts that sign, roles, the work of desks that sign, calendars of units: given by one, confirmed
by another.

Until then nothing follows from them. The operator at the command line needs nobody else.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date
from sqlalchemy.orm import Session

from engine.access import ADMIN_POSITIONS, Administrator
from engine.accounts.one_person import not_another, not_another_officer
from engine.administration.configuring import ConfigurationAct, keys_of
from engine.administration.people.calendar_checks import CHOOSES, check_past
from engine.administration.people.desk_checks import check_move, require_moving_leaders
from engine.administration.people.held_posts import check_held_once, check_kind
from engine.administration.people.waiting import (
    GIVEN,
    begins,
    given_by,
    waiting_rows,
    what_waits,
)
from engine.errors import EntryNotFound, GivenByYou, OwnPost, Refusal
from engine.organisation.holders import officers_at
from engine.organisation.substitutions import substitution_id
from engine.routing.desks import Desk
from engine.store.access import AccessGrant, AwaitingConfirmation
from engine.store.base import Base, table_of
from engine.store.organisation import Appointment, DeskMove, Officer, Unit, WorkCalendar
from engine.typed.seen import check_seen, mark_of


@dataclass(frozen=True, slots=True)
class Awaiting:
    """What waits for a second person: who is to have what, where, from when, by which paper.

    ``officer``: ``None`` where the work of a desk goes to another.
    """

    id: str
    subject: str
    officer: str | None
    officer_name: str | None
    unit_code: str
    unit_name: str
    what: str
    valid_from: date
    valid_to: date | None
    basis: str | None
    proposed_name: str
    proposed_at: datetime
    ended: bool
    """Whether the unit is no more: then it can only be dropped."""
    may_confirm: bool
    not_by_you: str | None
    """Why it can't be confirmed by the viewer, who else might; ``None`` where they may, or the unit
    is no more."""
    may_drop: bool
    seen: str
    """Names what is told here; who confirms says which they were told."""


def give(act: ConfigurationAct, entity: type[Base], values: Mapping[str, Any]) -> str | None:
    """Write what gives somebody a signature or a role, or let it wait; under which id it waits.

    What is so already, or only ends earlier, waits for nobody.
    """
    if act.admin.person is None or not _gives_more(act, entity, values):
        act.put(entity, values)
        return None
    columns = table_of(entity).columns
    content = {
        name: value.isoformat() if isinstance(columns[name].type, Date) and value else value
        for name, value in values.items()
    }
    subject = entity.__tablename__
    key = "/".join(str(values[name]) for name in keys_of(entity))
    identity = hashlib.sha256(f"{subject}/{key}".encode()).hexdigest()[:32]
    waiting: AwaitingConfirmation | None = act.find(AwaitingConfirmation, {"id": identity})
    if waiting is not None and waiting.content == content:
        return identity
    act.put(
        AwaitingConfirmation,
        {
            "id": identity,
            "subject": subject,
            "officer_id": values.get("officer_id"),
            "unit_code": values.get("unit_code") or values["code"],
            "content": content,
            "proposed_by": act.admin.account_id,
            "proposed_name": act.admin.name,
            "proposed_at": act.now,
        },
    )
    return identity


def confirm(
    session: Session, *, admin: Administrator, awaiting_id: str, seen: str, now: datetime
) -> None:
    """Let it be, as it was shown: by another person than who gave it and who gets it.

    ``seen``: the mark of what they were shown; the same id may say something else by now. Raises
    EntryNotFound (also for what waits in other units), NotAdministrator, ProvinceAdminOnly,
    OwnPost, GivenByYou, InOneHand, MovedSinceSeen, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    row = _waiting(act, awaiting_id)
    _by_another(act, row)
    check_seen(seen, _mark(act, row))
    act.check(not _ended(act, row), "unit_code", "Đơn vị này không còn.")
    entity = GIVEN[row.subject]
    values = given_by(row)
    if position := values.get("position_code"):
        check_kind(act, row.unit_code, position)
    if entity is DeskMove:
        values = {**values, "day": max(values["day"], act.today)}
        check_move(act, *_desks(values), values["day"])
    elif entity is Unit:
        _check_calendar(act, row.unit_code, values["calendar_code"])
    elif entity is Appointment:
        desk = (values["unit_code"], values["position_code"])
        days = {name: values[name] for name in ("valid_from", "valid_to")}
        check_held_once(act, row.officer_id, desk, **days)
    else:
        values = _from_today(act, values)
        act.check_period(values["valid_from"], values["valid_to"])
    act.refuse_faults()
    act.put(entity, values)
    act.remove(row)
    act.save()


def _mark(act: ConfigurationAct, row: AwaitingConfirmation) -> str:
    """Of all that is told; of a calendar its days, which one person may still write meanwhile."""
    told = (row.id, row.subject, row.unit_code, row.content, row.proposed_by)
    code = row.content.get("calendar_code")
    calendar: WorkCalendar | None = act.find(WorkCalendar, {"code": code}) if code else None
    return mark_of(*told, calendar.data) if calendar else mark_of(*told)


def _desks(values: Mapping[str, Any]) -> tuple[Desk, Desk]:
    """The desk whose work is to be done elsewhere, and where."""
    return (
        Desk(values["unit_code"], values["position_code"]),
        Desk(values["to_unit_code"], values["to_position_code"]),
    )


def _ended(act: ConfigurationAct, row: AwaitingConfirmation) -> bool:
    """Whether the unit is no more: what was given there is given anew elsewhere."""
    unit = act.setting.units.get(row.unit_code)
    return unit is None or not unit.valid(act.today)


def _check_calendar(act: ConfigurationAct, unit_code: str, code: str | None) -> None:
    unit = act.setting.units.get(unit_code)
    if unit is not None:
        check_past(act, unit, code)


def _from_today(act: ConfigurationAct, values: dict[str, Any]) -> dict[str, Any]:
    """A right to act that waited beyond its first day begins on the day it is confirmed."""
    first = act.today
    if values["valid_from"] >= first:
        return values
    identity = substitution_id(
        unit_code=values["unit_code"],
        position_code=values.get("position_code") or values["role"],
        officer_id=values["officer_id"],
        scope=values["procedure_code"] or values["sector"],
        valid_from=first,
    )
    return {**values, "id": identity, "valid_from": first}


def _by_another(act: ConfigurationAct, row: AwaitingConfirmation) -> None:
    """Raise OwnPost for who gets it, GivenByYou for who gave it, InOneHand with either."""
    own, told = act.own_officer, (act.session, act.province_code)
    for officer_id in _gets_it(act, row):
        gets = officer_id if own else None
        if gets and (why := not_another_officer(*told, gets, own, OwnPost())):
            raise why
    if why := not_another(act.session, row.proposed_by, act.admin.account_id, GivenByYou()):
        raise why


def _gets_it(act: ConfigurationAct, row: AwaitingConfirmation) -> list[str | None]:
    """The officer who is named, or whoever holds the desk that gets the work."""
    if row.officer_id is not None or row.subject == Unit.__tablename__:
        return [row.officer_id]
    given = given_by(row)
    _, to = _desks(given)
    day = max(given["day"], act.today)
    there = officers_at(act.province_code, to.unit_code, to.position_code, day)
    return list(act.session.scalars(there))


class _Look(ConfigurationAct):
    """The same eyes, and nothing held."""

    locks = False


def _allowed(ask: Callable[[], object]) -> bool:
    """Whether what the act asks would let it happen."""
    return _refused(ask) is None


def _refused(ask: Callable[[], object]) -> str | None:
    """In which words what the act asks would refuse it."""
    try:
        ask()
    except Refusal as refusal:
        return str(refusal)
    return None


def drop(session: Session, *, admin: Administrator, awaiting_id: str, now: datetime) -> None:
    """Let it not be: by who gave it, or by who might confirm it.

    Raises EntryNotFound (also for what waits in other units), NotAdministrator, ProvinceAdminOnly.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.remove(_waiting(act, awaiting_id))
    act.save()


def awaiting(session: Session, *, admin: Administrator, now: datetime) -> tuple[Awaiting, ...]:
    """What waits in the units in which they may confirm, the oldest first."""
    act = _Look(session, admin=admin, now=now)
    setting = act.setting
    rows = session.execute(waiting_rows(admin.province_code))
    units = admin.units("access.confirm", setting)
    return tuple(
        _view(act, row, officer) for row, officer in rows if units is None or row.unit_code in units
    )


def _waiting(act: ConfigurationAct, awaiting_id: str) -> AwaitingConfirmation:
    row: AwaitingConfirmation | None = act.find(AwaitingConfirmation, {"id": awaiting_id})
    if row is None or not act.admin.may("access.confirm", act.setting, row.unit_code):
        act.admin.require_somewhere("access.confirm")
        raise EntryNotFound(what="việc chờ xác nhận này")
    if row.subject == AccessGrant.__tablename__:
        act.require("access.grant")
    elif row.subject == DeskMove.__tablename__:
        require_moving_leaders(act)
    elif row.subject == Unit.__tablename__:
        act.require(CHOOSES, row.unit_code)
    elif row.content["position_code"] in ADMIN_POSITIONS:
        act.require("organisation.admin_posts")
    return row


def _gives_more(act: ConfigurationAct, entity: type[Base], values: Mapping[str, Any]) -> bool:
    known = act.find(entity, values)
    if known is None:
        return True
    for name, value in values.items():
        was = getattr(known, name)
        ends_earlier = name == "valid_to" and value is not None and (was is None or value <= was)
        if value != was and not ends_earlier:
            return True
    return False


def _view(act: ConfigurationAct, row: AwaitingConfirmation, officer: Officer | None) -> Awaiting:
    setting = act.setting
    mine, ended = _allowed(lambda: _waiting(act, row.id)), _ended(act, row)
    not_by_you = None if ended else _refused(lambda: _by_another(act, row))
    given = given_by(row)
    return Awaiting(
        id=row.id,
        subject=row.subject,
        officer=officer.username if officer else None,
        officer_name=officer.full_name if officer else None,
        unit_code=row.unit_code,
        unit_name=setting.unit_name(row.unit_code),
        what=what_waits(act.session, setting, given),
        valid_from=begins(row, given),
        valid_to=given.get("valid_to"),
        basis=given.get("basis"),
        proposed_name=row.proposed_name,
        proposed_at=row.proposed_at,
        ended=ended,
        may_confirm=mine and not ended and not_by_you is None,
        not_by_you=not_by_you,
        may_drop=mine,
        seen=_mark(act, row),
    )
