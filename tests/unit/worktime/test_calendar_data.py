"""Calendars written as data."""

import tomllib
from datetime import date, datetime
from decimal import Decimal

import pytest

from engine.worktime import DayKind, Shift, calendar_from_data
from engine.worktime.errors import CalendarInvalid

PROVINCE = """
name = "Trung tâm Phục vụ hành chính công tỉnh"
day_hours = 8

[weekly]
weekdays = ["07:30-11:30", "13:30-17:30"]
fri = ["07:30-11:30", "13:30-17:00"]
sat = ["07:30-11:30"]

[[periods]]
name = "mùa hè"
yearly = ["04-16", "10-15"]
[periods.weekly]
weekdays = ["07:00-11:00", "13:30–17:30"]

[[days]]
kind = "half_day"
date = 2026-03-06
half = "morning"
name = "Hội nghị"

[[days]]
kind = "closure"
from = 2026-03-10
to = "2026-03-12"
name = "Chuyển trụ sở"
basis = "Thông báo 12/TB-UBND"
certain = false

[[swaps]]
off = 2026-03-16
on = 2026-03-21
name = "Lễ hội địa phương"
"""


def faults_of(text: str) -> tuple[str, ...]:
    with pytest.raises(CalendarInvalid) as refused:
        calendar_from_data(tomllib.loads(text))
    assert refused.value.code == "calendar_invalid"
    return refused.value.faults


def test_a_province_describes_its_calendar_in_toml():
    calendar = calendar_from_data(tomllib.loads(PROVINCE))
    assert calendar.name == "Trung tâm Phục vụ hành chính công tỉnh"
    assert calendar.day_hours == Decimal(8)
    assert calendar.day(date(2026, 3, 2)).shifts == (Shift(450, 690), Shift(810, 1050))
    assert calendar.day(date(2026, 3, 13)).shifts == (Shift(450, 690), Shift(810, 1020))
    assert calendar.day(date(2026, 3, 14)).shifts == (Shift(450, 690),)
    assert calendar.day(date(2026, 3, 15)).kind is DayKind.REST
    assert calendar.day(date(2026, 4, 16)).hours_name == "mùa hè"
    assert calendar.day(date(2026, 3, 6)).shifts == (Shift(450, 690),)


def test_closures_and_swaps_of_a_unit_are_dated_days():
    """Time point 7: made-up days are data."""
    calendar = calendar_from_data(tomllib.loads(PROVINCE))
    closed = [calendar.day(date(2026, 3, n)) for n in (10, 11, 12)]
    assert {day.kind for day in closed} == {DayKind.CLOSURE}
    assert closed[0].basis == "Thông báo 12/TB-UBND"
    assert not closed[0].certain
    assert not calendar.day(date(2026, 3, 16)).worked
    assert calendar.day(date(2026, 3, 21)).shifts == (Shift(450, 690), Shift(810, 1050))
    assert calendar.day(date(2026, 1, 2)).kind is DayKind.SWAPPED_OFF


def test_a_unit_lays_its_data_over_the_calendar_of_its_province():
    """Time point 8: a unit has its own hours."""
    province = calendar_from_data(tomllib.loads(PROVINCE))
    unit = calendar_from_data(
        {"name": "Phường", "days": [{"kind": "special", "date": "2026-03-11"}]}, base=province
    )
    assert unit.name == "Phường"
    assert unit.day(date(2026, 3, 11)).worked
    assert not unit.day(date(2026, 3, 10)).worked
    assert unit.day(date(2026, 4, 16)).hours_name == "mùa hè"
    assert calendar_from_data({}, base=province) == province


def test_a_calendar_may_keep_no_national_days():
    data = {"name": "Trực", "holidays": "none", "weekly": {"weekdays": ["00:00-24:00"]}}
    assert calendar_from_data(data).day(date(2026, 1, 1)).worked


def test_a_binary_float_is_read_by_the_text_it_is_written_as():
    data = {"name": "7,6 giờ", "day_hours": 7.6, "weekly": {"weekdays": ["07:30-11:30"]}}
    assert calendar_from_data(data).day_hours == Decimal("7.6")


def test_every_fault_is_told_at_once_with_its_place():
    faults = faults_of("""
        nmae = "x"
        [weekly]
        mon = ["11:30-07:30"]
        tue = "07:30-11:30"
        [[periods]]
        yearly = ["02-30", "10-15"]
        [[days]]
        kind = "nghỉ"
        date = "2026-02-30"
        [[days]]
        kind = "half_day"
        from = 2026-03-05
        [[swaps]]
        off = 2026-03-05
        on = 2026-03-05
        """)
    hours = "cần danh sách như “07:30-11:30”, “13:30-17:30”, không chồng nhau"
    assert faults == (
        (
            "nmae: mục lạ; chỉ có name, holidays, day_hours, weekly, periods, days, swaps, code,"
            " valid_from, valid_to, source, note"
        ),
        "name: cần một dòng chữ",
        f"weekly.mon: {hours}",
        f"weekly.tue: {hours}",
        "periods[1].yearly: cần hai ngày như “04-16”, “10-15”",
        "periods[1]: cần “since”, “until” hoặc “yearly”",
        "periods[1].weekly: cần một bảng",
        "days[1].kind: chỉ nhận holiday, observed, half_day, closure, special",
        "days[1].date: “2026-02-30” không phải là ngày có thật, viết như 2026-01-02",
        "days[2].to: thiếu ngày",
        "days[2]: ngày nửa buổi cần “half” hoặc “hours”",
        "swaps[1].on: ngày làm bù trùng ngày nghỉ",
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[weekly]\nx=1", "weekly.x: mục lạ; chỉ có weekdays, mon, tue, wed, thu, fri, sat, sun"),
        (
            "[[periods]]\nx=1",
            "periods[1].x: mục lạ; chỉ có name, since, until, yearly, weekly, source, note",
        ),
        (
            "[[days]]\nx=1",
            (
                "days[1].x: mục lạ; chỉ có kind, date, from, to, name, basis, certain, hours, half,"
                " source"
            ),
        ),
        ("[[swaps]]\nx=1", "swaps[1].x: mục lạ; chỉ có off, on, name, basis, certain, source"),
        ("[[days]]\ncertain=1", "days[1].certain: chỉ nhận true hoặc false"),
        ("[[days]]\nname=1", "days[1].name: cần một dòng chữ"),
        (
            "[[periods]]\nsince=2026-02-01\nuntil=2026-01-31",
            "periods[1].until: trước ngày bắt đầu",
        ),
        (
            "[[days]]\nkind='half_day'\nhalf='x'",
            "days[1].half: chỉ nhận morning, afternoon",
        ),
    ],
)
def test_a_key_that_nobody_reads_and_a_value_of_another_kind_are_told(text, place):
    assert place in faults_of(text)


def test_a_closure_of_a_year_is_a_run_of_days_and_one_day_more_is_not():
    def closed(to: str):
        days = [{"kind": "closure", "from": "2026-01-05", "to": to}]
        return calendar_from_data({**tomllib.loads(GOOD), "days": days})

    assert not closed("2027-01-05").day(date(2027, 1, 5)).worked
    assert closed("2026-01-05").day(date(2026, 1, 6)).worked
    with pytest.raises(CalendarInvalid, match="không quá 366 ngày"):
        closed("2027-01-06")


def test_periods_and_seasons_are_read_with_both_of_their_ends():
    text = (
        GOOD
        + """
        [[periods]]
        name = "mùa hè"
        since = 2026-02-02
        until = 2026-02-02
        yearly = ["02-01", "02-29"]
        [periods.weekly]
        tue = ["08:00-09:59"]
        mon = ["00:00-24:00"]
        """
    )
    calendar = calendar_from_data(tomllib.loads(text))
    assert calendar.day(date(2026, 2, 2)).shifts == (Shift(0, 1440),)
    assert calendar.day(date(2026, 2, 3)).shifts == (Shift(450, 690),)


def test_a_swap_of_a_unit_gives_the_made_up_day_the_hours_of_the_day_off_and_its_basis():
    text = (
        GOOD
        + """fri = ["07:30-09:00"]
        [[swaps]]
        off = 2026-03-06
        on = 2026-03-07
        name = "Lễ hội"
        basis = "TB 1"
        certain = false
        """
    )
    calendar = calendar_from_data(tomllib.loads(text))
    off, made_up = calendar.day(date(2026, 3, 6)), calendar.day(date(2026, 3, 7))
    assert (off.kind, off.shifts) == (DayKind.SWAPPED_OFF, ())
    assert (made_up.kind, made_up.shifts) == (DayKind.SWAPPED_ON, (Shift(450, 540),))
    for day in (off, made_up):
        assert (day.name, day.basis, day.certain) == ("Lễ hội", "TB 1", False)


GOOD = 'name = "x"\n[weekly]\nweekdays = ["07:30-11:30"]\n'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('name = "x"\n[weekly]\n', "weekly: lịch không có giờ làm việc nào"),
        ('name = "x"\n', "weekly: cần một bảng"),
        ("day_hours = 0\n" + GOOD, "day_hours: cần một số giờ lớn hơn 0 và không quá 24"),
        ('day_hours = "tám"\n' + GOOD, "day_hours: “tám” không phải là số"),
        ("day_hours = true\n" + GOOD, "day_hours: “True” không phải là số"),
        ('holidays = "lào"\n' + GOOD, "holidays: chỉ nhận VN, none"),
        ("days = 3\n" + GOOD, "days: cần một danh sách bảng"),
        (GOOD + 'sat = ["07:30-07:61"]\n', "weekly.sat: cần danh sách như"),
        (GOOD + 'sat = ["07:30-09:30", "09:00-10:00"]\n', "weekly.sat: cần danh sách như"),
        (GOOD + "[[days]]\nkind='closure'\n", "days[1].from: thiếu ngày"),
        (
            GOOD + "[[days]]\nkind='closure'\nfrom=2026-01-05\nto=2026-01-04\n",
            "days[1].to: phải từ ngày đầu trở đi và không quá 366 ngày",
        ),
        (GOOD + "[[days]]\nkind='closure'\ndate=2026-01-05\ncertain='có'\n", "days[1].certain"),
        (
            GOOD + "[[days]]\nkind='closure'\ndate=2026-01-05\n" * 2,
            "days: ngày 05/01/2026 được khai hai lần",
        ),
        (GOOD + "[[periods]]\nsince=2026-02-01\nuntil=2026-01-01\nweekly={}\n", "periods[1].until"),
    ],
)
def test_faulty_data_are_refused_in_words(text, fault):
    assert any(found.startswith(fault) for found in faults_of(text))


def test_a_date_with_a_time_of_day_is_no_date():
    data = tomllib.loads(GOOD) | {"days": [{"kind": "closure", "date": datetime(2026, 1, 5)}]}  # noqa: DTZ001 - as TOML gives it
    with pytest.raises(CalendarInvalid, match="không phải là ngày"):
        calendar_from_data(data)


def test_too_many_days_are_refused_before_they_are_read():
    data = tomllib.loads(GOOD) | {"days": [{}] * 2001}
    with pytest.raises(CalendarInvalid, match="quá 2000 mục"):
        calendar_from_data(data)


def test_facts_that_the_owner_of_a_calendar_keeps_are_let_through():
    facts = {"code": "hanh_chinh", "valid_from": "2025-07-01", "source": "demo", "holidays": "VN"}
    calendar = calendar_from_data(tomllib.loads(GOOD) | facts)
    assert calendar == calendar_from_data(tomllib.loads(GOOD))


def test_the_same_data_give_the_same_calendar_with_the_years_it_has_laid_out():
    once, again = (calendar_from_data(tomllib.loads(PROVINCE)) for _ in range(2))
    assert once is again
