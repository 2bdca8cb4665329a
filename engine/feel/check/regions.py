"""One column of a decision table cut into regions in which every rule holds or does not.

Numbers, dates and durations are cut at all ends that the cells mention: each end is a region, and
so is each open interval between two of them. Strings and booleans are cut into the values mentioned
and "any other value". Sets of rules and of places are bits of a number: cutting costs little more
than putting the ends in order.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Final

from engine.feel.comparison import equal, less
from engine.feel.compiler import compile_node
from engine.feel.errors import FeelError, LimitExceeded
from engine.feel.limits import Run
from engine.feel.rendering import quoted, to_text
from engine.feel.scope import Scope
from engine.feel.syntax import (
    Call,
    HalfRange,
    Interval,
    ListOf,
    Literal,
    Name,
    Negation,
    Node,
    UnaryTests,
)
from engine.feel.values import BOOLEAN, STRING, Range, Value, is_number, kind

_CONSTANT_CALLS: Final = frozenset({"date", "time", "date and time", "duration"})
PLACES_PER_UNIT: Final = 1_000
"""Places of a column that a number of bits passes for one unit of fuel."""
_TEST: Final = 40
"""Units of fuel for one value or range of a cell, beside its bits."""
_PLACE: Final = 24
"""Units of fuel for one end or interval of a column, beside the bits of its rules."""
_SHOWN_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as constants: values and ranges one of which must hold; None in ``tests`` is ``-``."""

    tests: tuple[Value, ...] | None
    negated: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A value (``low`` is ``high``), an open interval (None: without end), or any other value."""

    low: Value
    high: Value
    other: bool = False


@dataclass(slots=True)
class Region:
    """The parts of a column in which the same rules hold: bit ``n`` of ``rules`` is rule ``n``.

    Of many parts only the first are kept, for words.
    """

    rules: int
    parts: list[Part]

    def words(self, label: str, run: Run) -> str:
        """The region in Vietnamese."""
        told = [_words(label, part, run) for part in self.parts[:_SHOWN_WORDS]]
        text = " hoặc ".join(told)
        return f"{text}…" if len(self.parts) > _SHOWN_WORDS else text


@dataclass(slots=True)
class Column:
    """A column that was cut: its regions, and for each rule the places in which it holds, as bits.

    ``at`` is the region of each place that there can be.
    """

    regions: list[Region]
    held: list[int]
    at: dict[int, Region]

    def first(self, places: int) -> Region:
        """The region of the first of the places."""
        return self.at[(places & -places).bit_length() - 1]


def constant_cell(tree: UnaryTests, run: Run) -> Cell | None:
    """A cell's constants; None when it depends on data. Raises :class:`LimitExceeded`."""
    if not tree.tests:
        return Cell(None, negated=False)
    values: list[Value] = []
    for test in tree.tests:
        if not _constant(test):
            return None
        try:
            value = compile_node(test)[0](Scope({}, None, run))
        except LimitExceeded:
            raise
        except FeelError:
            return None
        values += value if isinstance(value, list) else [value]
    return Cell(tuple(values), negated=tree.negated)


def _constant(node: Node) -> bool:
    if isinstance(node, (Interval, HalfRange, ListOf, Negation)):
        return all(map(_constant, node.children()))
    if isinstance(node, Call) and isinstance(node.target, Name):
        return node.target.name in _CONSTANT_CALLS and all(map(_constant, node.arguments))
    return isinstance(node, Literal)


def cut(
    cells: Sequence[Cell], *, allowed: Sequence[Value] | None, run: Run, whole: bool = False
) -> Column | None:
    """The column of these cells; None when they mix kinds, have no order or are intervals of
    strings.

    ``allowed`` are the only values or ranges the input may have, if the table or the type says so;
    ``whole`` inputs are whole numbers, so that nothing lies between 10 and 11. Raises
    :class:`LimitExceeded`.
    """
    tests = [test for cell in cells for test in cell.tests or ()]
    run.spend(len(cells) + _TEST * len(tests))
    ends = [end for value in (*tests, *(allowed or ())) for end in _ends(value)]
    kinds = {kind(end) for end in ends}
    if len(kinds) > 1:
        return None
    if kinds <= {STRING, BOOLEAN}:
        if any(type(value) is Range for value in (*tests, *(allowed or ()))):
            return None
        if allowed is None and kinds == {BOOLEAN}:
            allowed = (True, False)
        return _column(cells, _Values(tests if allowed is None else allowed, allowed is None), run)
    points = _points(ends, run)
    if points is None:
        return None
    line = _Line(points, whole=whole)
    if allowed is not None:
        line.there = _held(Cell(tuple(allowed), negated=False), line, run)
    return _column(cells, line, run)


def _ends(value: Value) -> list[Value]:
    if type(value) is not Range:
        return [] if value is None else [value]
    return [end for end in (value.low, value.high) if end is not None]


def _points(ends: list[Value], run: Run) -> list[list[Value]] | None:
    """The ends in order, those that are equal together; None where two have no order."""
    run.spend(5 * len(ends) * len(ends).bit_length())
    groups: list[list[Value]] = []
    for end in sorted(ends, key=cmp_to_key(lambda a, b: -1 if less(a, b, run) else 1)):
        if groups and equal(groups[-1][0], end, run) is True:
            groups[-1].append(end)
        elif groups and less(groups[-1][-1], end, run) is not True:
            return None
        else:
            groups.append([end])
    return groups


class _Values:
    """The places of a column whose values have no order: each of them, and perhaps any other."""

    def __init__(self, values: Iterable[Value], others: bool) -> None:  # noqa: FBT001 - one of two
        known = [value for value in dict.fromkeys(values) if value is not None]
        self.place = {value: place for place, value in enumerate(known)}
        self.parts = [Part(value, value) for value in known]
        if others:
            self.parts.append(Part(None, None, other=True))
        self.size = len(self.parts)
        self.there = (1 << self.size) - 1

    def part(self, place: int) -> Part | None:
        return self.parts[place]

    def passing(self, test: Value) -> int:
        place = self.place.get(test)
        return 0 if place is None else 1 << place


class _Line:
    """The places of a column whose values have an order: between its points lie open intervals.

    Place ``2n + 1`` is point ``n``, ``2n`` the interval before it.
    """

    def __init__(self, groups: list[list[Value]], *, whole: bool) -> None:
        self.points = [group[0] for group in groups]
        self.place = {id(end): 2 * n + 1 for n, group in enumerate(groups) for end in group}
        self.size = 2 * len(groups) + 1
        self.there = (1 << self.size) - 1
        self.whole = whole

    def part(self, place: int) -> Part | None:
        """The point or interval; None where no whole number lies and one is wanted."""
        point = place // 2
        if place % 2:
            low = high = self.points[point]
        else:
            low = self.points[point - 1] if point else None
            high = self.points[point] if point < len(self.points) else None
        return None if self.whole and _without_whole_number(low, high) else Part(low, high)

    def passing(self, test: Value) -> int:
        if type(test) is not Range:
            return 0 if test is None else 1 << self.place[id(test)]
        if test.operator in {"=", "!="}:
            at = 0 if test.low is None else 1 << self.place[id(test.low)]
            return at if test.operator == "=" else ~at
        if not test.operator and (test.low is None or test.high is None):
            return 0
        first, last = 0, self.size - 1
        if test.low is not None:
            first = self.place[id(test.low)] + (not test.low_included)
        if test.high is not None:
            last = self.place[id(test.high)] - (not test.high_included)
        return 0 if last < first else (1 << last + 1) - (1 << first)


def _held(cell: Cell, places: "_Values | _Line", run: Run) -> int:
    """The places in which a cell holds, as bits."""
    if cell.tests is None:
        return places.there
    run.spend(len(cell.tests) * (1 + places.size // PLACES_PER_UNIT))
    held = 0
    for test in cell.tests:
        held |= places.passing(test)
    return places.there & (~held if cell.negated else held)


def _column(cells: Sequence[Cell], places: "_Values | _Line", run: Run) -> Column:
    """Passes the places once, from each to the next changing the rules that begin or cease."""
    held = [_held(cell, places, run) for cell in cells]
    changes = [0] * (places.size + 1)
    for number, bits in enumerate(held):
        for place in _turns(bits, run, places.size):
            changes[place] ^= 1 << number
    run.spend(places.size * (_PLACE + len(cells) // PLACES_PER_UNIT))
    wanted = bin(places.there)[:1:-1].ljust(places.size, "0")
    regions: dict[int, Region] = {}
    at: dict[int, Region] = {}
    rules = 0
    for place, change in enumerate(changes[:-1]):
        rules ^= change
        part = places.part(place) if wanted[place] == "1" else None
        if part is None:
            continue
        region = at[place] = regions.setdefault(rules, Region(rules, []))
        if len(region.parts) <= _SHOWN_WORDS:
            region.parts.append(part)
    there = int("".join("01"[n in at] for n in reversed(range(places.size))) or "0", 2)
    return Column(list(regions.values()), [bits & there for bits in held], at)


def _turns(held: int, run: Run, size: int) -> Iterator[int]:
    """The places at which a cell begins or ceases to hold."""
    turns = held ^ (held << 1)
    while turns:
        run.spend(6 + size // PLACES_PER_UNIT)
        last = turns & -turns
        yield last.bit_length() - 1
        turns ^= last


def _without_whole_number(low: Value, high: Value) -> bool:
    """Whether no whole number lies in the point or strictly between the two numbers."""
    if not is_number(low) or not is_number(high):
        return False
    if low == high:
        return bool(low != low.to_integral_value())
    return bool(low.to_integral_value("ROUND_FLOOR") + 1 >= high)


def _words(label: str, part: Part, run: Run) -> str:
    low, high = part.low, part.high
    if part.other:
        return f"{label} là giá trị khác"
    if low is None and high is None:
        return f"{label} bất kỳ"
    if low is None:
        return f"{label} < {_shown(high, run)}"
    if high is None:
        return f"{label} > {_shown(low, run)}"
    if low is high:
        return f"{label} = {_shown(low, run)}"
    return f"{_shown(low, run)} < {label} < {_shown(high, run)}"


def _shown(value: Value, run: Run) -> str:
    return quoted(value) if isinstance(value, str) else to_text(value, run) or "null"
