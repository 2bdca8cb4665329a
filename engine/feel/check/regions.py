"""One column of a decision table cut into regions in which every rule holds or does not.

Numbers, dates and durations are cut at all ends that the cells mention: each end is a region, and
so is each open interval between two of them. Strings and booleans are cut into the values mentioned
and "any other value".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Final

from engine.feel.comparison import equal, in_range, less
from engine.feel.compiler import compile_node
from engine.feel.errors import FeelError, LimitExceeded
from engine.feel.limits import Budget, Limits, Run
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


_ANALYSIS: Final = Limits(fuel=20_000_000, seconds=20.0)
"""What the cutting of one column may cost: a thousand rules are cut, a hostile table is not."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as constants: values and ranges one of which must hold; None in ``tests`` is ``-``."""

    tests: tuple[Value, ...] | None
    negated: bool


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a column: its Vietnamese description and the rules (by place) that hold in it."""

    words: str
    rules: frozenset[int]


def constant_cell(tree: UnaryTests) -> Cell | None:
    """A cell's constants; None when it depends on data."""
    if not tree.tests:
        return Cell(None, negated=False)
    values: list[Value] = []
    for test in tree.tests:
        if not _constant(test):
            return None
        try:
            value = compile_node(test)[0](Scope({}, None, Run()))
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
    cells: Sequence[Cell], *, allowed: Sequence[Value] | None, label: str, whole: bool = False
) -> list[Region] | None:
    """The regions of a column; None when its cells mix kinds, are intervals of strings, or are so
    many that the work would never end.

    ``allowed`` are the only values or ranges the input may have, if the table or the type says so;
    ``whole`` inputs are whole numbers, so that nothing lies between 10 and 11.
    """
    constants = [value for cell in cells for value in cell.tests or ()]
    ends = [end for value in (*constants, *(allowed or ())) for end in _ends(value)]
    kinds = {kind(end) for end in ends}
    if len(kinds) > 1:
        return None
    run = Run(Budget(_ANALYSIS))
    try:
        if kinds <= {STRING, BOOLEAN}:
            if any(type(value) is Range for value in constants):
                return None
            regions = _enumerated(cells, ends, allowed, label, run)
        else:
            limits = None if allowed is None else Cell(tuple(allowed), negated=False)
            regions = _ordered(cells, _points(ends, run), limits, label, run, whole=whole)
    except LimitExceeded:
        return None
    return _merged(regions)


def _ends(value: Value) -> list[Value]:
    if type(value) is not Range:
        return [] if value is None else [value]
    return [end for end in (value.low, value.high) if end is not None]


def _enumerated(
    cells: Sequence[Cell],
    values: list[Value],
    allowed: Sequence[Value] | None,
    label: str,
    run: Run,
) -> list[Region]:
    candidates: list[Value] = []
    for value in allowed if allowed is not None else values:
        run.spend(1 + len(candidates))
        if not any(equal(value, other, run) is True for other in candidates):
            candidates.append(value)
    if allowed is None and candidates and kind(candidates[0]) == BOOLEAN:
        candidates = [True, False]
    regions = [
        Region(f"{label} = {_shown(value, run)}", _holding(cells, value, run))
        for value in candidates
    ]
    if allowed is None and not (candidates and kind(candidates[0]) == BOOLEAN):
        others = frozenset(
            place for place, cell in enumerate(cells) if cell.tests is None or cell.negated
        )
        regions.append(Region(f"{label} là giá trị khác", others))
    return regions


def _holding(cells: Sequence[Cell], value: Value, run: Run) -> frozenset[int]:
    run.spend(len(cells))
    return frozenset(place for place, cell in enumerate(cells) if _holds(cell, value, run))


def _holds(cell: Cell, value: Value, run: Run) -> bool:
    if cell.tests is None:
        return True
    run.spend(2 * len(cell.tests))
    return any(_passes(test, value, run) for test in cell.tests) != cell.negated


def _passes(test: Value, value: Value, run: Run) -> bool:
    if type(test) is Range:
        return in_range(value, test, run) is True
    return equal(value, test, run) is True


def _points(ends: list[Value], run: Run) -> list[Value]:
    """The ends in order, each once."""
    points: list[Value] = []
    for end in sorted(ends, key=cmp_to_key(lambda a, b: -1 if less(a, b, run) else 1)):
        if not points or equal(points[-1], end, run) is not True:
            points.append(end)
    return points


def _ordered(
    cells: Sequence[Cell],
    points: list[Value],
    limits: Cell | None,
    label: str,
    run: Run,
    *,
    whole: bool,
) -> list[Region]:
    bounds: list[tuple[Value, Value]] = []
    for place, point in enumerate(points):
        bounds += [(points[place - 1] if place else None, point), (point, point)]
    bounds.append((points[-1], None))
    regions: list[Region] = []
    for low, high in bounds:
        if (limits is not None and not _covers(limits, low, high, run)) or (
            whole and _without_whole_number(low, high)
        ):
            continue
        run.spend(len(cells))
        holding = (i for i, cell in enumerate(cells) if _covers(cell, low, high, run))
        regions.append(Region(_between_words(label, low, high, run), frozenset(holding)))
    return regions


def _without_whole_number(low: Value, high: Value) -> bool:
    """Whether no whole number lies in the point or strictly between the two numbers."""
    if not is_number(low) or not is_number(high):
        return False
    if low == high:
        return bool(low != low.to_integral_value())
    return bool(low.to_integral_value("ROUND_FLOOR") + 1 >= high)


def _covers(cell: Cell, low: Value, high: Value, run: Run) -> bool:
    """Whether a cell holds in the point ``low`` = ``high``, or in the open interval between them
    (None: without end), inside which no cell has an end."""
    if cell.tests is None:
        return True
    if low is not None and high is not None and equal(low, high, run) is True:
        return _holds(cell, low, run)
    run.spend(3 * len(cell.tests))
    inside = any(type(t) is Range and _spans(t, low, high, run) for t in cell.tests)
    return inside != cell.negated


def _spans(test: Range, low: Value, high: Value, run: Run) -> bool:
    if test.operator in {"=", "!="}:
        return test.operator == "!="
    starts = test.low is None or (low is not None and less(low, test.low, run) is False)
    stops = test.high is None or (high is not None and less(test.high, high, run) is False)
    return starts and stops


def _between_words(label: str, low: Value, high: Value, run: Run) -> str:
    if low is None and high is None:
        return f"{label} bất kỳ"
    if low is None:
        return f"{label} < {_shown(high, run)}"
    if high is None:
        return f"{label} > {_shown(low, run)}"
    if equal(low, high, run) is True:
        return f"{label} = {_shown(low, run)}"
    return f"{_shown(low, run)} < {label} < {_shown(high, run)}"


def _shown(value: Value, run: Run) -> str:
    return quoted(value) if isinstance(value, str) else to_text(value, run) or "null"


def _merged(regions: list[Region]) -> list[Region]:
    """Regions in which the same rules hold need be looked at once."""
    words: dict[frozenset[int], list[str]] = {}
    for region in regions:
        words.setdefault(region.rules, []).append(region.words)
    return [Region(_some_of(listed), rules) for rules, listed in words.items()]


_SHOWN_WORDS: Final = 3


def _some_of(words: list[str]) -> str:
    text = " hoặc ".join(words[:_SHOWN_WORDS])
    return f"{text}…" if len(words) > _SHOWN_WORDS else text
