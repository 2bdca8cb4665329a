"""Looks for dear expressions: those that cost more of the processor than they pay for in fuel.

``python -m tests.unit.feel.dear 40000`` makes that many, keeps the dearest and goes on from those;
it reports the worst and fails above the ratio on which the fuel of an act is reckoned. That ratio
is of a machine on which a bare SpiffWorkflow step takes half a millisecond; on a slower one, whose
bare step is measured before and after, it is as much larger.
``calls_per_unit`` counts instead of timing: the same on every machine, for ``make check``.
"""

import datetime as dt
import gc
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import FrameType
from typing import Any

from api.memory import with_room
from bench.serving import bare_steps
from engine.feel import Budget, FeelError, Limits, act_budget, compile_expression
from engine.feel.compiler import BUILTINS
from engine.feel.functions import regex
from engine.feel.limits import DEFAULT_LIMITS, MICROSECONDS_PER_UNIT
from tests.unit.feel import fuzzing

TRIED = Limits(fuel=300_000, depth=DEFAULT_LIMITS.depth, size=DEFAULT_LIMITS.size, seconds=30.0)
"""A tenth of an act's fuel: what is dear is dear here too."""
COUNTED = Limits(fuel=40_000)
QUIET_STEP_MS = 0.47
"""A bare step of SpiffWorkflow on the machine on which fuel was priced (docs/reference/load.md)."""
WORTH_TIMING = 5_000
"""Units of fuel below which the clock tells nothing."""
KEPT = 40
CONTEXT: dict[str, Any] = {
    **fuzzing.CONTEXT,
    "s": "việt nam " * 2_000,
    "a": "a" * 30_000,
    "wide": "\U0001f600" * 5_000,
    "b": "a" * 49 + "b" + "a" * 49,
    "big": Decimal("1.234567890123456789012345678901234e6144"),
    "small": Decimal("1.234e-6000"),
    "n": list(range(1_000)),
    "d": [Decimal(number) / 7 for number in range(1_000)],
    # All with one hash, if they are hashed as Python hashes numbers.
    "alike": [Decimal(number * (2**61 - 1)) for number in range(1, 3_001)],
    "t": [f"chữ {number}" for number in range(1_000)],
    "days": [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(300)],
    "moments": [dt.datetime(2026, 1, 1, tzinfo=dt.UTC)] * 300,
    "rows": [{"q": number, "p": Decimal(number), "s": "x" * 200} for number in range(300)],
    "c": {f"k{number}": {"x": number} for number in range(500)},
    "tree": [[[number] * 10] * 10 for number in range(10)],
    "floats": [number / 3 for number in range(500)],
}
ATOMS = [
    *CONTEXT, "1", "2", "0.37", "-1", "7", "100", "1e6000", '"a"', '"(a{30}){30}b"',
    '"[ab]*a[ab]{300}c"',
    '"\\\\p{L}"', '"[^\\\\p{L}-z]"', '"\\\\p{Lu}{50}"', '"a{0,1000}"', '"(a{9}){9}"',
    '"[Ā-ϧ-[x]]"', '"[Ā-ϧ-[ĀĂĄĆĈĊČĎ]]"', '"[^a-z]"', '"\\\\p{IsGreek}"', '"\\\\P{IsCyrillic}"',
    '"[\\\\i-[:]]"', '"\\\\i\\\\c\\\\w\\\\W\\\\s\\\\d"', '"(?:a|b|c|[d-f])"',
    '"^(a+)+$"', '" "', '"$1$1"', '"2026-01-31"', '"10:00:00@Asia/Ho_Chi_Minh"', '"10:00:00@A/B"',
    '"2026-02-28T10:00:00@Asia/Ho_Chi_Minh"', '@"2026-02-28T10:00:00@Asia/Ho_Chi_Minh"', "null",
    "true", "[]", "{}", "[1..1000]", "(< 3)", '@"PT1H"', '@"P2M"', "zz", "item", "partial", "x",
    "function(x, y) x < y", "function(x, y) true", '"k1"', "abcdefghij.k", '"[1..5]"', "500",
    "-6000",
]  # fmt: skip
LOOPS = [
    "count(for zz in 1..{turns} return {text})",
    # Each turn another pattern, ninety times as long: what was read once is remembered.
    (
        "count(for zz in 1..{turns} return "
        'matches("a", string join(for k in 1..90 return {text}) + string(zz), "i"))'
    ),
    "every zz in 1..{turns} satisfies count([{text}]) = 1",
    "count([1..{turns}][count([{text}]) = 1])",
    "{{f: function(zz) {text}, r: for q in 1..{turns} return f(q)}}.r[1] = 1",
]


@dataclass(frozen=True, slots=True)
class Found:
    """An expression and what one unit of its fuel cost, in µs."""

    ratio: float
    text: str
    spent: int


def one(rng: random.Random, depth: int = 0) -> str:
    """An expression over dear data; every function and operator is as likely as any other."""
    if depth > 3 or rng.random() < 0.3:
        return rng.choice(ATOMS)

    def inner() -> str:
        return one(rng, depth + 1)

    if rng.random() < 0.6:
        name = rng.choice(tuple(BUILTINS))
        wanted = sorted(BUILTINS[name].counts or {1, 2, 3})
        return f"{name}({', '.join(inner() for _ in range(rng.choice(wanted)))})"
    forms = [
        lambda: f"({inner()} {rng.choice(fuzzing.OPERATORS)} {inner()})",
        lambda: f"(if {inner()} then {inner()} else {inner()})",
        lambda: f"(for x in {inner()} return {inner()})",
        lambda: f"(for x in {inner()}, y in {inner()} return {inner()})",
        lambda: f"(some x in {inner()} satisfies {inner()})",
        lambda: f"[{inner()}, {inner()}]",
        lambda: f"{{a: {inner()}, b: {inner()}}}",
        lambda: f"({inner()})[{inner()}]",
        lambda: (
            f"({inner()}).{rng.choice(['x', 'year', 'hour', 'start', 'days', 'timezone', 'q'])}"
        ),
        lambda: f"({inner()} between {inner()} and {inner()})",
        lambda: f"({inner()} in ({', '.join(inner() for _ in range(rng.randint(1, 9)))}))",
        lambda: f"({inner()} instance of list<context<q: number, s: string>>)",
        lambda: f"(function(x, y) {inner()})({inner()}, {inner()})",
        lambda: f"-({inner()})",
    ]
    return rng.choice(forms)()


def looped(rng: random.Random, text: str) -> str:
    """The expression done again and again, in one of the ways that FEEL has for that."""
    return rng.choice(LOOPS).format(turns=rng.choice([20, 300, 3_000]), text=text)


def texts(count: int, seed: int) -> Iterator[str]:
    """Expressions in loops."""
    rng = random.Random(seed)
    for _ in range(count):
        yield looped(rng, one(rng))


def evaluated(text: str, limits: Limits = TRIED) -> Budget | None:
    """The budget after an evaluation, however it ended; None for what is no FEEL.

    Each begins with no pattern read: what an evaluation before it has read would be free.
    """
    regex._compiled.cache_clear()
    with act_budget(limits) as budget:
        try:
            compile_expression(text).evaluate(CONTEXT)
        except FeelError as error:
            if error.code == "feel.syntax":
                return None
    return budget


def timed(text: str) -> Found | None:
    """What a unit of fuel costs here, at the best of three; None when that can't be told."""
    best = None
    for _ in range(3):
        started = time.thread_time()
        budget = evaluated(text)
        took = (time.thread_time() - started) * 1e6
        if budget is None or budget.spent < WORTH_TIMING:
            return None
        spent = min(budget.spent, TRIED.fuel)
        best = took / spent if best is None else min(best, took / spent)
        if best < MICROSECONDS_PER_UNIT / 2:
            break
    return Found(best or 0.0, text, spent)


def calls_per_unit(text: str) -> float | None:
    """Calls of Python and C functions for one unit of fuel; None when it pays too little."""
    calls = 0

    def count(_frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    try:
        compile_expression(text)
    except FeelError:
        return None
    sys.setprofile(count)
    try:
        budget = evaluated(text, COUNTED)
    finally:
        sys.setprofile(None)
    if budget is None or budget.spent < WORTH_TIMING:
        return None
    return calls / min(budget.spent, COUNTED.fuel)


def search(count: int, seed: int) -> list[Found]:
    """The dearest of so many: two of three are made anew, the third comes from a dear one."""
    rng = random.Random(seed)
    kept: list[Found] = []
    gc.disable()  # a full collection would be charged to one text
    for number in range(count):
        if number % 500 == 0:
            gc.collect()
        text = looped(rng, one(rng))
        if kept and rng.random() < 0.35:
            text = looped(rng, _varied(rng, rng.choice(kept).text))
        found = timed(text)
        if found is not None:
            kept = sorted({*kept, found}, key=lambda each: -each.ratio)[:KEPT]
    return kept


def _varied(rng: random.Random, text: str) -> str:
    """A dear expression with one of its atoms replaced, or inside another."""
    old = rng.choice(ATOMS)
    if old in text and rng.random() < 0.7:
        return text.replace(old, one(rng, 3), 1)
    return f"[{text}, {one(rng, 2)}]"


def slowness() -> float:
    """How many times as long as on the machine of the prices things take here; at least 1."""
    return max(1.0, 1_000 / bare_steps() / QUIET_STEP_MS)


def main(count: int, seed: int) -> int:
    before = slowness()
    found = search(count, seed)
    worst = max((again.ratio for each in found[:10] if (again := timed(each.text))), default=0.0)
    # The faster of the two, so that somebody else's work in between excuses nothing.
    slower = min(before, slowness())
    bar = MICROSECONDS_PER_UNIT * slower
    sys.stdout.write(
        f"dear: {count} expressions, seed {seed}, worst {worst:.2f} µs a unit, so a budget is at "
        f"most {worst * DEFAULT_LIMITS.fuel / 1e6:.2f} s (bar {MICROSECONDS_PER_UNIT} µs, here "
        f"{bar:.2f}: a bare step takes {slower:.1f} times as long)\n"
    )
    for each in found[:10]:
        sys.stdout.write(f"  {each.ratio:.2f} µs, {each.spent} units: {each.text}\n")
    return int(worst > bar)


if __name__ == "__main__":
    sys.exit(with_room(main)(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20261126))
