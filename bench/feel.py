"""FEEL beside the prototype it came from, in one run: evaluation, parsing, a table of 50 rules.

Each round times one side, then the other; the medians of the rounds are compared. The prototype is
found by the environment variable FEEL_PROTOTYPE. Result: bench/out/feel.json.
"""

import datetime as dt
import gc
import importlib
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from engine.feel.compiler import compile_node
from engine.feel.dmn import parse_dmn
from engine.feel.expression import compile_expression
from engine.feel.parser import parse

PROTOTYPE = Path(os.environ.get("FEEL_PROTOTYPE", "../shared/prototypes/feel"))
OUT = Path("bench/out/feel.json")
ROUNDS = 31
BARS = {"evaluation": 2.0, "parse": 3.0, "table": 1.5}
CONTEXT = {
    "amount": Decimal(1500),
    "pages": Decimal(13),
    "province": "TH-10",
    "urgent": False,
    "filed": dt.date(2026, 1, 31),
    "items": [{"q": Decimal(2), "p": Decimal("10.5")}, {"q": Decimal(1), "p": Decimal(3)}],
    "tags": ["a", "b"],
    "case": {"fee": Decimal(50000), "channel": "online"},
}
EXPRESSIONS = [
    'amount > 1000 and province = "TH-10" and not(urgent)',
    'case.channel = "online" and case.fee <= 50000',
    "decimal(amount * 0.075, 2)",
    'filed + duration("P30D")',
    "if pages in [1..20] then amount else amount * 2",
    'province in ("TH-10", "TH-11")',
    "sum(for i in items return i.q * i.p)",
    "items[q > 1]",
    'some t in tags satisfies t = "b"',
    "count(items) + string length(province)",
    "pages between 1 and 20 or urgent",
    "{fee: amount * 2, total: fee + 10}.total",
]


def table_source(rules: int) -> bytes:
    """A table of that many rules over three inputs, of which the last one hits."""
    rows = "".join(
        f'<rule id="r{n}"><inputEntry><text>"F{n}"</text></inputEntry>'
        f"<inputEntry><text>[{n}..{n + 10}]</text></inputEntry>"
        f"<inputEntry><text>&lt; {n + 100}</text></inputEntry>"
        f"<outputEntry><text>{n} * 1000</text></outputEntry></rule>"
        for n in range(1, rules + 1)
    )
    inputs = "".join(
        f'<input id="i{name}"><inputExpression><text>{name}</text></inputExpression></input>'
        for name in ("code", "level", "amount")
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="b" name="b">'
        f'<decision id="fee" name="fee"><decisionTable hitPolicy="UNIQUE">{inputs}'
        f'<output name="fee"/>{rows}</decisionTable></decision></definitions>'
    ).encode()


def microseconds(work: Callable[[], object], repeat: int) -> float:
    """Process time of one turn."""
    started = time.process_time()
    for _ in range(repeat):
        work()
    return (time.process_time() - started) / repeat * 1e6


def compare(
    ours: Callable[[], object], theirs: Callable[[], object], repeat: int, parts: int = 1
) -> dict[str, float]:
    """Medians of interleaved rounds, for one of the ``parts`` of a turn, and their ratio."""
    times: dict[str, list[float]] = {"ours_us": [], "prototype_us": []}
    for round_number in range(ROUNDS):
        sides = [("ours_us", ours), ("prototype_us", theirs)]
        for name, work in sides if round_number % 2 else reversed(sides):
            times[name].append(microseconds(work, repeat) / parts)
    medians = {name: statistics.median(values) for name, values in times.items()}
    ratio = medians["ours_us"] / medians["prototype_us"]
    return {**{name: round(value, 2) for name, value in medians.items()}, "ratio": round(ratio, 3)}


def evaluation(minifeel: object) -> dict[str, float]:
    """All expressions once per turn, each side by its text (compiled and cached before)."""

    def run_ours() -> None:
        for text in EXPRESSIONS:
            compile_expression(text).evaluate(CONTEXT)

    def run_theirs() -> None:
        for text in EXPRESSIONS:
            minifeel.evaluate(text, CONTEXT)  # type: ignore[attr-defined]

    for text in EXPRESSIONS:
        theirs = minifeel.evaluate(text, CONTEXT)  # type: ignore[attr-defined]
        assert compile_expression(text).evaluate(CONTEXT) == theirs, text
    return compare(run_ours, run_theirs, 40, len(EXPRESSIONS))


def parsing(minifeel: object) -> dict[str, float]:
    """All expressions parsed and compiled, nothing cached."""

    def run_ours() -> None:
        for text in EXPRESSIONS:
            compile_node(parse(text))

    def run_theirs() -> None:
        for text in EXPRESSIONS:
            minifeel.c(minifeel.parse(text))  # type: ignore[attr-defined]

    return compare(run_ours, run_theirs, 10, len(EXPRESSIONS))


def table() -> dict[str, float]:
    """One decision by a table of 50 rules."""
    source = table_source(50)
    inputs = {"code": "F50", "level": Decimal(55), "amount": Decimal(120)}
    ours = parse_dmn(source)
    theirs = importlib.import_module("minifeel.dmn").Model(source)
    # the prototype shows decisions only what they require; a model without requirements is given
    # its inputs by a scope that holds them
    theirs.scope = lambda *_: inputs
    answer = theirs.evaluate("fee", inputs)
    assert ours.evaluate("fee", inputs) == answer == 50000
    return compare(lambda: ours.evaluate("fee", inputs), lambda: theirs.evaluate("fee", inputs), 20)


def main() -> int:
    if not PROTOTYPE.is_dir():
        print(f"bench-feel: không có thư mục {PROTOTYPE} (đặt biến FEEL_PROTOTYPE)")
        return 1
    sys.path.insert(0, str(PROTOTYPE))
    minifeel = importlib.import_module("minifeel.engine")
    importlib.import_module("minifeel.builtins")
    gc.disable()
    result = {"evaluation": evaluation(minifeel), "parse": parsing(minifeel), "table": table()}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"rounds": ROUNDS, "bars": BARS, **result}, indent=1) + "\n")
    for name, figures in result.items():
        print(
            f"{name}: {figures['ours_us']} µs, prototype {figures['prototype_us']} µs, "
            f"ratio {figures['ratio']} (bar {BARS[name]})"
        )
    return int(any(result[name]["ratio"] > bar for name, bar in BARS.items()))


if __name__ == "__main__":
    sys.exit(main())
