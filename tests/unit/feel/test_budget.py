"""What an expression pays for: what it costs, from one budget of the act."""

from itertools import count

import pytest

from engine.feel import (
    FuelExhausted,
    LimitExceeded,
    Limits,
    TimeExhausted,
    act_budget,
    compile_expression,
    limits,
)
from engine.feel.dmn import parse_dmn
from engine.feel.functions import regex
from tests.unit.feel import dear
from tests.unit.feel.dmn_texts import Column, table_file

SMALL = Limits(fuel=100_000)
"""A thirtieth of an act's fuel: what would take seconds is stopped as surely by this."""
MANY = ", ".join("-1" for _ in range(3_200))
MOST_CALLS = 4.0
"""Calls of functions for one unit of fuel: four cost less than a third of a microsecond."""


@pytest.mark.parametrize(
    "text",
    [
        f"some i in 1..100000 satisfies i in ({MANY})",
        f"some i in 1..100000 satisfies {' or '.join(f'i = -{n}' for n in range(1_500))}",
        f"for i in 1..100000 return [{MANY}]",
        f"[1..100000][item in ({MANY})]",
        f"{{f: function(x) x in ({MANY}), r: for i in 1..100000 return f(i)}}.r",
        f"sort(for i in 1..2000 return i, function(x, y) x in ({MANY}))",
        "for i in 1..100000 return i ** 0.37",
        "for i in 1..100000 return log(i) + exp(i)",
        "for i in 1..100000 return decimal(big, -6000) + modulo(big, 7)",
        "for i in 1..100000 return contains(long, part)",
        "for i in 1..100000 return long < long or upper case(long) = long",
        'for i in 1..100000 return matches(long, "(a{30}){30}b")',
        'for i in 1..100000 return matches("a", "(a{30}){30}b" + string(i))',
        'for i in 1..100000 return time("10:00:00@A/B" + string(i))',
        'for i in 1..100000 return @"2026-02-28T10:00:00@Asia/Ho_Chi_Minh" + @"PT36H"',
        "for i in 1..100000 return sum(numbers)",
        "for i in 1..100000 return list contains(numbers, -1)",
        "for i in 1..100000 return numbers instance of list<number>",
        "for i in 1..100000 return numbers = numbers",
        "for d in @\"0001-01-01\"..@\"9999-12-31\" return d",
        "string(for i in 1..100000 return numbers)",
    ],
    ids=range(21),
)  # fmt: skip
def test_what_costs_much_pays_much(text: str) -> None:
    data = {"long": "a" * 30_000, "part": "a" * 49 + "b" + "a" * 49, "numbers": list(range(5_000))}

    with pytest.raises(LimitExceeded):
        compile_expression(text).evaluate({**data, "big": 10**34 * 7}, limits=SMALL)


@pytest.mark.parametrize(
    ("piece", "most"),
    [(r"\\\\p{L}", 30), (r"[\\\\p{L}-z]", 30), ("a{0,1000}", 30), ("[Ā-ϧ-[x]]", 45)],
)
def test_patterns_that_take_long_to_read_are_read_seldom(piece: str, most: int) -> None:
    """Ninety of a piece take RE2 some 30 ms, subtractions some 12: an act reads as many such
    patterns as make about a second."""
    text = f'for i in 1..9000 return matches("a", "{piece * 90}" + string(i), "i")'
    before = regex._compiled.cache_info().misses

    with pytest.raises(FuelExhausted):
        compile_expression(text).evaluate({})
    assert regex._compiled.cache_info().misses - before <= most


def test_a_table_pays_for_the_cells_that_it_looks_at() -> None:
    rules = [([MANY], ["1", '"x"']) for _ in range(100)]
    source = table_file([Column("n", "number")], rules, policy="FIRST", outputs=("so", "chu"))

    with pytest.raises(FuelExhausted):
        parse_dmn(source).evaluate("d", {"n": 7}, limits=SMALL)


def test_all_expressions_of_an_act_pay_from_one_budget() -> None:
    expression = compile_expression("count(for i in 1..1000 return i)")
    with act_budget(SMALL) as budget:
        expression.evaluate({})
        once = budget.spent
        expression.evaluate({})
        assert budget.spent == 2 * once
        with pytest.raises(FuelExhausted):
            compile_expression("count(for i in 1..100000 return i)").evaluate({})
        with pytest.raises(FuelExhausted):  # used up once, it stays so
            compile_expression("1").evaluate({})
    assert expression.evaluate({}) == 1_000


def test_what_is_priced_too_low_is_stopped_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = count(step=2.0)
    monkeypatch.setattr(limits, "thread_time", lambda: next(seconds))
    expression = compile_expression("count(for i in 1..30000 return i)")
    with act_budget(), pytest.raises(TimeExhausted, match="3"):
        expression.evaluate({})
    monkeypatch.undo()
    with act_budget():
        assert expression.evaluate({}) == 30_000


def test_ordinary_expressions_take_a_small_part_of_the_budget() -> None:
    items = [{"q": n, "p": 10.5} for n in range(200)]
    with act_budget() as budget:
        for _ in range(10):
            compile_expression("sum(for i in items return i.q * i.p)").evaluate({"items": items})
            compile_expression("items[q > 100 and p in [1..20]][1].q").evaluate({"items": items})
    assert budget.spent < budget.limits.fuel / 10


def test_no_expression_calls_more_than_it_pays_for() -> None:
    found = [(dear.calls_per_unit(text) or 0.0, text) for text in dear.texts(60, seed=20261126)]
    assert max(found)[0] < MOST_CALLS, max(found)
