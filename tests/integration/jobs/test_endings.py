"""A process that ends before a result gives its case a final status, whoever moved it there."""

import pytest
from sqlalchemy import select

from api.cli.cases import OPERATOR
from engine.cases.deliver_message import deliver_message
from engine.jobs.timers import fire_due_timers
from engine.life import Status
from engine.queries.tracking import track
from engine.store.cases import ClockInterval
from tests.integration.jobs.procedures import MANIFEST, end, faults, file, install, statuses, task
from tests.integration.workflow.diagrams import (
    MESSAGE,
    TERMINATE,
    boundary,
    flows,
    node,
    nodes,
    timer,
)
from tests.town import Town

PARTS = (
    nodes("start:s end:e"),
    task("a"),
    node("end", "rut", TERMINATE),
    node("end", "het_han", TERMINATE),
    boundary("xin_rut", "a", MESSAGE),
    boundary("han", "a", timer("PT2H")),
    flows("s>a>e xin_rut>rut han>het_han"),
)
ENDINGS = """
[[endings]]
element = "rut"
kind = "withdrawn"
[[endings]]
element = "het_han"
kind = "refused"
"""


@pytest.fixture
def case_id(town: Town) -> str:
    """A case that may be withdrawn by a message and is refused when two hours are over."""
    manifest = MANIFEST.format(code="9.000001") + ENDINGS
    install(town, *PARTS, procedure_toml=manifest.encode())
    return file(town).case_id


def check_ended(town: Town, case_id: str, status: Status) -> None:
    """The case ended with this status, and nothing of it runs any more."""
    case = town.case(case_id)
    assert (case.status, case.finished_at, case.returned_at) == (status, town.now, None)
    assert statuses(town, case_id)[-1:] == [status]
    assert faults(town, case_id) == []
    with town.database.reading() as session:
        running = select(ClockInterval).where(ClockInterval.stopped_at.is_(None))
        assert session.scalars(running).all() == []


def test_a_timer_ends_the_case_with_the_status_of_its_end_event(town: Town, case_id: str) -> None:
    town.wait(hours=3)
    assert fire_due_timers(town.database, now=town.now).fired == 1
    check_ended(town, case_id, Status.REFUSED)
    with town.database.reading() as session:
        shown = track(session, ref=town.case(case_id).submission_number, now=town.now)
    assert shown.headline == "Hồ sơ không được tiếp nhận"
    assert shown.due.urgency == "none"


def test_a_withdrawal_by_message_is_asked_first_and_then_stops_the_case(
    town: Town, case_id: str
) -> None:
    ref = town.case(case_id).submission_number
    with town.act() as session:
        deliver_message(session, ref=ref, name="m1", payload={}, actor=OPERATOR, now=town.now)
    check_ended(town, case_id, Status.STOPPED)
    assert statuses(town, case_id) == [Status.WITHDRAWN, Status.STOPPED]


def test_an_end_that_the_package_says_nothing_of_stops_the_case(town: Town, case_id: str) -> None:
    end(town, case_id)
    check_ended(town, case_id, Status.STOPPED)
