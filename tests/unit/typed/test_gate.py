"""What the gate takes is shown and read again the same; what means two things is refused."""

import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.typed import Typed, Unreadable
from engine.typed import dates as day
from engine.typed.identifiers import KINDS, case_code, digits_of
from engine.typed.numbers import number_of, number_written, plain
from engine.typed.text import one_line, text_of, truth_sent

NUMBERS = st.decimals(
    min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=3
)
DAYS = st.dates(min_value=day.ALL.first, max_value=day.ALL.last)
BEFORE_TODAY = day.Within(last=date(2026, 11, 25))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.500", "1500"),
        ("1.500.000,5", "1500000.5"),
        ("12,5", "12.5"),
        (" 007 ", "7"),
        ("−3", "-3"),
    ],
)
def test_a_number_is_read_as_people_here_write_it(text: str, number: str) -> None:
    assert number_of(Typed(text)) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["12.5", "2.7", "85.5", "1..5", "12.34.56", "1e2", "12 5", "0.500", "1.5000", ",5", "5,",
     "1,2,3", "٣", "NaN", "--1", "1.500.00", "1234.567"],
)  # fmt: skip
def test_what_could_be_another_number_is_refused_with_how_to_write_it(text: str) -> None:
    with pytest.raises(Unreadable, match="12,5"):
        number_of(Typed(text))


@pytest.mark.parametrize(
    "text", ["1.234,5 m2", "85,5m²", "5 triệu", "12 ha", "4.100.000 đ", "12,5%"]
)
def test_a_number_with_a_unit_is_told_to_leave_the_unit_out(text: str) -> None:
    with pytest.raises(Unreadable, match="không ghi đơn vị"):
        number_of(Typed(text))


def test_wide_digits_and_spaces_of_a_pasted_text_are_plain_ones() -> None:
    assert number_of(Typed("\u00a0１.５００,５\u202f")) == Decimal("1500.5")
    assert KINDS["email"].read(" Mai.Lê+1＠hop-thu.gov.vn ") == "Mai.Lê+1@hop-thu.gov.vn"
    assert KINDS["identity_number"].read("０40\u00a0185\u00a0012\u00a0345") == "040185012345"
    assert case_code("H41．32．15—251204—0012") == "H41.32.15-251204-0012"


@pytest.mark.parametrize("value", ["1e2", "1,5", "1.500", True, float("nan"), 10**15, None, " 1"])
def test_a_program_sends_a_number_or_is_refused(value: object) -> None:
    with pytest.raises(Unreadable):
        number_of(value)


@given(NUMBERS)
def test_a_number_that_is_shown_reads_back_equal_and_so_does_the_one_that_is_kept(
    number: Decimal,
) -> None:
    assert number_of(Typed(number_written(number))) == number
    assert number_of(plain(number)) == number


@given(st.text("0123456789.,- e", max_size=12))
def test_no_typed_text_becomes_another_number_than_its_digits_say(text: str) -> None:
    try:
        number = number_of(Typed(text))
    except Unreadable:
        return
    whole, _, part = text.strip().lstrip("-").partition(",")
    assert abs(number) == Decimal(f"{whole.replace('.', '')}.{part or '0'}")
    assert all(len(group) == 3 for group in whole.split(".")[1:])


@pytest.mark.parametrize(
    "text", ["5/9/1950", "05/09/1950", "05091950", "5-9-1950", "5.9.1950", "5 9 1950", "1950-09-05"]
)
def test_a_day_is_forgiving_to_type(text: str) -> None:
    assert day.day_of(Typed(text)) == "1950-09-05"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("091950", "1950-09"),
        ("1950", "1950"),
        ("05091950", "1950-09-05"),
        ("ngày 5 tháng 9 năm 1950", "1950-09-05"),
        ("5 tháng 9, 1950", "1950-09-05"),
        ("tháng 9 năm 1950", "1950-09"),
        ("năm 1950", "1950"),
        ("00/00/1950", "1950"),
        ("00/09/1950", "1950-09"),
        ("00091950", "1950-09"),
        ("ngày 5/9/1950.", "1950-09-05"),
        ("5 thg 9, 1950", "1950-09-05"),
        ("1950/09/05", "1950-09-05"),
        ("０５／０９／１９５０", "1950-09-05"),
        ("05\u00a0–\u00a009\u00a0–\u00a01950", "1950-09-05"),
    ],
)
def test_a_keypad_of_digits_is_enough_for_a_day_a_month_and_a_year(text: str, kept: str) -> None:
    assert day.day_of(Typed(text), least="year") == kept


@pytest.mark.parametrize("text", ["91950", "11950", "19500905", "195009", "0950", "091850"])
def test_digits_that_are_no_one_day_month_or_year_are_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        day.day_of(Typed(text), least="year")


@pytest.mark.parametrize(
    "text", ["00/00/1950", "00/09/1950", "05/00/1950", "00001950", "1950-00-05"]
)
def test_a_day_or_month_of_nought_is_no_day(text: str) -> None:
    for value in (Typed(text), text):
        with pytest.raises(Unreadable):
            day.day_of(value)
    with pytest.raises(Unreadable, match="không có tháng 0"):
        day.day_of(Typed("05/00/1950"), least="year")
    for sent in ("1950-00-00", "1950-00", "1950-09-00", "1950-00-05"):
        with pytest.raises(Unreadable, match="không có"):
            day.day_of(sent, least="year")


def test_a_month_by_digits_is_no_day_where_the_day_must_be_known() -> None:
    with pytest.raises(Unreadable, match="hãy ghi ngày/tháng/năm"):
        day.day_of(Typed("091950"))


@given(DAYS, st.sampled_from(day.PRECISIONS))
def test_digits_alone_never_give_another_day_than_was_meant(on: date, least: day.Precision) -> None:
    meant = {f"{on:%d%m%Y}": f"{on}", f"{on:%m%Y}": f"{on:%Y-%m}", f"{on:%Y}": f"{on:%Y}"}
    for text, kept in list(meant.items())[: day.PRECISIONS.index(least) + 1]:
        assert day.day_of(Typed(text), within=BEFORE_TODAY, least=least) == kept


def test_two_digits_of_a_year_are_read_only_where_one_century_is_left() -> None:
    for text in ("5/9/50", "050950", "5-9-50"):
        assert day.day_of(Typed(text), within=BEFORE_TODAY) == "1950-09-05"
        with pytest.raises(Unreadable, match="bốn chữ số"):
            day.day_of(Typed(text))
    with pytest.raises(Unreadable, match="bốn chữ số"):
        day.day_of(Typed("5/9/20"), within=BEFORE_TODAY)


def test_a_day_that_the_calendar_lacks_is_named() -> None:
    with pytest.raises(Unreadable, match="tháng 2/2025 không có ngày 30"):
        day.day_of(Typed("30/2/2025"))
    with pytest.raises(Unreadable, match="không có tháng 13"):
        day.day_of(Typed("1/13/2025"))
    with pytest.raises(Unreadable, match="từ 1900 đến 2099"):
        day.day_of(Typed("01/01/0001"))


@pytest.mark.parametrize(
    "value", ["2025-12-04junk", "20251204", "2025-W01-1", "05/09/1950", "2025-2-1", 2025, None]
)
def test_a_program_sends_a_day_in_iso_form_and_nothing_behind_it(value: object) -> None:
    with pytest.raises(Unreadable, match="1950-09-05"):
        day.day_of(value)


def test_a_year_alone_is_taken_only_where_that_is_allowed_and_shown_so() -> None:
    assert day.day_of(Typed("1950"), least="year") == "1950"
    assert day.day_of(Typed("9/1950"), least="month") == "1950-09"
    assert (day.day_written("1950"), day.day_written("1950-09")) == ("1950", "09/1950")
    assert day.span_of("1950-02") == (date(1950, 2, 1), date(1950, 2, 28))
    for least in ("day", "month"):
        with pytest.raises(Unreadable):
            day.day_of(Typed("1950"), least=least)  # type: ignore[arg-type]


@given(DAYS)
def test_a_day_that_is_shown_reads_back_equal(on: date) -> None:
    kept = on.isoformat()
    assert day.day_of(Typed(day.day_written(kept))) == kept == day.day_of(kept)


@given(st.datetimes(min_value=day.datetime(1900, 1, 1), max_value=day.datetime(2099, 12, 31)))
def test_a_day_with_its_time_keeps_its_time(at: day.datetime) -> None:
    kept = at.isoformat(timespec="minutes")
    assert day.moment_of(Typed(day.moment_written(kept))) == kept == day.moment_of(kept)
    here = at.replace(second=0, microsecond=0, tzinfo=day.HERE)
    assert day.moment_of(here.isoformat(timespec="minutes")) == kept


@pytest.mark.parametrize(
    "text", ["8:30", "08:30", "8h30", "0830", "830", "8 giờ 30", "8g30", "8.30"]
)
def test_a_time_is_forgiving_to_type(text: str) -> None:
    assert day.time_of(Typed(text)) == "08:30"


def test_three_digits_that_are_two_times_are_refused_with_how_to_write_it() -> None:
    for text in ("130", "100", "235", "030"):
        with pytest.raises(Unreadable, match=r"hai cách.*0830"):
            day.time_of(Typed(text))
    assert day.time_of(Typed("245")) == "02:45"
    assert day.time_of(Typed("1745")) == "17:45"
    for text in ("2460", "890", "8", "17", "08300"):
        with pytest.raises(Unreadable):
            day.time_of(Typed(text))


@pytest.mark.parametrize(
    "text",
    [
        "120320260830",
        "12032026 0830",
        "12032026 830",
        "12/3/2026 8h30",
        "12/3/2026, lúc 8:30",
        "8h30 ngày 12/3/2026",
        "vào hồi 8 giờ 30 phút, ngày 12 tháng 3 năm 2026",
        "08:30 12/03/2026",
    ],
)
def test_a_moment_is_typed_by_digits_alone_and_as_papers_write_it(text: str) -> None:
    assert day.moment_of(Typed(text)) == "2026-03-12T08:30"


@pytest.mark.parametrize(
    "text", ["1203202608", "12032026830", "202603120830", "12032026 130", "00/3/2026 8h"]
)
def test_digits_that_are_no_one_moment_are_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        day.moment_of(Typed(text))


def test_a_moment_with_a_zone_is_told_on_the_clock_of_viet_nam() -> None:
    assert day.moment_of("2026-09-04T18:30Z") == "2026-09-05T01:30"
    with pytest.raises(Unreadable):
        day.moment_of("2026-09-05 08:30")


@pytest.mark.parametrize(
    "text", ["0912345678", "0912 345 678", "0912.345.678", "+84912345678", "+84 (0)912-345-678"]
)
def test_a_phone_number_has_one_form(text: str) -> None:
    assert KINDS["phone"].read(text) == "0912345678"


@pytest.mark.parametrize(
    "text",
    ["mailto:mai@noi.vn", "<mai@noi.vn>", "mai@noi.vn.", "mai@noi", "a@b@noi.vn", "“a@noi.vn”"],
)
def test_an_address_with_signs_that_no_post_office_takes_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="ten@noi.vn"):
        KINDS["email"].read(text)


def test_separators_of_identifiers_are_dropped() -> None:
    assert KINDS["identity_number"].read("040 185 012 345") == "040185012345"
    assert KINDS["tax_number"].read("0101234567 – 001") == "0101234567-001"
    for text in ("h41.32.15 – 251204–0012 ", "H41.32.15 251204 0012", "H41.32.15-251204- 0012"):
        assert case_code(text) == "H41.32.15-251204-0012"
    assert (digits_of("+84 912 345 678"), digits_of("Lê Thị Mai")) == ("0912345678", None)


def test_each_kind_says_in_its_own_words_what_is_wrong() -> None:
    said = set()
    for kind in KINDS.values():
        with pytest.raises(Unreadable) as refused:
            kind.read("x")
        said.add(str(refused.value))
    assert len(said) == len(KINDS)


def test_text_has_one_unicode_form_and_nothing_unseen() -> None:
    assert one_line(unicodedata.normalize("NFD", " Lê\u00a0Thị Mai\u200b ")) == "Lê Thị Mai"
    assert text_of("một\r\nhai") == "một\nhai"
    for bad in ("a\nb", "a\x07b", "a\u202eb", "a\ue000b"):
        with pytest.raises(Unreadable):
            one_line(bad)


@given(st.text(max_size=20))
def test_text_that_was_taken_is_taken_again_as_it_is(text: str) -> None:
    try:
        taken = text_of(text)
    except Unreadable:
        return
    assert text_of(taken) == taken


@pytest.mark.parametrize("value", ["false", "true", 0, 1, None])
def test_words_for_true_and_false_are_neither(value: object) -> None:
    with pytest.raises(Unreadable):
        truth_sent(value)


@given(DAYS)
def test_two_digits_never_give_a_day_that_was_not_meant(on: date) -> None:
    text = f"{on:%d/%m/}{on.year % 100:02}"
    within = day.Within(first=on - timedelta(days=9000), last=on + timedelta(days=9000))
    assert day.day_of(Typed(text), within=within) == on.isoformat()
