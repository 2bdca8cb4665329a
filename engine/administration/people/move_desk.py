"""The work of a desk is done at another desk from a day on: what it touches, the act, its end."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.configuring import ConfigurationAct
from engine.administration.people.confirming import give
from engine.administration.people.desk_checks import (
    RIGHT,
    check_move,
    desk_of_theirs,
    desk_words,
    leads,
    require_moving_leaders,
)
from engine.administration.people.desk_touched import TouchedByDesk, ways_ahead, work_open
from engine.administration.people.meant import position_meant, unit_meant
from engine.administration.people.waiting import waiting
from engine.errors import EntryNotFound
from engine.organisation.holders import holders
from engine.routing.desks import Desk
from engine.store.organisation import DeskMove
from engine.worktime import ZONE


@dataclass(frozen=True, slots=True)
class DeskMoving:
    """A desk, where its work is done from a day on, by which paper."""

    unit_code: str
    position_code: str
    to_unit: str
    to_position: str
    day: date
    basis: str


@dataclass(frozen=True, slots=True)
class DeskMoveEnd:
    """A move of a desk that holds no longer from a day on."""

    unit_code: str
    position_code: str
    day: date
    ends: date


@dataclass(frozen=True, slots=True)
class MovedDeskRow:
    """A move of the desk: where its work is done, and when."""

    to_words: str
    day: date
    valid_to: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class BeforeDeskMove:
    """What a move would touch: open work, ways ahead of running cases, people at both desks.

    ``open`` and ``ahead`` with where each goes. ``people`` stay where they are: posts are moved for
    each of them. ``moves``: those of the desk so far. ``waiting``: who is to come here, once a
    second person confirms it. ``may_move``: whether the viewer may, to another or back: what signs
    only an administrator of the province moves.
    """

    desk_words: str
    people: tuple[str, ...]
    open: tuple[TouchedByDesk, ...]
    ahead: tuple[TouchedByDesk, ...]
    moves: tuple[MovedDeskRow, ...]
    waiting: tuple[str, ...]
    may_move: bool


class _Look(ConfigurationAct):
    """The same eyes, and nothing held."""

    locks = False


def before_moving_desk(
    session: Session, *, admin: Administrator, unit_code: str, position_code: str, now: datetime
) -> BeforeDeskMove:
    """The list that somebody looks at first; nothing is changed.

    Raises EntryNotFound, NotAdministrator, OutsideYourUnits.
    """
    act = _Look(session, admin=admin, now=now)
    desk = desk_of_theirs(act, unit_code, position_code)
    today = now.astimezone(ZONE).date()
    return BeforeDeskMove(
        desk_words=desk_words(act.setting, desk),
        people=tuple(holders(session, act.province_code, unit_code, position_code, today)),
        open=work_open(session, act.setting, desk),
        ahead=ways_ahead(session, act.setting, desk, today),
        moves=tuple(
            MovedDeskRow(desk_words(act.setting, Desk(*one.to)), one.day, one.valid_to, one.basis)
            for one in act.setting.moved_desks.get((unit_code, position_code), ())
        ),
        waiting=tuple(
            one.words
            for one in waiting(session, act.setting, units=[unit_code])
            if one.position_code == position_code
        ),
        may_move=not leads(act, desk) or admin.may(RIGHT, act.setting),
    )


def move_desk(
    session: Session, *, admin: Administrator, entry: DeskMoving, now: datetime
) -> str | None:
    """Let the other desk do the work of this one from the day on.

    Steps that cases come to from then on lie there at once; what is open then follows by itself
    (``engine.jobs.following``). Due times stay. What whoever leads does, signatures among it, goes
    only to who leads, by an administrator of the province, and waits for a second person; the
    answer is under which id. Raises EntryNotFound, OutsideYourUnits, ProvinceAdminOnly,
    NotAdministrator, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    entry = _in_codes(act, act.read(entry))
    desk = desk_of_theirs(act, entry.unit_code, entry.position_code)
    _check(act, desk, entry)
    act.refuse_faults()
    values = {  # again on the day on which it was ended: that it was, the record of changes tells
        "unit_code": entry.unit_code,
        "position_code": entry.position_code,
        "day": entry.day,
        "to_unit_code": entry.to_unit,
        "to_position_code": entry.to_position,
        "valid_to": None,
        "basis": entry.basis,
    }
    waits = None
    if leads(act, desk):
        waits = give(act, DeskMove, values)
    else:
        act.put(DeskMove, values)
    act.save()
    return waits


def end_desk_move(
    session: Session, *, admin: Administrator, entry: DeskMoveEnd, now: datetime
) -> None:
    """From the day on the desk does its work itself again; what lies at the other stays there.

    One that has not begun is taken away; one that began today stays on record. What signs goes
    back as it went: by an administrator of the province. Raises EntryNotFound, OutsideYourUnits,
    ProvinceAdminOnly, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    desk = desk_of_theirs(act, entry.unit_code, entry.position_code)
    if leads(act, desk):
        require_moving_leaders(act)
    key = {"unit_code": entry.unit_code, "position_code": entry.position_code, "day": entry.day}
    row: DeskMove | None = act.find(DeskMove, key)
    if row is None:
        raise EntryNotFound(what="lần chuyển bàn việc này")
    act.check(entry.ends >= act.today, "ends", "Thôi chuyển từ ngày: từ hôm nay trở đi.")
    over = row.valid_to is not None and row.valid_to <= entry.ends
    act.check(not over, "ends", "Lần chuyển này đã hết trước ngày ấy.")
    act.refuse_faults()
    act.end(row, entry.ends)
    act.save()


def _in_codes(act: ConfigurationAct, entry: DeskMoving) -> DeskMoving:
    """Where it goes by codes, also where names were told."""
    unit = unit_meant(act, "to_unit", entry.to_unit, entry.day)
    position = position_meant(act, "to_position", entry.to_position)
    return replace(entry, to_unit=unit, to_position=position)


def _check(act: ConfigurationAct, desk: Desk, entry: DeskMoving) -> None:
    unit, position = entry.to_unit, entry.to_position
    none = f"Không có đơn vị nào tên hoặc mã “{unit}”." if unit else "Hãy chọn đơn vị nhận việc."
    act.check(unit in act.setting.units, "to_unit", none)
    none = f"Chưa có chức danh “{position}”." if position else "Hãy chọn chức danh nhận việc."
    act.check(position in act.setting.positions, "to_position", none)
    act.check(entry.basis, "basis", "Hãy ghi văn bản: số, ngày.")
    act.check(entry.day >= act.today, "day", "Từ ngày: từ hôm nay trở đi.")
    if unit in act.setting.units and position in act.setting.positions:
        check_move(act, desk, desk_of_theirs(act, unit, position), entry.day)
