"""Expressions from outside: what callers compile, hand data to, and get back."""

import datetime as dt
import re
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

import pytest

from engine.feel import (
    FeelError,
    FeelSyntaxError,
    Trace,
    ValueNotSupported,
    compile_expression,
    compile_unary_tests,
)


class Channel(StrEnum):
    ONLINE = "online"


class Stamp(dt.datetime): ...


class Day(dt.date): ...


class Clock(dt.time): ...


class Lapse(dt.timedelta): ...


class Money(Decimal): ...


def value_of(text: str, **context: object) -> object:
    return compile_expression(text).evaluate(context)


def test_a_condition_reads_the_dossier_and_a_variable() -> None:
    expression = compile_expression('case.so_tien > 100 and loai = "A"')

    assert expression.evaluate({"loai": "A", "case": {"so_tien": 150}}) is True
    assert expression.names == {"case", "loai"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1 + 0.2", Decimal("0.3")),
        ("1 / 3 * 3 = 1", False),
        ("10 ** 20 + 1", Decimal(100000000000000000001)),
        ("-2 ** 2", Decimal(4)),
        ("count([1, 2, 3])", Decimal(3)),
        ("1 in [1..5) and not(5 in [1..5))", True),
        ("2 in (1) + 1", True),
        ("[1, 2, 3, 4][item > 2]", [Decimal(3), Decimal(4)]),
        ("{a: 1, b: a + 1}.b", Decimal(2)),
        ('date("2026-01-31") + duration("P1M")', dt.date(2026, 2, 28)),
        ('null = 1 or "a" = "a"', True),
        ("khong_co + 1", None),
    ],
)
def test_a_text_has_a_value(text: str, value: object) -> None:
    assert value_of(text) == value


def test_money_is_exact_to_34_digits_and_rounds_half_even() -> None:
    assert value_of("decimal(2.345, 2)") == Decimal("2.34")
    assert value_of("1234567890123456789012345678901234 + 1") == Decimal(
        1234567890123456789012345678901235
    )


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        (1, Decimal(1)),
        (0.1, Decimal("0.1")),
        (float("nan"), None),
        (True, True),
        ((1, 2), [Decimal(1), Decimal(2)]),
        (Channel.ONLINE, "online"),
        (MappingProxyType({"a": 1}), {"a": Decimal(1)}),
        ([{"a": (1,)}], [{"a": [Decimal(1)]}]),
        (Stamp(2026, 1, 2, 3, 4, tzinfo=dt.UTC), dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)),
        (Day(2026, 1, 2), dt.date(2026, 1, 2)),
        (Clock(9, 30, fold=1), dt.time(9, 30, fold=1)),
        (Lapse(days=1, microseconds=2), dt.timedelta(days=1, microseconds=2)),
        (Money("1.5"), Decimal("1.5")),
    ],
)
def test_callers_values_are_seen_as_feel_values(given: object, seen: object) -> None:
    value = value_of("x", x=given)

    assert value == seen
    assert type(value) is type(seen)


def test_a_value_of_no_feel_kind_is_refused_by_name() -> None:
    with pytest.raises(ValueNotSupported, match="complex"):
        value_of("x", x=1j)


def test_a_result_shares_nothing_with_the_data() -> None:
    data = {"items": [1, 2], "case": {"a": [1]}}
    compile_expression("case").evaluate(data)["a"].append(2)

    assert data == {"items": [1, 2], "case": {"a": [1]}}


@pytest.mark.parametrize("text", ["x.__class__", "x.real", 'd.strftime("")', "x.as_tuple()"])
def test_python_attributes_of_data_can_not_be_reached(text: str) -> None:
    assert value_of(text, x=Decimal(1), d=dt.date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("1 +", 1, 4, "chưa viết hết"),
        ("(1", 1, 3, "thiếu “)”"),
        ('"a', 1, 1, "chuỗi chưa đóng"),
        ("if a then b", 1, 12, "thiếu từ “else”"),
        ("a and\n  b c", 2, 5, "không hiểu"),
        ("a = then", 1, 5, "từ khóa"),
        ("a == 1", 1, 4, "một dấu ="),
        ("a = 'x'", 1, 5, "ngoặc kép thẳng"),
        ("a = “x”", 1, 5, "ngoặc kép thẳng"),
        ("a && b", 1, 3, "viết and"),
        ("a || b", 1, 3, "viết or"),
        ("!a", 1, 1, "viết not(…)"),
    ],
)
def test_a_fault_says_where_and_what_in_vietnamese(
    text: str, line: int, column: int, words: str
) -> None:
    with pytest.raises(FeelSyntaxError, match=re.escape(words)) as caught:
        compile_expression(text)

    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.code == "feel.syntax"
    assert isinstance(caught.value, FeelError)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 instance of number", True),
        ("null instance of Null", True),
        ("null instance of number", False),
        ('[1, "a"] instance of list<number>', False),
        ("{a: 1} instance of context<a: number, b: string>", False),
        ("[1..5] instance of range<number>", True),
        ("(function(a: number) a) instance of function<number> -> number", True),
        ("(function(a: string) a) instance of function<number> -> number", False),
        ("(function(a) a) instance of function<number, number> -> Any", False),
        ("1 instance of khong.co", False),
        ("(function(a: number) a)([7])", Decimal(7)),
        ("(function(a: list<number>) a)(7)", [Decimal(7)]),
        ('(function(a: number) a)("x")', None),
        ('(function(a: date and time) a)(date("2026-01-01")).hour', Decimal(0)),
        ("string([[1..5), > 3, function(a) a])", "[[1..5), > 3, function(a)]"),
        ('@"nothing"', None),
        ("[1..10[.end included", False),
        ("]1..10].start included", False),
    ],
)
def test_types_and_conversions(text: str, value: object) -> None:
    assert value_of(text) == value


def test_now_is_what_the_caller_says_and_today_the_day_in_vietnam() -> None:
    now = dt.datetime(2026, 2, 28, 23, 0, tzinfo=dt.UTC)

    assert compile_expression("now()").evaluate({}, now=now) == now
    assert compile_expression("today()").evaluate({}, now=now) == dt.date(2026, 3, 1)


def test_a_trace_tells_what_was_read_and_why_something_is_null() -> None:
    trace = Trace()
    compile_expression("case.le_phi + thieu > 3").evaluate(
        {"case": {"le_phi": 5, "khac": 1}}, trace=trace
    )

    assert trace.reads == {"case.le_phi": 5}
    assert any("thieu" in note for note in trace.notes)


def test_free_names_leave_out_functions_and_bound_names() -> None:
    text = "sum(for i in items return i * rate) + count([1][item > low]) + {a: b, c: a}.c"

    assert compile_expression(text).names == {"items", "rate", "low", "b"}


def test_a_name_of_several_words_is_read_when_declared() -> None:
    expression = compile_expression("ngày nộp + 1", names=["ngày nộp"])

    assert expression.names == {"ngày nộp"}
    assert expression.evaluate({"ngày nộp": 2}) == 3


@pytest.mark.parametrize(
    ("cell", "value", "passes"),
    [
        ("-", 1, True),
        ("> 10, [1..5]", 3, True),
        ("> 10, [1..5]", 7, False),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "b", False),
        ("? > 2 and ? < 4", 3, True),
        ("limit", 3, True),
        ("> 10", None, None),
        ("not(? > 2) or limit = 3", 5, True),
        ("not(1, 2) and true", 5, False),
        ("not(> 3)", 5, False),
        ("not(null)", 5, True),
    ],
)
def test_a_cell_tests_a_value(cell: str, value: object, passes: bool | None) -> None:
    assert compile_unary_tests(cell).evaluate(value, {"limit": 3}) is passes
