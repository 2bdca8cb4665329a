"""The audit chain finds every edit, loss and change of order."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audit.chain import (
    START,
    SYSTEM,
    ChainHead,
    Event,
    StoredEvent,
    chained,
    faults,
    read_body,
)

AT = datetime(2025, 12, 4, 2, 15, 0, 123456, tzinfo=UTC)


def chain(count: int) -> tuple[list[StoredEvent], ChainHead]:
    events = [Event(f"kind_{n}", SYSTEM, {"n": n}) for n in range(count)]
    rows, head = chained(START, events, province_code="p", case_id="c", at=AT)
    stored = [
        StoredEvent(row["seq"], row["at"], row["kind"], row["body"], row["hash"])  # type: ignore[arg-type]
        for row in rows
    ]
    return stored, head


def test_a_whole_chain_has_no_fault() -> None:
    assert faults(*chain(5)) == []


def test_a_case_without_events_ends_at_the_start() -> None:
    assert faults([], START) == []


def test_appending_goes_on_where_the_head_stands() -> None:
    first, head = chain(2)
    more, last = chained(head, [Event("later", SYSTEM)], province_code="p", case_id="c", at=AT)
    row = more[0]
    stored = StoredEvent(row["seq"], row["at"], row["kind"], row["body"], row["hash"])  # type: ignore[arg-type]
    assert faults([*first, stored], last) == []


@given(count=st.integers(1, 8), data=st.data())
def test_any_event_lost_anywhere_is_found(count: int, data: st.DataObject) -> None:
    events, head = chain(count)
    del events[data.draw(st.integers(0, count - 1))]
    assert faults(events, head)


@given(count=st.integers(2, 8), data=st.data())
def test_any_two_events_changing_places_are_found(count: int, data: st.DataObject) -> None:
    events, head = chain(count)
    one = data.draw(st.integers(0, count - 2))
    other = data.draw(st.integers(one + 1, count - 1))
    events[one], events[other] = events[other], events[one]
    assert faults(events, head)


@given(count=st.integers(1, 6), data=st.data())
def test_any_changed_byte_of_a_body_is_found(count: int, data: st.DataObject) -> None:
    events, head = chain(count)
    which = data.draw(st.integers(0, count - 1))
    body = bytearray(events[which].body)
    body[data.draw(st.integers(0, len(body) - 1))] ^= 1
    events[which] = replace(events[which], body=bytes(body))
    assert faults(events, head)


@pytest.mark.parametrize(
    "change", [{"kind": "other"}, {"at": datetime(2025, 1, 1, tzinfo=UTC)}], ids=["kind", "at"]
)
def test_a_column_that_no_longer_says_what_was_signed_is_found(change: dict[str, object]) -> None:
    events, head = chain(3)
    events[1] = replace(events[1], **change)  # type: ignore[arg-type]
    assert faults(events, head)


def test_a_body_tells_who_did_what_and_when() -> None:
    events, _ = chain(1)
    body = read_body(events[0])
    assert (body["province"], body["case"], body["seq"]) == ("p", "c", 1)
    assert body["actor"]["name"] == "Hệ thống"  # type: ignore[index]
