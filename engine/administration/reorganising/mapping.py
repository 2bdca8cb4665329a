"""Which unit takes over from which: the plan of a reorganisation, and what is wrong with it.

Pure: a province as it stands, and what was chosen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from engine.organisation.records import UnitRecord
from engine.organisation.setting_rows import by_parent_and_kind
from engine.organisation.shares import ANYTHING, About, Share, taking
from engine.organisation.tree import Setting


@dataclass(frozen=True, slots=True)
class Part:
    """One of the units that a unit is split into, and what it takes over.

    With a ``name`` it is a new one, made in the same act like the unit that is split, with the
    units below it. ``cases`` by code, ``officers`` by user name: their posts go on there.
    """

    code: str
    name: str = ""
    short_name: str = ""
    agency_code: str | None = None
    procedures: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()

    def share(self, *, rest: bool) -> Share:
        """What it takes."""
        return Share(
            cases=frozenset(self.cases),
            procedures=frozenset(self.procedures),
            sectors=frozenset(self.sectors),
            communes=frozenset(self.communes),
            rest=rest,
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """The unit ``old`` with all below it goes up in ``new`` from ``day`` on.

    ``choices``: a unit below ``old`` → who takes over from it, where that is not the unit of the
    same kind. With ``parts`` it is split into these, and ``new`` is the one of them that takes
    whatever no other does.
    """

    old: str
    new: str
    day: date
    choices: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps the plan from being carried out, by the field that would mend it.

    Of a part of a split: its code, and which of its fields (``phuong_vinh.cases``).
    """

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Taker:
    """A unit that takes over, with its share. ``to``: every unit that ends → the one of it.

    ``asked``: the share with every code of its communes.
    """

    unit: str
    to: Mapping[str, str]
    share: Share | None = None
    officers: frozenset[str] = frozenset()
    asked: Share | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Every unit that ends → the one that takes over, from above to below.

    Of a split: the one that takes the rest. ``made``: units that begin on the day.
    """

    wish: Wish
    to: Mapping[str, str]
    faults: tuple[Fault, ...] = ()
    takers: tuple[Taker, ...] = ()
    made: tuple[UnitRecord, ...] = ()

    def target(self, unit: str, about: About = ANYTHING) -> str:
        """Who takes over from a unit that ends in a matter; any other unit is itself."""
        shares = ((one, one.asked) for one in self.takers if one.asked is not None)
        taker = taking(shares, about)
        return (taker.to if taker else self.to).get(unit, unit)

    def target_of(self, unit: str, username: str) -> str:
        """Where the posts of an officer of the unit go on."""
        found = (one.to[unit] for one in self.takers if username in one.officers)
        return next(found, self.to[unit])

    def targets(self, unit: str) -> tuple[str, ...]:
        """All that take over from the unit."""
        return tuple(dict.fromkeys(one.to[unit] for one in self.takers)) or (self.to[unit],)

    def with_made(self, setting: Setting) -> Setting:
        """The province with the units that begin by the plan."""
        units = {**setting.units, **{one.code: one for one in self.made}}
        return replace(setting, units=units, divisions=by_parent_and_kind(units), _worked_out={})


def plan_of(setting: Setting, wish: Wish) -> Plan:
    """The plan that a wish comes to in the province, with every fault of it."""
    faults = list(_ends(setting, wish))
    if faults:
        return Plan(wish, {}, tuple(faults))
    to: dict[str, str] = {wish.old: wish.new}
    for unit in below(setting, wish.old, wish.day):
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
    return Plan(wish, to, tuple(faults), (Taker(wish.new, to),))


def old_faults(setting: Setting, wish: Wish) -> Iterator[Fault]:
    """What is wrong with the unit that is to end."""
    old = setting.units.get(wish.old)
    if old is None or not (old.valid(wish.day - timedelta(days=1)) and old.valid(wish.day)):
        yield Fault("old", "Đơn vị này không có vào ngày này, hoặc đã có ngày kết thúc.")
    elif old.parent is None:
        yield Fault("old", f"{old.name} là đơn vị cao nhất của tỉnh, không sắp xếp được.")


def _ends(setting: Setting, wish: Wish) -> Iterator[Fault]:
    """What is wrong with the two units."""
    new = setting.units.get(wish.new)
    yield from old_faults(setting, wish)
    if not wish.new:
        yield Fault("new", "Hãy chọn đơn vị nhận.")
    elif new is None or not new.valid(wish.day):
        yield Fault("new", "Đơn vị nhận không có vào ngày này.")
    elif new.valid_to is not None:
        yield Fault("new", f"{new.name} sẽ kết thúc ngày {new.valid_to:%d/%m/%Y}, không nhận được.")
    elif setting.within(wish.new, {wish.old}):
        yield Fault("new", "Đơn vị nhận phải khác đơn vị được nhập và không trực thuộc đơn vị ấy.")


def below(setting: Setting, code: str, day: date) -> Iterator[UnitRecord]:
    """Every unit below it that would still be there on the day, each after the one above it."""
    for unit in setting.units.values():
        if unit.parent == code and (unit.valid_to is None or unit.valid_to > day):
            yield unit
            yield from below(setting, unit.code, day)


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
