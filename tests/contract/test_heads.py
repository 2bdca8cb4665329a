"""Whatever keeps audit heads keeps this contract (``engine.ports``)."""

from datetime import date

import pytest

from engine.ports import HeadStore


def test_heads_come_back_in_the_order_of_their_days(adapter: HeadStore) -> None:
    days = [date(2025, 12, 5), date(2025, 12, 4)]
    for day in days:
        adapter.write(day, str(day))
    assert adapter.days() == sorted(days)
    assert adapter.read(days[0]) == str(days[0])
    assert adapter.read(date(2020, 1, 1)) is None


def test_a_head_is_never_replaced(adapter: HeadStore) -> None:
    day = date(2025, 12, 4)
    adapter.write(day, "one")
    adapter.write(day, "one")
    with pytest.raises(FileExistsError):
        adapter.write(day, "other")
    assert adapter.read(day) == "one"
