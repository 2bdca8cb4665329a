"""A unit has another name from a day on; what was printed before keeps the old one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from engine.access import Administrator, operator
from engine.administration.configuring import ConfigurationAct
from engine.administration.people.waiting_names import waiting_names
from engine.errors import EntryNotFound
from engine.organisation.records import UnitRecord
from engine.store.organisation import Unit, UnitRenaming
from engine.worktime import ZONE

RIGHT = "organisation.successions"


@dataclass(frozen=True, slots=True)
class Renaming:
    """A unit's new name, from which day on, by which paper."""

    code: str
    name: str
    short_name: str
    day: date
    basis: str


def rename_unit(session: Session, *, admin: Administrator, entry: Renaming, now: datetime) -> None:
    """Give the unit the name from the day on, and units below it that bear its old one.

    A day to come is waited for (``engine.jobs.renaming``); the same day again replaces what waits,
    and with the name that the unit has until then takes it back. Cases, posts and rules stay where
    they are. Raises EntryNotFound, ProvinceAdminOnly, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    act.require(RIGHT)
    entry = act.read(entry)
    unit = act.setting.units.get(entry.code)
    if unit is None:
        raise EntryNotFound(what=f"đơn vị {entry.code}")
    waits = _waiting(act, unit, entry.day)
    taken_back = bool(waits) and (entry.name, entry.short_name) == _name_until(act, unit, entry.day)
    _check(act, unit, entry, taken_back=taken_back)
    act.refuse_faults()
    for row in waits:
        act.remove(row)
    act.session.flush()
    for code, name, short_name in () if taken_back else _names(act, unit, entry):
        told = {"name": name, "short_name": short_name, "basis": entry.basis}
        act.put(UnitRenaming, {"unit_code": code, "day": entry.day, **told})
    act.session.flush()
    _apply(act)
    act.save()


def renamings_due(session: Session, province_code: str, day: date) -> bool:
    """Whether a name waits whose day has come."""
    query = select(UnitRenaming.unit_code).where(*_due(province_code, day)).limit(1)
    return session.scalar(query) is not None


def apply_renamings(session: Session, *, province_code: str, now: datetime) -> bool:
    """Give every unit the name whose day has come; whether any was waiting.

    The old one stays with the days before.
    """
    act = ConfigurationAct(session, admin=operator(province_code), now=now)
    _apply(act)
    return bool(act.save())


def _waiting(act: ConfigurationAct, unit: UnitRecord, day: date) -> list[UnitRenaming]:
    """What waits for the day: the unit's name, and those of units below by the same paper."""
    below = [one for one in act.setting.units if act.setting.within(one, {unit.code})]
    found = waiting_names(act.session, act.province_code, below, day)
    that_day = [row for row in found if row.day == day]
    papers = {row.basis for row in that_day if row.unit_code == unit.code}
    return [row for row in that_day if row.basis in papers]


def _name_until(act: ConfigurationAct, unit: UnitRecord, day: date) -> tuple[str, str]:
    """The names that the unit has up to the day, as far as is known now."""
    found = waiting_names(act.session, act.province_code, [unit.code], act.today)
    names = [(row.name, row.short_name) for row in found if row.day < day]
    return names[-1] if names else (unit.name, unit.short_name)


def _check(act: ConfigurationAct, unit: UnitRecord, entry: Renaming, *, taken_back: bool) -> None:
    act.check(entry.name, "name", "Hãy ghi tên đơn vị.")
    act.check(entry.short_name, "short_name", "Hãy ghi tên gọi tắt.")
    act.check(entry.basis, "basis", "Hãy ghi văn bản: số, ngày.")
    same = (entry.name, entry.short_name) == _name_until(act, unit, entry.day)
    act.check(taken_back or not same, "name", "Đơn vị đang có đúng tên này.")
    act.check(unit.valid(entry.day), "day", "Ngày này không có đơn vị.")
    today = act.now.astimezone(ZONE).date()
    act.check(entry.day >= today, "day", "Tên mới chỉ từ hôm nay: giấy tờ đã in giữ tên cũ.")
    found: UnitRenaming | None = act.find(UnitRenaming, {"unit_code": unit.code, "day": entry.day})
    done = found is not None and found.before_name is not None
    act.check(not done, "day", "Đơn vị đã đổi tên trong ngày này.")


def _names(
    act: ConfigurationAct, unit: UnitRecord, entry: Renaming
) -> Iterator[tuple[str, str, str]]:
    """The unit, and each below it in whose name its own stands."""
    yield unit.code, entry.name, entry.short_name
    for one in act.setting.units.values():
        below = one.code != unit.code and act.setting.within(one.code, {unit.code})
        if below and one.valid(entry.day):
            name = one.name.replace(unit.short_name, entry.short_name)
            short = one.short_name.replace(unit.short_name, entry.short_name)
            if (name, short) != (one.name, one.short_name):
                yield one.code, name, short


def _due(province_code: str, day: date) -> tuple[ColumnElement[bool], ...]:
    return (
        UnitRenaming.province_code == province_code,
        UnitRenaming.day <= day,
        UnitRenaming.before_name.is_(None),
    )


def _apply(act: ConfigurationAct) -> None:
    today = act.now.astimezone(ZONE).date()
    rows = act.session.scalars(
        select(UnitRenaming).where(*_due(act.province_code, today)).order_by(UnitRenaming.day)
    )
    for row in rows.all():
        unit = act.find(Unit, {"code": row.unit_code})
        assert unit is not None  # noqa: S101 - the renaming refers to it
        if unit.valid_to is not None and unit.valid_to <= row.day:
            act.remove(row)  # it ended with the name that it had
            continue
        before = {"before_name": unit.name, "before_short_name": unit.short_name}
        act.change(unit, {"name": row.name, "short_name": row.short_name})
        act.change(row, before)
