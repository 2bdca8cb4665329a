"""On which days a version is taken: a version that is retired gives way to the one before."""

from datetime import date, datetime

from engine.catalogue.periods import Applies, Period, instead, of_each, periods
from engine.worktime import ZONE


def day(number: int) -> date:
    return date(2025, 12, number)


FIRST = Applies(1, day(1), None)
SECOND = Applies(2, day(10), day(15))


def test_after_a_later_version_is_retired_the_one_before_applies_again() -> None:
    found = periods([SECOND, FIRST])
    assert found == (
        Period(day(1), day(9), 1),
        Period(day(10), day(14), 2),
        Period(day(15), None, 1),
    )
    assert of_each(found)[1] == (found[0], found[2])


def test_a_version_taken_back_before_its_day_has_no_day() -> None:
    gone = Applies(2, day(10), day(10))
    assert periods([gone, FIRST]) == (Period(day(1), None, 1),)


def test_the_only_version_retired_leaves_days_without_any() -> None:
    assert periods([Applies(1, day(1), day(5))]) == (
        Period(day(1), day(4), 1),
        Period(day(5), None, None),
    )


def test_without_the_version_of_today_nothing_is_taken_until_the_next() -> None:
    later = Applies(2, day(10), None)
    assert instead([FIRST, later], 1, day(3)) == (Period(day(3), day(9), None),)
    assert instead([FIRST, later], 2, day(3)) == (Period(day(10), None, 1),)
    assert instead([FIRST, SECOND], 1, day(12)) == (Period(day(15), None, None),)


def at(number: int, hour: int) -> datetime:
    return datetime(2025, 12, number, hour, tzinfo=ZONE)


def test_a_version_replaced_on_its_own_first_day_was_taken_for_part_of_it() -> None:
    second = Applies(2, day(10), None, at(9, 8))
    third = Applies(3, day(10), None, at(10, 11))
    assert of_each(periods([FIRST, second, third])) == {
        1: (Period(day(1), day(9), 1),),
        2: (Period(day(10), day(10), 2, None, at(10, 11)),),
        3: (Period(day(10), None, 3, at(10, 11)),),
    }
    never = second._replace(published_at=at(10, 12))
    assert 2 not in of_each(periods([FIRST, never, third]))


def test_a_version_taken_back_on_its_own_first_day_was_taken_until_then() -> None:
    second = Applies(2, day(10), day(10), at(10, 8), at(10, 9))
    told = of_each(periods([FIRST, second]))
    assert told[2] == (Period(day(10), day(10), 2, at(10, 8), at(10, 9)),)
    assert told[1][0] == Period(day(1), day(10), 1, None, at(10, 8))
    assert told[1][1] == Period(day(10), None, 1, at(10, 9))
    before = second._replace(published_at=at(8, 8), retired_at=at(9, 9))
    assert periods([FIRST, before]) == (Period(day(1), None, 1),)
