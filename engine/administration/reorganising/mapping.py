"""Which unit takes over from which: the plan of a reorganisation, and what is wrong with it.

Pure: a province as it stands, and what was chosen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from engine.organisation.tree import Setting, UnitRecord


@dataclass(frozen=True, slots=True)
class Wish:
    """The unit ``old`` with all below it goes up in ``new`` from ``day`` on.

    ``choices``: a unit below ``old`` → who takes over from it, where that is not the unit of the
    same kind.
    """

    old: str
    new: str
    day: date
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps the plan from being carried out, by the field that would mend it."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Every unit that ends → the one that takes over, from above to below."""

    wish: Wish
    to: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


def plan_of(setting: Setting, wish: Wish) -> Plan:
    """The plan that a wish comes to in the province, with every fault of it."""
    faults = list(_ends(setting, wish))
    if faults:
        return Plan(wish, {}, tuple(faults))
    to: dict[str, str] = {wish.old: wish.new}
    for unit in _below(setting, wish.old, wish.day):
        assert unit.parent is not None  # noqa: S101 - it is below another
        target = wish.choices.get(unit.code) or _alike(setting, to.get(unit.parent), unit, wish.day)
        fault = _fault(setting, wish, unit, target)
        if fault is not None:
            faults.append(fault)
        elif target is not None:
            to[unit.code] = target
    strange = sorted(wish.choices.keys() - to.keys() - {fault.field for fault in faults})
    why = "không phải đơn vị trực thuộc của đơn vị được nhập."
    faults += [Fault(code, f"{code} {why}") for code in strange]
    return Plan(wish, to, tuple(faults))


def _ends(setting: Setting, wish: Wish) -> Iterator[Fault]:
    """What is wrong with the two units."""
    old, new = setting.units.get(wish.old), setting.units.get(wish.new)
    before = wish.day - timedelta(days=1)
    if old is None or not (old.valid(before) and old.valid(wish.day)):
        yield Fault("old", "Đơn vị được nhập không có vào ngày này, hoặc đã có ngày kết thúc.")
    elif old.parent is None:
        yield Fault("old", f"{old.name} là đơn vị cao nhất của tỉnh, không nhập được.")
    if new is None or not new.valid(wish.day):
        yield Fault("new", "Đơn vị nhận không có vào ngày này.")
    elif new.valid_to is not None:
        yield Fault("new", f"{new.name} sẽ kết thúc ngày {new.valid_to:%d/%m/%Y}, không nhận được.")
    elif setting.within(wish.new, {wish.old}):
        yield Fault("new", "Đơn vị nhận phải khác đơn vị được nhập và không trực thuộc đơn vị ấy.")


def _below(setting: Setting, code: str, day: date) -> Iterator[UnitRecord]:
    """Every unit below it that would still be there on the day, each after the one above it."""
    for unit in setting.units.values():
        if unit.parent == code and (unit.valid_to is None or unit.valid_to > day):
            yield unit
            yield from _below(setting, unit.code, day)


def _alike(setting: Setting, parent: str | None, unit: UnitRecord, day: date) -> str | None:
    """The unit of its kind below the one that takes over from the unit above it."""
    found = setting.division(parent, unit.kind, day) if parent else None
    return found.code if found else None


def _fault(setting: Setting, wish: Wish, unit: UnitRecord, target: str | None) -> Fault | None:
    if unit.valid_from >= wish.day:
        since = f"{unit.valid_from:%d/%m/%Y}"
        return Fault(unit.code, f"{unit.name} chỉ bắt đầu từ {since}: hãy bỏ hoặc dời trước.")
    new = setting.unit_short_name(wish.new)
    if target is None:
        why = (
            f"{unit.name} không có nơi tương ứng ở {new}. Hãy chọn đơn vị nhận việc của đơn vị này."
        )
        return Fault(unit.code, why)
    found = setting.units.get(target)
    if found is None or not found.valid(wish.day) or found.valid_to is not None:
        return Fault(
            unit.code, f"Không có đơn vị {target} vào ngày này để nhận việc của {unit.name}."
        )
    if setting.within(target, {wish.old}):
        return Fault(
            unit.code, f"{found.name} cũng kết thúc, không nhận việc của {unit.name} được."
        )
    return None
