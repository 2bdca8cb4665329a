"""Days, times and moments: forgiving to type, strict to keep, never another one than was meant."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.typed import Typed, Unreadable
from engine.typed import dates as day

DAYS = st.dates(min_value=day.ALL.first, max_value=day.ALL.last)
BEFORE_TODAY = day.Within(last=date(2026, 11, 25))


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


@given(DAYS)
def test_two_digits_never_give_a_day_that_was_not_meant(on: date) -> None:
    text = f"{on:%d/%m/}{on.year % 100:02}"
    within = day.Within(first=on - timedelta(days=9000), last=on + timedelta(days=9000))
    assert day.day_of(Typed(text), within=within) == on.isoformat()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Quyết định số 1739/QĐ-BTP ngày 5/9/2025 của Bộ Tư pháp", date(2025, 9, 5)),
        ("31/2024/QĐ-UBND, ngày 05 tháng 9 năm 2025", date(2025, 9, 5)),
        ("15/QĐ-UBND (05-09-2025), thay 12/QĐ-UBND ngày 1/2/2020", date(2025, 9, 5)),
        ("15/QĐ-UBND 2025-09-05", date(2025, 9, 5)),
        ("15/QĐ-UBND ngày 31/02/2025", None),
        ("31/12/2024/QĐ-UBND", None),
        ("15/2025/QĐ-UBND", None),
        ("", None),
    ],
)
def test_the_day_that_a_decision_names_is_found_in_its_text(text: str, named: date | None) -> None:
    assert day.day_within(text) == named
