"""Hostile expressions: mutated from a corpus and generated from the grammar.

``python -m tests.unit.feel.fuzzing 200000`` runs that many under a memory limit and reports.
Nothing but our own errors may come out, and nothing may cost more than its budget.
"""

import datetime as dt
import gc
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from engine.feel import FeelError, FeelSyntaxError, Limits, compile_expression, compile_unary_tests
from engine.feel.compiler import BUILTINS

CORPUS = [
    'amount > 1000 and province = "TH-10" and not(urgent)',
    "decimal(amount * 0.075, 2)",
    'filed + duration("P1M") - date("2026-01-01")',
    "sum(for i in items return i.q * i.p)",
    "items[q > 1].p[1]",
    "for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]]",
    'for i in 1..40 return if i = 1 then "aaaaaaaaaa" else partial[-1] + partial[-1]',
    "count(for i in 1..3000000 return i)",
    "{f: function(n) if n <= 1 then 1 else n * f(n - 1), r: f(20)}.r",
    "{f: function(x) f(x)}.f(1)",
    "2 ** 2 ** 30 + 10 ** 6000 * 10 ** 300",
    'matches("aaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")',
    'replace("banana", "(an)(a)", "[$2$1]", "i")',
    'split("a,b;c", "[,;]")',
    "some x in tags, y in tags satisfies x = y",
    "every t in tags satisfies t in (tags)",
    '@"2026-02-28T10:00:00@Asia/Ho_Chi_Minh" + @"PT36H"',
    "years and months duration(filed, today()).years",
    "sort([3, 1, 2], function(x, y) x < y)",
    "flatten([1, [2, [3, [4]]]])",
    'context put({a: {b: 1}}, ["a", "b"], 2)',
    'get entries({a: 1, b: [1, 2]})[key = "b"].value',
    "overlaps([1..5], (4..9))",
    "distinct values(concatenate(tags, tags, [null, 1, 1.0]))",
    "string([1, {a: date(2026, 1, 31)}, null, [true]])",
    'if amount in (> 5, [1..2], < -3) then "x" else null',
    "10 in [1..5[ or 3 between 1 and 5",
    "-amount ** -2 / 0",
    'at.time offset + @"PT1H" * 3',
    'range("[1..5)").end',
    "5 instance of list<number> or {a: 1} instance of context<a: number>",
    "product([1e6000, 1e6000]) + exp(99999) + log(0) + sqrt(-1)",
    'substring("việt nam", -3, 2)',
    "// bình luận\nfunction(a: number, b) external {java: {}}",
    "mean([1, 2, 3]) = median(1, 2, 3) and stddev([1]) = null",
    "list replace([1, 2, 3], function(i, n) i > 1, 9)",
]
PIECES = [
    *"()[]{}.,:;+-*/<>=!?@\"'\\ \n\t0123456789aexyz_",
    "..", "**", "<=", ">=", "!=", "and ", "or ", "in ", "not(", "if ", "then ", "else ", "for ",
    "return ", "some ", "every ", "satisfies ", "between ", "instance of ", "function(", "null",
    "true", "partial", "item", "1e6144", "99999999999", "-0", "0.1", '"P1M"', '@"P1D"', "\x00",
    "\u200b", "ệ", "\U0001f600", "\ud800", "//", "/*", "*/", "list<", "context<", "__class__",
]  # fmt: skip
CONTEXT: dict[str, Any] = {
    "amount": Decimal(1500),
    "count_of": 3,
    "rate": 0.1,
    "province": "TH-10",
    "urgent": False,
    "filed": dt.date(2026, 1, 31),
    "at": dt.datetime(2026, 1, 31, 9, 30, tzinfo=dt.UTC),
    "clock": dt.time(9, 30),
    "span": dt.timedelta(days=3),
    "items": [{"q": 2, "p": 10.5}, {"q": 1, "p": Decimal(3)}],
    "tags": ("a", "b"),
    "nested": {"a": {"b": [1, [2]]}},
    "nothing": None,
    "nan": Decimal("NaN"),
    "infinite": Decimal("Infinity"),
    "huge": Decimal("1e999999999"),
    "tiny": Decimal("1e-999999999"),
    "long": 10**7000,
    "signalling": {"a": Decimal("sNaN"), 1: 2},
}
ATOMS = [
    *CONTEXT, "1", "0", "-1", "2.5", "1e30", "34", '"a"', '"2026-01-31"', '"P1Y"', "null", "true",
    "false", "[]", "[1, 2]", "{}", "{a: 1}", "[1..5]", "(< 3)", '@"PT1H"', '@"P2M"',
    'date("2026-02-28")', 'time("10:00:00")', "?", "item", "partial", "x", "y",
]  # fmt: skip
OPERATORS = ["+", "-", "*", "/", "**", "=", "!=", "<", ">", "<=", ">=", "and", "or", "in"]
LIMITS = Limits(fuel=20_000, depth=30, size=100_000)
MEMORY = 2 << 30
SECONDS = 5.0


def mutated(rng: random.Random) -> str:
    """A text of the corpus, damaged in a few places or crossed with another."""
    text = rng.choice(CORPUS)
    for _ in range(rng.randint(1, 5)):
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.randint(0, 6))
        kind = rng.randrange(4)
        if kind == 0:
            text = text[:start] + text[end:]
        elif kind == 1:
            text = text[:start] + rng.choice(PIECES) + text[start:]
        elif kind == 2:
            text = text[:start] + text[start:end] * rng.randint(2, 30) + text[end:]
        else:
            other = rng.choice(CORPUS)
            text = text[:start] + other[rng.randrange(len(other)) :]
    return text


def generated(rng: random.Random, depth: int = 0) -> str:
    """An expression of the grammar: syntactically right, semantically anything."""
    if depth > 4 or rng.random() < 0.2:
        return rng.choice(ATOMS)

    def inner() -> str:
        return generated(rng, depth + 1)

    forms = [
        lambda: f"({inner()} {rng.choice(OPERATORS)} {inner()})",
        lambda: (
            f"{rng.choice(tuple(BUILTINS))}({', '.join(inner() for _ in range(rng.randint(0, 4)))})"
        ),
        lambda: f"if {inner()} then {inner()} else {inner()}",
        lambda: f"(for x in {inner()} return {inner()})",
        lambda: f"(for x in {inner()}, y in {inner()} return {inner()})",
        lambda: f"(for x in {inner()}..{inner()} return {inner()})",
        lambda: f"({rng.choice(['some', 'every'])} x in {inner()} satisfies {inner()})",
        lambda: f"[{inner()}, {inner()}]",
        lambda: f"{{a: {inner()}, b: {inner()}}}",
        lambda: f"({inner()})[{inner()}]",
        lambda: (
            f"({inner()}).{rng.choice(['a', 'b', 'year', 'hour', 'start', 'days', 'timezone'])}"
        ),
        lambda: f"[{inner()}..{inner()})",
        lambda: f"({inner()} between {inner()} and {inner()})",
        lambda: f"({inner()} in ({inner()}, > {inner()}))",
        lambda: f"(function(x, y) {inner()})({inner()}, {inner()})",
        lambda: f"-{inner()}",
    ]
    return rng.choice(forms)()


def texts(count: int, seed: int) -> Iterator[str]:
    """Half mutated, half generated."""
    rng = random.Random(seed)
    for number in range(count):
        yield mutated(rng) if number % 2 else generated(rng)


def trial(text: str) -> str:
    """Compile and evaluate, as an expression and as a cell; anything but FeelError comes out."""
    outcome = "value"
    try:
        compile_expression(text).evaluate(CONTEXT, limits=LIMITS)
    except FeelSyntaxError:
        outcome = "syntax"
    except FeelError as error:
        outcome = error.code
    if outcome != "syntax" or text[:1] in "<>=-!n":
        try:
            compile_unary_tests(text).evaluate(Decimal(3), CONTEXT, limits=LIMITS)
        except FeelError:
            return outcome
    return outcome


def main(count: int, seed: int) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    outcomes: Counter[str] = Counter()
    slowest: list[tuple[float, str]] = []
    failed = 0
    gc.disable()  # a full collection of the compiled cache would be charged to one text
    for number, text in enumerate(texts(count, seed)):
        if number % 2000 == 0:
            gc.collect()
        started = time.process_time()
        try:
            outcomes[trial(text)] += 1
        except Exception as error:  # noqa: BLE001 - this is what the run looks for
            failed += 1
            sys.stdout.write(f"{type(error).__name__}: {error} | {text!r}\n")
        took = time.process_time() - started
        slowest = sorted([*slowest, (took, text)], reverse=True)[:3]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"fuzz: {count} expressions, seed {seed}, {failed} failures, {dict(outcomes)}, "
        f"slowest {slowest[0][0] * 1000:.0f} ms, peak memory {memory} MB\n"
    )
    for took, text in slowest:
        sys.stdout.write(f"  {took * 1000:.0f} ms {text[:1000]!r}\n")
    return int(failed > 0 or slowest[0][0] > SECONDS)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20261122))
