"""Arithmetic of timers."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.workflow.running.timers import (
    FOREVER,
    NoTime,
    from_micros,
    is_literal,
    next_cycle,
    schedule,
    to_micros,
)

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2026-01-31", "P1M", "2026-02-28"),
        ("2028-01-31", "P1M", "2028-02-29"),
        ("2026-12-15", "P1M", "2027-01-15"),
        ("2026-01-31", "P1Y2M3D", "2027-04-03"),
        ("2026-01-01", "P2W", "2026-01-15"),
        ("2026-01-01", "P0D", "2026-01-01"),
    ],
)
def test_months_are_counted_on_the_calendar(start: str, period: str, end: str) -> None:
    now = datetime.fromisoformat(start).replace(tzinfo=VIETNAM)
    assert schedule("duration", period, now).due == datetime.fromisoformat(end).replace(
        tzinfo=VIETNAM
    )


@pytest.mark.parametrize("text", ["P", "PT", "P1DT", "1D", "P1H", "P-1D", "P1.5D", "", "  "])
def test_what_is_no_duration_is_refused(text: str) -> None:
    assert not is_literal("duration", text)
    with pytest.raises(NoTime):
        schedule("duration", text, datetime(2026, 1, 1, tzinfo=UTC))


def test_a_cycle_with_a_start_begins_there() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    found = schedule("cycle", "R2/2026-01-05T00:00:00Z/PT6H", now)
    assert (found.due, found.times) == (datetime(2026, 1, 5, tzinfo=UTC), 2)


@given(st.datetimes(timezones=st.just(UTC)))
def test_microseconds_keep_every_instant(moment: datetime) -> None:
    assert from_micros(to_micros(moment)) == moment


@given(st.integers(1, 9), st.integers(0, 400), st.booleans())
def test_a_cycle_never_fires_more_often_than_it_says(
    times: int, late_hours: int, endless: bool
) -> None:
    due = datetime(2026, 1, 1, tzinfo=UTC)
    now, left, fired = due + timedelta(hours=late_hours), FOREVER if endless else times, 0
    while fired < 50:
        fired += 1
        rest = next_cycle(due, "PT24H", left, max(now, due))
        if rest is None:
            break
        assert rest.due > max(now, due)
        due, left = rest.due, rest.times
    assert fired == 50 if endless else fired <= times
