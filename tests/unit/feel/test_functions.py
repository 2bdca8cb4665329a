"""Built-in functions, one example each and the corners that have been got wrong elsewhere."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import Trace, YearsMonths, compile_expression
from engine.feel.comparison import equal, less
from engine.feel.compiler import BUILTINS
from engine.feel.limits import Run
from engine.feel.rendering import to_text
from engine.feel.values import DECIMAL128

EXAMPLES = [
    ('number("1 000,5", " ", ",")', "1000.5"),
    ('number("1e3")', "1000"),
    ('number("abc")', "null"),
    ('string(1.50) + string(true) + string(@"P1Y2M")', '"1.5trueP1Y2M"'),
    ('string([1, "a", {b: null}])', '"[1, \\"a\\", {b: null}]"'),
    ("not(null)", "null"),
    ("decimal(2.5, 0)", "2"),
    ("decimal(1500, -3)", "2000"),
    ("floor(-1.5)", "-2"),
    ("ceiling(1.21, 1)", "1.3"),
    ("round up(-1.1, 0)", "-2"),
    ("round down(-1.9, 0)", "-1"),
    ("round half up(-2.5, 0)", "-3"),
    ("round half down(2.5, 0)", "2"),
    ('abs(@"-P1D")', '@"P1D"'),
    ("modulo(-5, 3)", "1"),
    ("modulo(1, 0)", "null"),
    ("sqrt(16)", "4"),
    ("decimal(log(exp(1)), 10)", "1"),
    ("odd(-3) and even(0)", "true"),
    ('substring("việt nam", -3)', '"nam"'),
    ('substring("abc", 0)', "null"),
    ('string length("😀ệ")', "2"),
    ('upper case("đường")', '"ĐƯỜNG"'),
    ('lower case("ẤP")', '"ấp"'),
    ('trim("  a ")', '"a"'),
    ('substring before("a-b", "-") + substring after("a-b", "-")', '"ab"'),
    ('contains("abc", "b") and starts with("abc", "a") and ends with("abc", "c")', "true"),
    ('matches("Mary", "^m", "i")', "true"),
    ('matches("a\\nb", "a.b")', "false"),
    ('matches("a\\nb", "a.b", "s")', "true"),
    ('matches("x", "[A-Z-[OI]]", "i")', "true"),
    ('matches("đ", "^\\\\p{IsBasicLatin}$")', "false"),
    ('matches("a", "(")', "null"),
    ('replace("2026-03-01", "(\\\\d+)-(\\\\d+)-(\\\\d+)", "$3/$2/$1")', '"01/03/2026"'),
    ('replace("a.b", ".", "x", "q")', '"axb"'),
    ('replace("abc", "x*", "-")', "null"),
    ('split("a;b;;c", ";")', '["a", "b", "", "c"]'),
    ('string join(["a", null, "b"], ", ")', '"a, b"'),
    ('is blank(" \\n")', "true"),
    ("list contains([1, null], null)", "true"),
    ("count([1, [2, 3]])", "2"),
    ("min(3, 1, 2)", "1"),
    ('max(["a", "b"])', '"b"'),
    ('max(1, "a")', "null"),
    ("sum([])", "null"),
    ('sum([@"P1D", @"PT12H"])', '@"P1DT12H"'),
    ("mean(1, 2, 4.5)", "2.5"),
    ("product([2, 3, 4])", "24"),
    ("median([8, 2, 5, 3, 4])", "4"),
    ("median(6, 1, 2, 3)", "2.5"),
    ("stddev([47])", "null"),
    ("mode([6, 1, 9, 6, 1])", "[1, 6]"),
    ("all([true, null])", "null"),
    ("any([false, true, null])", "true"),
    ("sublist([4, 5, 6], -2, 1)", "[5]"),
    ("sublist([4, 5, 6], 4)", "null"),
    ("append([1], 2, null)", "[1, 2, null]"),
    ("concatenate([1, 2], [3], 4)", "[1, 2, 3, 4]"),
    ("insert before([1, 3], 2, 2)", "[1, 2, 3]"),
    ("remove([1, 2, 3], -1)", "[1, 2]"),
    ("list replace([1, 2, 3], 2, 9)", "[1, 9, 3]"),
    ("list replace([1, 2, 3], function(i, n) i > 1, 9)", "[1, 9, 9]"),
    ("reverse([1, 2])", "[2, 1]"),
    ("index of([1, 2, 1], 1)", "[1, 3]"),
    ("union([1, 2], [2, 3])", "[1, 2, 3]"),
    ("distinct values([1, 1.0, [1], [1], null, null])", "[1, [1], null]"),
    ('distinct values([100, 1e2, 1.50, 1.5, 0, -0.0, "100"])', '[100, 1.5, 0, "100"]'),
    ("count(distinct values([2305843009213693951, 0, 4611686018427387902]))", "3"),
    ("mode([100, 1e2, 7, 7.0, 3])", "[7, 100]"),
    ("duplicate values([1, 2, 1])", "[1]"),
    ("flatten([[1, [2]], 3])", "[1, 2, 3]"),
    ("sort([3, 1, 2])", "[1, 2, 3]"),
    ("sort([{a: 2}, {a: 1}], function(x, y) x.a < y.a).a", "[1, 2]"),
    ("partition([1, 2, 3], 2)", "[[1, 2], [3]]"),
    ("is empty([])", "true"),
    ('date("2026-02-30")', "null"),
    ("date(2026, 2, 28)", 'date("2026-02-28")'),
    ('time("09:30:00@Asia/Ho_Chi_Minh").timezone', '"Asia/Ho_Chi_Minh"'),
    ('time(9, 30, 0, @"PT7H")', 'time("09:30:00+07:00")'),
    (
        'date and time(date("2026-01-01"), time("10:00:00Z"))',
        'date and time("2026-01-01T10:00:00Z")',
    ),
    ('date and time("2026-12-31T24:00:00")', 'date and time("2027-01-01T00:00:00")'),
    ('duration("P1Y2M3D")', "null"),
    ('years and months duration(date("2024-02-29"), date("2025-02-28"))', '@"P11M"'),
    ('date("2024-02-29") + @"P1Y"', 'date("2025-02-28")'),
    (
        'date and time("2026-03-08T01:30:00@America/New_York") + @"PT1H"',
        'date and time("2026-03-08T03:30:00@America/New_York")',
    ),
    ('day of year(date("2026-02-01"))', "32"),
    ('day of week(date("2026-03-02"))', '"Monday"'),
    ('month of year(date("2026-03-02"))', '"March"'),
    ('week of year(date("2027-01-01"))', "53"),
    ('last day of month(date("2024-02-03"))', 'date("2024-02-29")'),
    ('is(time("10:00:00Z"), time("10:00:00+00:00"))', "true"),
    ('is(date("2026-01-01"), @"2026-01-01")', "true"),
    ('get value({a: {b: 1}}, ["a", "b"])', "1"),
    ("get entries({a: 1})[1].key", '"a"'),
    ('context([{key: "a", value: 1}])', "{a: 1}"),
    ('context put({a: {b: 1}}, ["a", "b"], 2)', "{a: {b: 2}}"),
    ("context merge([{a: 1}, {a: 2, b: 3}])", "{a: 2, b: 3}"),
    ("get or else(null, 5)", "5"),
    ("is defined(null)", "false"),
    ('range("[1..3)").end included', "false"),
    ("before([1..5), 5)", "true"),
    ("after(6, [1..5])", "true"),
    ("meets([1..5], [5..8])", "true"),
    ("met by([5..8], [1..5])", "true"),
    ("overlaps([1..5], (5..8])", "false"),
    ("overlaps before([1..5], [3..8])", "true"),
    ("overlaps after([3..8], [1..5])", "true"),
    ("finishes(5, [1..5])", "true"),
    ("finished by([1..5], (2..5])", "true"),
    ("includes([1..5], [2..3])", "true"),
    ("during(3, [1..5])", "true"),
    ("starts(1, [1..5])", "true"),
    ("started by([1..5], [1..3])", "true"),
    ("coincides([1..5], [1..5])", "true"),
    ("and([true, true]) and or([false, true])", "true"),
]


@pytest.mark.parametrize(("text", "value"), EXAMPLES)
def test_a_function_gives(text: str, value: str) -> None:
    got = compile_expression(text).evaluate({})

    assert equal(got, compile_expression(value).evaluate({}), Run()) is True


def test_every_function_has_an_example() -> None:
    texts = " ".join(text for text, _ in EXAMPLES)

    assert {name for name in BUILTINS if f"{name}(" not in texts} == {"now", "today"}


ANY_NUMBER = {"append", "concatenate", "union", "all", "any", "and", "or", "min", "max"}


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_a_function_called_wrongly_is_null_and_says_so(name: str) -> None:
    trace = Trace()
    arguments = ", ".join(["{a: 1}"] * 9)

    value = compile_expression(f"{name}({arguments})").evaluate({}, trace=trace)

    assert name in ANY_NUMBER or (value is None and trace.notes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('1 + "a"', "number + string"),
        ("1 / 0", "/"),
        ('1 < "a"', "number < string"),
        ("thieu", "thieu"),
        ("{a: 1}.b", "“b”"),
        ("[1][3]", "ngoài danh sách"),
        ("floor(null)", "floor"),
        ("lam_gi(1)", "lam_gi"),
        ("abs(m: 1)", "tên tham số"),
    ],
)
def test_what_became_null_is_explained(text: str, words: str) -> None:
    trace = Trace()

    assert compile_expression(text).evaluate({}, trace=trace) is None
    assert any(words in note for note in trace.notes)


steady = settings(deadline=None, max_examples=80)
finite = st.decimals(allow_nan=False, allow_infinity=False).map(DECIMAL128.create_decimal)
moments = st.datetimes(timezones=st.none() | st.just(dt.UTC))
spans = st.timedeltas(min_value=dt.timedelta(-(10**6)), max_value=dt.timedelta(10**6))
months = st.integers(-(10**6), 10**6).map(YearsMonths)


@steady
@given(finite)
def test_a_number_is_read_back_from_its_text(number: Decimal) -> None:
    assert compile_expression("number(string(x))").evaluate({"x": number}) == number


@steady
@given(st.dates() | st.times() | moments | spans | months)
def test_a_date_time_or_duration_is_read_back_from_its_literal(value: object) -> None:
    text = to_text(value, Run())

    assert compile_expression(f'@"{text}"').evaluate({}) == value


@steady
@given(st.text())
def test_a_string_is_read_back_from_its_literal(text: str) -> None:
    listed = to_text([text], Run())
    assert listed is not None

    assert compile_expression(listed).evaluate({}) == [text]


@steady
@given(finite, finite, finite)
def test_order_is_total_on_numbers(a: Decimal, b: Decimal, c: Decimal) -> None:
    assert [less(a, b, Run()), equal(a, b, Run()), less(b, a, Run())].count(True) == 1
    if less(a, b, Run()) and less(b, c, Run()):
        assert less(a, c, Run())


@steady
@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)), st.integers(-1200, 1200))
def test_months_added_are_months_between(day: dt.date, count: int) -> None:
    context = {"d": dt.date(day.year, day.month, min(day.day, 28)), "m": YearsMonths(count)}

    assert compile_expression(
        "years and months duration(d, d + m) = m and (d + m) - m = d"
    ).evaluate(context)
