"""A unit is split into several: who takes what, which units begin, and what is wrong with that.

Pure: a province as it stands, and what was chosen.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from engine.administration.people.units import CODE
from engine.administration.reorganising.mapping import (
    Fault,
    Part,
    Plan,
    Taker,
    Wish,
    below,
    old_faults,
)
from engine.organisation.agency_codes import agency_code_fault
from engine.organisation.communes_then import spread_on
from engine.organisation.records import UnitRecord
from engine.organisation.tree import Setting

NAMED = (
    ("procedures", "Thủ tục"),
    ("sectors", "Lĩnh vực"),
    ("communes", "Xã, phường"),
    ("cases", "Hồ sơ"),
    ("officers", "Cán bộ"),
)
"""What goes to one part at most, as a fault begins with it."""


def split_of(setting: Setting, wish: Wish) -> Plan:
    """The plan that a split comes to in the province, with every fault of it."""
    faults = [*old_faults(setting, wish), *_part_faults(setting, wish), *_twice(wish)]
    if faults:
        return Plan(wish, {}, tuple(faults))
    made: list[UnitRecord] = []
    takers: list[Taker] = []
    for part in wish.parts:
        known = part.code in setting.units
        to, begun, lacking = _found(setting, wish, part) if known else _begun(setting, wish, part)
        made += begun
        faults += lacking
        share = part.share(rest=part.code == wish.new)
        asked = spread_on(share, setting.units, setting.successions, wish.day)
        takers.append(Taker(part.code, to, share, frozenset(part.officers), asked))
    faults += _made_faults(setting, made)
    rest = next(one.to for one in takers if one.unit == wish.new)
    return Plan(wish, rest, tuple(faults), tuple(takers), tuple(made))


Taken = tuple[dict[str, str], list[UnitRecord], list[Fault]]
"""Units that end → those of a part; what begins of them; what is missing."""


def _part_faults(setting: Setting, wish: Wish) -> Iterator[Fault]:
    codes = Counter(one.code for one in wish.parts)
    if len(codes) < 2:  # noqa: PLR2004 - one is a merger
        yield Fault("parts", "Chia ra ít nhất hai đơn vị.")
    if wish.new not in codes:
        yield Fault("new", "Hãy chọn một trong các đơn vị ấy nhận phần còn lại.")
    given = Counter(one.agency_code for one in wish.parts)
    for part in wish.parts:
        if part.agency_code and given[part.agency_code] > 1:
            why = f"Mã định danh {part.agency_code} ghi cho hai đơn vị."
            yield Fault(f"{part.code}.agency_code", why)
        if codes[part.code] > 1:
            yield Fault(part.code, f"Mã {part.code} ghi hai lần.")
        yield from _known_faults(setting, wish, part)
        lost = [one for one in part.communes if one not in setting.units]
        if lost:
            yield Fault(f"{part.code}.communes", f"Tỉnh không có xã, phường {', '.join(lost)}.")
        yield from _gone_communes(setting, wish, part)


def _gone_communes(setting: Setting, wish: Wish, part: Part) -> Iterator[Fault]:
    """A share names communes as they stand on the day: others took over what was."""
    for one in part.communes:
        unit = setting.units.get(one)
        if unit is not None and not unit.valid(wish.day):
            now = setting.on_day(one, wish.day)
            instead = (
                f": hãy ghi {setting.unit_name(now)} ({now})" if now not in (None, one) else ""
            )
            why = f"{unit.name} không có vào ngày này{instead}."
            yield Fault(f"{part.code}.communes", why)


def _known_faults(setting: Setting, wish: Wish, part: Part) -> Iterator[Fault]:
    """What is wrong with the unit of a part: one that is there, or one that is to begin."""
    known = setting.units.get(part.code)
    if known is None:
        yield from _new_faults(setting, wish, part)
    elif part.name:
        yield Fault(part.code, f"Đã có đơn vị mã {part.code}: hãy chọn mã khác cho đơn vị mới.")
    elif not known.valid(wish.day) or known.valid_to is not None:
        yield Fault(part.code, f"{known.name} không nhận được: không có vào ngày này.")
    elif setting.within(part.code, {wish.old}):
        yield Fault(part.code, f"{known.name} cũng kết thúc cùng đơn vị được chia.")


def _new_faults(setting: Setting, wish: Wish, part: Part) -> Iterator[Fault]:
    if not CODE.fullmatch(part.code):
        yield Fault(part.code, "Mã chỉ gồm chữ thường không dấu, số và _.")
    if not (part.name and part.short_name):
        why = f"Tỉnh không có đơn vị mã {part.code}. Lập đơn vị mới thì ghi tên và tên gọi tắt."
        yield Fault(f"{part.code}.name", why)
    old = setting.units.get(wish.old)
    if old is not None and old.agency_code and not part.agency_code:
        why = f"Hãy ghi mã định danh của {part.name or part.code}."
        yield Fault(f"{part.code}.agency_code", why)
    elif part.agency_code:
        fault = agency_code_fault(setting, part.code, part.agency_code)
        if fault is not None:
            yield Fault(f"{part.code}.agency_code", fault)


def _twice(wish: Wish) -> Iterator[Fault]:
    for name, words in NAMED:
        times = Counter(one for part in wish.parts for one in dict.fromkeys(getattr(part, name)))
        for part in wish.parts:
            for one in getattr(part, name):
                if times[one] > 1:
                    yield Fault(f"{part.code}.{name}", f"{words} {one} giao cho hai đơn vị.")


def _found(setting: Setting, wish: Wish, part: Part) -> Taken:
    """The units of a part that is there: of each kind its own."""
    to, lacking = {wish.old: part.code}, []
    for unit in below(setting, wish.old, wish.day):
        parent = to.get(unit.parent or "")
        found = setting.division(parent, unit.kind, wish.day) if parent else None
        if found is not None:
            to[unit.code] = found.code
        else:
            where = setting.unit_name(part.code)
            why = f"{where} không có nơi tương ứng với {unit.name}. Hãy thêm ở đó trước."
            lacking.append(Fault(part.code, why))
    return to, [], lacking


def _begun(setting: Setting, wish: Wish, part: Part) -> Taken:
    """New units like the old ones, with the new name where they have the old one in theirs."""
    old, since = setting.units[wish.old], {"valid_from": wish.day, "valid_to": None}
    told = {"code": part.code, "name": part.name, "short_name": part.short_name}
    top = replace(old, **told, agency_code=part.agency_code, **since)  # type: ignore[arg-type]
    to, made = {wish.old: part.code}, [top]
    for unit in below(setting, wish.old, wish.day):
        suffix = unit.code.removeprefix(old.code).strip("_")
        begun = replace(
            unit,
            code=f"{part.code}_{suffix}",
            name=unit.name.replace(old.short_name, part.short_name),
            short_name=unit.short_name.replace(old.short_name, part.short_name),
            parent=to[unit.parent or wish.old],
            agency_code=None,
            **since,  # type: ignore[arg-type]
        )
        to[unit.code] = begun.code
        made.append(begun)
    return to, made, []


def _made_faults(setting: Setting, made: list[UnitRecord]) -> Iterator[Fault]:
    times = Counter(one.code for one in made)
    for one in made:
        if one.code in setting.units or times[one.code] > 1 or not CODE.fullmatch(one.code):
            yield Fault(one.code, f"Mã {one.code} của {one.name} không dùng được: chọn mã khác.")
