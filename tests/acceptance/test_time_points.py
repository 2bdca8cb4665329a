"""Time points of the law, and traps of systems in use, that no test of one act is about.

All of them, with their tests: ``docs/reference/time-points.md``.
"""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from engine.catalogue.rules.taken import Taken
from engine.deadlines import answer_due
from engine.errors import PackageRefused
from engine.queries.inbox import queue
from engine.queries.lateness.figures import late_now
from engine.queries.tracking import track
from engine.store.cases import Case, ClockInterval, Task
from engine.store.jobs import OutboxMessage
from engine.worktime import ZONE, Span, Unit, calendar_from_data, default_calendar, due
from tests.left import ALL
from tests.shipped import manifest_with, publish
from tests.town import CENTRE, Town, clerk_at

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is computed is so on any database."""
OFFICE = ["07:30-11:30", "13:30-17:30"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def answer_runs(town: Town, case_id: str) -> list[tuple[datetime, datetime | None]]:
    query = select(ClockInterval.started_at, ClockInterval.stopped_at).where(
        ClockInterval.case_id == case_id, ClockInterval.clock == "answer"
    )
    with town.database.reading() as session:
        return [(start, stop) for start, stop in session.execute(query)]


@ONE
def test_the_solving_time_starts_at_the_full_reception_and_not_at_the_filing(town: Town) -> None:
    """Time point 2: filed on Thursday 04/12 at 09:15, received on Friday at 08:30."""
    case_id = town.file().case_id
    assert town.case(case_id).due_at is None
    town.now = at("2025-12-05 08:30")
    town.end(town.task(case_id))
    case = town.case(case_id)
    assert (case.received_at, case.due_at) == (town.now, at("2025-12-23 08:30"))
    assert answer_runs(town, case_id) == [(at("2025-12-04 09:15"), town.now)]


@ONE
def test_what_comes_in_by_night_or_on_a_weekend_is_answered_in_the_next_working_hours(
    town: Town,
) -> None:
    """Time point 4: filed on Saturday night, every hour is one of Monday."""
    town.now = at("2025-12-06 22:00")
    case_id = town.file().case_id
    assert town.task(case_id).due_at == at("2025-12-08 11:30")  # the step's own four hours
    assert answer_due(default_calendar(), Taken(), town.now) == at("2025-12-08 17:30")
    assert town.case(case_id).submitted_at == town.now


@ONE
def test_who_receives_is_told_of_an_online_filing_within_two_hours_by_night_too(town: Town) -> None:
    """Decree 118/2025 art. 17.2: two hours of the clock; it is told and listed in the same act."""
    town.now = at("2025-12-06 22:00")
    filed = town.file()
    with town.database.reading() as session:
        told = session.scalars(select(OutboxMessage)).one()
        rows = queue(session, person=town.officer("bao.pq"), now=town.now).rows
    assert (told.topic, told.payload["unit"]) == ("case_submitted", CENTRE)
    assert told.next_try_at - town.case(filed.case_id).submitted_at <= timedelta(hours=2)
    assert [row.case_ref for row in rows] == [filed.submission_number]


@ONE
def test_what_comes_by_post_counts_from_the_day_that_the_counter_has_it(town: Town) -> None:
    """Time point 4: whenever it was posted; nobody types a day of reception."""
    town.now = at("2025-12-08 10:00")
    case_id = town.file(channel="postal", person=clerk_at(CENTRE)).case_id
    town.end(town.task(case_id))
    case = town.case(case_id)
    assert case.submitted_at == case.received_at == town.now
    assert case.due_at == at("2025-12-24 10:00")


def test_a_saturday_counts_only_where_the_calendar_of_the_unit_opens_on_it() -> None:
    """Time point 6: to receive on Saturday morning is one thing, to count it another."""
    usual = calendar_from_data({"name": "Giờ hành chính", "weekly": {"weekdays": OFFICE}})
    weekly = {"weekdays": OFFICE, "sat": ["07:30-11:30"]}
    open_on_saturday = calendar_from_data({"name": "Cả thứ Bảy", "weekly": weekly})
    friday, four_hours = at("2026-03-06 16:30"), Span(Decimal(4), Unit.WORKING_HOURS)
    assert due(usual, friday, four_hours) == at("2026-03-09 10:30")
    assert due(open_on_saturday, friday, four_hours) == at("2026-03-07 10:30")


@ONE
def test_a_late_reception_stays_to_be_seen(town: Town) -> None:
    """Trap 1: the filing does not become the reception, nor the reception the filing."""
    case_id = town.file().case_id
    town.now = at("2025-12-09 09:00")
    town.end(town.task(case_id))
    case, (run,) = town.case(case_id), answer_runs(town, case_id)
    assert (case.submitted_at, case.received_at) == (at("2025-12-04 09:15"), town.now)
    assert run == (case.submitted_at, case.received_at)
    with town.database.reading() as session:
        receiving = session.scalars(select(Task).where(Task.case_id == case_id)).first()
    assert receiving is not None
    assert receiving.due_at is not None
    assert receiving.completed_at == town.now > receiving.due_at


@ONE
def test_no_package_leaves_its_solving_time_uncounted(town: Town) -> None:
    """Trap 1: what has no due time can't be called solved at its reception."""
    uncounted = manifest_with("tro_cap_mot_lan", 'unit = "working_hours"', 'unit = "not_counted"')
    with pytest.raises(PackageRefused):
        publish(town, "tro_cap_mot_lan", uncounted)


@ONE
def test_a_case_that_goes_back_keeps_the_times_that_it_has(town: Town) -> None:
    """Trap 4: being sent back to an earlier step nulls no time."""
    case_id = town.file().case_id
    town.until(case_id, "B4")
    before = town.case(case_id)
    town.wait(hours=1)
    town.end(town.task(case_id), outcome="tra_lai", comment="Thiếu biên bản họp hội đồng.")
    again = town.case(case_id)
    assert town.task(case_id).element_id == "B3"
    for column in ("submitted_at", "received_at", "due_at", "first_due_at", "finished_at"):
        assert getattr(again, column) == getattr(before, column), column


@ONE
def test_the_figures_of_lateness_are_a_plain_count_of_the_cases(town: Town) -> None:
    """Trap 10: there is no second table that could say something else."""
    ids = [town.file().case_id for _ in range(3)]
    for case_id in ids[:2]:
        town.end(town.task(case_id))
    town.now = at("2026-01-20 09:00")
    with town.database.reading() as session:
        count, parts = late_now(session, ALL, now=town.now)
        plain = [
            case for case in session.scalars(select(Case)) if case.due_at and case.due_at < town.now
        ]
        seen = [track(session, ref=case.submission_number, now=town.now) for case in plain]
    assert count.late == parts["all"] == len(plain) == len(ids[:2])
    assert {one.due.urgency for one in seen} == {"late"}
