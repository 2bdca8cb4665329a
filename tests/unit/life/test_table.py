"""The table of the life against the law and against itself."""

import itertools

import pytest

from engine.life import (
    ENDINGS,
    FIRST,
    LIFE,
    WAITS,
    Clock,
    NotInTheLife,
    Status,
    change,
    settled,
    way_to_end,
)


def test_the_ten_states_of_the_portal_and_suspension_each_have_one_row() -> None:
    assert [int(status) for status in LIFE] == list(range(1, 12))
    ours = {row.status: row.portal for row in LIFE.values() if row.portal}
    assert ours == {Status.SUSPENDED: Status.IN_PROGRESS}
    assert [row.status for row in LIFE.values()] == list(LIFE)


def test_every_state_can_be_reached_and_only_ended_ones_lead_nowhere() -> None:
    reached, new = {FIRST}, {FIRST}
    while new:
        new = {to for status in new for to in LIFE[status].to} - reached
        reached |= new
    assert reached == set(LIFE)
    assert {row.status for row in LIFE.values() if not row.to} == {
        row.status for row in LIFE.values() if row.ended
    }


def test_every_state_leads_to_an_end() -> None:
    ends = {row.status for row in LIFE.values() if row.ended}
    for _ in LIFE:
        ends |= {row.status for row in LIFE.values() if row.to & ends}
    assert ends == set(LIFE)


def test_no_clock_runs_once_solving_is_over_and_one_runs_before() -> None:
    for row in LIFE.values():
        assert (row.runs is None) is row.over, row.name


def test_solved_is_not_ended_and_withdrawn_is_neither() -> None:
    assert (LIFE[Status.SOLVED].solved, LIFE[Status.SOLVED].ended) == (True, False)
    asked = LIFE[Status.WITHDRAWN]
    assert (asked.solved, asked.ended, asked.over, asked.without_result) == (
        False,
        False,
        True,
        True,
    )
    assert asked.to == {Status.STOPPED}


@pytest.mark.parametrize("status", [Status.REFUSED, Status.STOPPED])
def test_an_end_without_result_is_never_solved(status: Status) -> None:
    assert LIFE[status].without_result
    assert LIFE[status].clock_words


def test_a_supplement_counts_anew_and_a_financial_duty_counts_what_was_left() -> None:
    anew = change(Status.SUPPLEMENT, Status.IN_PROGRESS, received=True)
    left = change(Status.FINANCIAL_DUTY, Status.IN_PROGRESS, received=True)
    assert (anew.due, left.due) == ("anew", "left")
    assert (anew.unparks, left.unparks) == (True, True)


def test_the_reception_stops_the_answer_and_starts_the_solving_time() -> None:
    found = change(Status.SUBMITTED, Status.RECEIVED, received=False)
    assert (found.stops, found.starts, found.due) == (Clock.ANSWER, Clock.CASE, "anew")
    assert found.dates == ("received_at",)


def test_taking_up_a_received_case_touches_no_clock() -> None:
    found = change(Status.RECEIVED, Status.IN_PROGRESS, received=True)
    assert (found.stops, found.starts, found.due) == (None, None, None)
    assert not found.parks
    assert not found.unparks


def test_storing_the_result_stops_the_solving_time_and_dates_it() -> None:
    found = change(Status.IN_PROGRESS, Status.SOLVED, received=True)
    assert (found.stops, found.starts, found.dates) == (Clock.CASE, None, ("finished_at",))


def test_what_is_stored_while_the_applicant_pays_was_due_so_much_later() -> None:
    assert change(Status.FINANCIAL_DUTY, Status.SOLVED, received=True).due == "left"


def test_a_supplement_before_reception_leads_back_to_a_new_answer_time() -> None:
    found = change(Status.SUPPLEMENT, Status.SUBMITTED, received=False)
    assert (found.stops, found.starts, found.due) == (Clock.SUPPLEMENT, Clock.ANSWER, None)


def test_what_never_follows_is_refused() -> None:
    pairs = itertools.product(Status, Status)
    wrong = [(a, b) for a, b in pairs if b not in LIFE[a].to]
    for before, after in wrong:
        with pytest.raises(NotInTheLife):
            change(before, after, received=True)
    assert (Status.RETURNED, Status.IN_PROGRESS) in wrong
    assert (Status.IN_PROGRESS, Status.REFUSED) in wrong


@pytest.mark.parametrize("status", [s for s, row in LIFE.items() if not row.over])
@pytest.mark.parametrize("kind", ENDINGS)
def test_every_ending_of_a_diagram_has_a_way_from_every_state(kind: str, status: Status) -> None:
    way, last = way_to_end(kind, status), status
    for step in way:
        change(last, step, received=True)
        last = step
    assert LIFE[last].ended


def test_a_withdrawal_is_asked_first_and_then_the_case_stops() -> None:
    way = way_to_end("withdrawn", Status.FINANCIAL_DUTY)
    assert way == (Status.WITHDRAWN, Status.STOPPED)


def test_only_a_filing_is_refused() -> None:
    assert way_to_end("refused", Status.SUBMITTED) == (Status.REFUSED,)
    assert way_to_end("refused", Status.IN_PROGRESS) == (Status.STOPPED,)


@pytest.mark.parametrize(
    ("status", "waits_for", "worked", "wanted"),
    [
        (Status.RECEIVED, None, True, Status.IN_PROGRESS),
        (Status.RECEIVED, None, False, None),
        (Status.RECEIVED, "financial_duty", True, Status.FINANCIAL_DUTY),
        (Status.IN_PROGRESS, "financial_duty", True, Status.FINANCIAL_DUTY),
        (Status.FINANCIAL_DUTY, "financial_duty", True, None),
        (Status.FINANCIAL_DUTY, None, False, Status.IN_PROGRESS),
        (Status.IN_PROGRESS, None, True, None),
        (Status.SOLVED, None, True, None),
        (Status.SOLVED, "financial_duty", True, None),
        (Status.RETURNED, None, True, None),
    ],
)
def test_one_status_follows_from_where_the_process_came_to(
    status: Status, waits_for: str | None, worked: bool, wanted: Status | None
) -> None:
    assert settled(status, received=True, waits_for=waits_for, worked=worked) is wanted


def test_nothing_stands_still_before_the_reception() -> None:
    waits_for = next(iter(WAITS))
    assert settled(FIRST, received=False, waits_for=waits_for, worked=True) is None
