"""Units come, change, end and are succeeded; nothing of the tree is ever deleted."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.configuring import About, ConfigurationAct
from engine.administration.people.calendar_checks import check_known, check_past, matters
from engine.administration.people.desks_carried import goes_on_at, moves_from
from engine.administration.people.unit_place import check_agency_code, check_place
from engine.administration.people.unit_rows import rows_naming
from engine.administration.people.waiting_names import waiting_names
from engine.catalogue.register_words import label_of, words_of
from engine.catalogue.rules.rule import LegalBasis
from engine.errors import EntryNotFound, WorkStillOpen
from engine.organisation.records import UnitRecord
from engine.organisation.still_open import SHOWN, Ended, refuse_open_work
from engine.organisation.tree import COMMUNE_KIND, Setting
from engine.store.access import AwaitingConfirmation
from engine.store.organisation import (
    DeskMove,
    Position,
    Unit,
    UnitSuccession,
)
from engine.store.rules import RulePeriod
from engine.typed.identifiers import known_as
from engine.typed.unsaid import UNSAID, filled
from engine.worktime.wording import first_of

LEVELS = ("commune", "department", "province")
NAMED = 5
"""Units that a fault names."""
CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,63}")
"""Codes of units, positions and calendars: they become file names and BPMN attributes."""


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit as it is to be. Valid from ``valid_from`` up to, not including, ``valid_to``.

    What is left out of a unit that is known stays as it is; of a new one there is none.
    """

    code: str
    name: str
    short_name: str
    kind: str
    level: str
    valid_from: date
    parent_code: str | None = UNSAID
    agency_code: str | None = UNSAID
    statistics_code: str | None = UNSAID
    calendar_code: str | None = UNSAID
    valid_to: date | None = UNSAID


def put_unit(session: Session, *, admin: Administrator, entry: UnitEntry, now: datetime) -> None:
    """Add a unit or change it. An agency's administrator may do so below the agency only.

    A unit that is known keeps its names here: ``rename_unit`` changes them from a day on. What it
    is in the tree is changed by two people where anything follows from it (``check_place``).

    Raises OutsideYourUnits, EntryInvalid.
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    entry = act.read(entry)
    known = act.setting.units.get(entry.code)
    entry = _whole(act, entry)
    # Both the place it leaves and the place it comes to must be theirs.
    for parent in {entry.parent_code, known.parent if known else entry.parent_code}:
        act.require("organisation.units", parent or entry.code)
    _check(act, entry)
    if known is not None:
        _check_names(act, known, entry)
        check_place(act, known, entry)
        _check_calendar(act, known, entry.calendar_code)
    check_agency_code(act, known, entry.code, entry.agency_code)
    if known is not None and entry.valid_to is not None:
        _check_end(act, entry.code, entry.valid_to)
    act.put(Unit, asdict(entry))
    act.save()


def _whole(act: ConfigurationAct, entry: UnitEntry) -> UnitEntry:
    """With what it leaves out as it is, and the identifier as the law writes it."""
    entry = filled(entry, act.find(Unit, {"code": entry.code}))
    said = entry.agency_code
    return replace(entry, agency_code=known_as("agency_code", said) or said if said else None)


def kinds_known(session: Session, setting: Setting) -> dict[str, str]:
    """The kinds of units of the province → the short name of one; "" where only positions name it.

    A new kind comes with the positions that such a unit has: without any nobody could work in it.
    """
    found: dict[str, str] = {}
    for one in setting.units.values():
        found.setdefault(one.kind, one.short_name)
    query = select(Position.unit_kinds).where(Position.province_code == setting.province_code)
    named = (kind for kinds in session.scalars(query) for kind in kinds)
    return dict.fromkeys(named, "") | found


def end_unit(
    session: Session, *, admin: Administrator, code: str, day: date, now: datetime
) -> None:
    """The unit no longer exists from ``day`` on; what happened in it keeps its name.

    From today at the earliest; a name that waits for a later day it never bears. One that has not
    begun by then is taken back. All that stands in the way is told at once. Raises EntryNotFound,
    OutsideYourUnits, WorkStillOpen, EntryInvalid (units below it still exist then, or a rule says
    that it decides cases from then on).
    """
    act = ConfigurationAct(session, admin=admin, now=now)
    unit = _known(act, code)
    act.require("organisation.units", unit.parent or code)
    act.check_end(day)
    if day <= unit.valid_from and unit.valid_from > act.today:
        _take_back(act, unit)
        return
    act.check_period(unit.valid_from, day)
    _check_end(act, code, day)
    _tell_open_work(act, code, day)
    _carry_desks(act, code, day)
    for row in waiting_names(act.session, act.province_code, [code], day):
        act.remove(row)
    act.put(Unit, {"code": code, "valid_to": day})
    act.save()


def _take_back(act: ConfigurationAct, unit: UnitRecord) -> None:
    """The unit never begins: nothing may have been written about it yet."""
    _check_end(act, unit.code, unit.valid_from)
    named = rows_naming(act, unit.code)
    words = f"Đơn vị chưa bắt đầu nhưng đã có: {', '.join(named)}. Hãy bỏ những mục ấy trước."
    act.check(not named, "code", words)
    act.refuse_faults()
    act.remove(act.session.get_one(Unit, (act.province_code, unit.code)))
    act.save()


def _tell_open_work(act: ConfigurationAct, code: str, day: date) -> None:
    """Work that is open there, beside other faults: nobody mends these to read of it then."""
    if not act.faulty:
        return
    try:
        refuse_open_work(act.session, act.province_code, [Ended(code, day)], early=True)
    except WorkStillOpen as left:
        cases: Any = left.details["cases"]
        act.fault("code", f"{left}", [About("case", one, one) for one in cases[:SHOWN]])


def _carry_desks(act: ConfigurationAct, code: str, day: date) -> None:
    """Desks of the unit that were moved are moved on at the units that took over from it."""
    successors = [one.new_code for one in _taken_over(act, code)]
    for row in moves_from(act.session, act.province_code, [code], day):
        for new in successors:
            begins = goes_on_at(act.session, act.setting, row, new, day)
            if begins is not None:
                act.add(DeskMove, begins)
        act.end(row, day)


def _taken_over(act: ConfigurationAct, code: str) -> Sequence[UnitSuccession]:
    return act.session.scalars(
        select(UnitSuccession).where(
            UnitSuccession.province_code == act.province_code, UnitSuccession.old_code == code
        )
    ).all()


def _known(act: ConfigurationAct, code: str) -> UnitRecord:
    unit = act.setting.units.get(code)
    if unit is None:
        raise EntryNotFound(what=f"đơn vị {code}")
    return unit


def _check_calendar(act: ConfigurationAct, known: UnitRecord, code: str | None) -> None:
    """Another calendar is chosen by ``choose_calendar``, where it waits for a second person."""
    if code == known.calendar_code or act.faulty or not matters(act, known, code):
        return
    words = "Đơn vị đã có người làm việc: chọn lịch khác ở Lịch làm việc, người thứ hai xác nhận."
    act.check(act.admin.person is None, "calendar_code", words)
    check_past(act, known, code)


def _check_end(act: ConfigurationAct, code: str, day: date) -> None:
    """Nothing may be left that needs the unit from that day on."""
    units = act.setting.units.values()
    below = [unit for unit in units if unit.parent == code and unit.valid(day)]
    if below:
        told = first_of([unit.name for unit in below], NAMED)
        named = [About("unit", unit.code, unit.name) for unit in below[:NAMED]]
        act.fault("code", f"Còn {len(below)} đơn vị trực thuộc: {told}.", named)
    waits = act.session.scalar(
        select(func.count()).where(
            AwaitingConfirmation.province_code == act.province_code,
            AwaitingConfirmation.unit_code == code,
        )
    )
    words = (
        f"Còn {waits} vị trí, vai trò, lịch ở đây chờ người thứ hai. Hãy xác nhận hoặc bỏ ở Quyền."
    )
    if waits:
        act.fault("code", words, [About("rights", code, "Quyền")])
    coming = [
        About("desk", "/".join(desk), _desk_name(act, desk))
        for desk, moves in act.setting.moved_desks.items()
        for one in moves
        if one.to[0] == code and (one.valid_to is None or one.valid_to > day)
    ]
    if coming and not _taken_over(act, code):
        told = first_of([one.words for one in coming], NAMED)
        words = f"Việc của {len(coming)} bàn việc nơi khác đang làm ở đây, thôi chuyển trước: "
        act.fault("code", f"{words}{told}.", coming[:NAMED])
    periods = act.session.scalars(
        select(RulePeriod).where(
            RulePeriod.province_code == act.province_code,
            RulePeriod.kind == "competence",
            RulePeriod.until_epoch.is_(None),
            or_(RulePeriod.valid_to.is_(None), RulePeriod.valid_to > day),
        )
    )
    for period in periods:
        if period.value["unit"] == code:
            words = LegalBasis.of(period.basis).words
            message = f"Từ ngày này đơn vị vẫn được giao giải quyết theo {words}."
            ask = "Hãy kết thúc hoặc thay quy định đó trước."
            act.fault("code", f"{message} {ask}", [About("rule", period.rule_id, words)])


def _desk_name(act: ConfigurationAct, desk: tuple[str, str]) -> str:
    unit, position = desk
    title = act.setting.positions.get(position, position)
    return f"{title}, {act.setting.unit_short_name(unit)}"


def _check_names(act: ConfigurationAct, known: UnitRecord, entry: UnitEntry) -> None:
    """What was printed keeps its name: a name changes from a day on, by a paper."""
    for name in ("name", "short_name"):
        same = getattr(known, name) == getattr(entry, name)
        words = f"“{label_of(name)}” của đơn vị đã có chỉ đổi từ một ngày, theo văn bản: Đổi tên."
        act.check(same, name, words)


def _check_rank(act: ConfigurationAct, parent: UnitRecord, entry: UnitEntry) -> None:
    """Nothing stands above what it is below: neither its level nor the kinds of higher ones."""
    if entry.level not in LEVELS or parent.level not in LEVELS:
        return
    above = words_of("level", parent.level)
    fits = entry.level in levels_below(parent)
    act.check(fits, "level", f"Đơn vị thuộc {parent.short_name} không cao hơn: {above}.")
    words = f"{parent.short_name} không có đơn vị trực thuộc loại “{entry.kind}”."
    act.check(kind_fits(act.setting, parent, entry.kind), "kind", words)


def levels_below(parent: UnitRecord) -> tuple[str, ...]:
    """The levels that a unit below it may have: none above its own."""
    highest = LEVELS.index(parent.level) if parent.level in LEVELS else len(LEVELS)
    return LEVELS[: highest + 1]


def kind_fits(setting: Setting, parent: UnitRecord, kind: str) -> bool:
    """Whether a unit of the kind may stand below: no kind of higher ones, no commune in another."""
    same = {one.level for one in setting.units.values() if one.kind == kind}
    inner = kind == COMMUNE_KIND and COMMUNE_KIND in {
        one.kind for one in setting.upwards(parent.code)
    }
    return not inner and (not same or not same.isdisjoint(levels_below(parent)))


def _check(act: ConfigurationAct, entry: UnitEntry) -> None:
    act.check(CODE.fullmatch(entry.code), "code", "Mã chỉ gồm chữ thường không dấu, số và _.")
    act.check(entry.name, "name", "Hãy ghi tên đơn vị.")
    act.check(entry.short_name, "short_name", "Hãy ghi tên gọi tắt.")
    known = entry.kind in kinds_known(act.session, act.setting)
    unknown = f"Tỉnh chưa có loại đơn vị “{entry.kind}”: hãy chọn loại đã có."
    act.check(known, "kind", unknown if entry.kind else "Hãy chọn loại đơn vị.")
    levels = ", ".join(words_of("level", one) for one in LEVELS)
    act.check(entry.level in LEVELS, "level", f"Cấp chỉ nhận: {levels}.")
    act.check_period(entry.valid_from, entry.valid_to)
    check_known(act, entry.calendar_code)
    if entry.parent_code is None:
        return
    parent = act.setting.units.get(entry.parent_code)
    if parent is not None:
        _check_rank(act, parent, entry)
    act.check(
        parent is not None and parent.valid(entry.valid_from),
        "parent_code",
        "Không có đơn vị cấp trên này vào ngày bắt đầu.",
    )
    act.check(
        not act.setting.within(entry.parent_code, {entry.code}),
        "parent_code",
        "Đơn vị không thể nằm dưới chính nó.",
    )
