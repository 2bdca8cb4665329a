"""Everything that the end of a process without a result leaves of a case, whoever brought it."""

import pytest

from api.cli.cases import OPERATOR
from engine.cases.act.task_act import Ending
from engine.cases.deliver_message import deliver_message
from engine.errors import NotInThisState
from engine.jobs.timers import fire_due_timers
from tests.integration.jobs.procedures import MANIFEST, end, file, install, task
from tests.integration.workflow.diagrams import (
    MESSAGE,
    TERMINATE,
    boundary,
    flows,
    node,
    nodes,
    timer,
)
from tests.left import after, lines
from tests.town import Town

RECEIVE = '<tthc:act kind="receive"/>'
ENDS = (
    nodes("start:s end:e"),
    task("a", RECEIVE),
    task("b"),
    node("end", "rut", TERMINATE),
    node("end", "het_han", TERMINATE),
    boundary("xin_rut", "b", MESSAGE),
    boundary("han", "b", timer("PT2H")),
    boundary("bo_qua", "a", timer("PT8H")),
    flows("s>a>b>e xin_rut>rut han>het_han bo_qua>het_han"),
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
def filed(town: Town) -> str:
    """A case that is refused after eight hours unless it is received."""
    manifest = MANIFEST.format(code="9.000001") + ENDINGS
    install(town, *ENDS, procedure_toml=manifest.encode())
    return file(town).case_id


@pytest.fixture
def may_end(town: Town, filed: str) -> str:
    """A received case that may be withdrawn by a message and is ended after two hours."""
    town.end(town.task(filed), ending=Ending())
    town.wait(minutes=10)
    return filed


def test_a_timer_refuses_a_filing_that_nobody_received(town: Town, filed: str) -> None:
    town.wait(hours=9)
    fire_due_timers(town.database, now=town.now)
    assert after(town, filed) == lines("""
        case 3 online N-H41-251204-00001 at phuong_truong_vinh, finished 04/12 18:15
        cancelled a
        tells status_changed status=3
        audit Hệ thống: timers_fired elements=[{"element": "bo_qua", "name": ""}]
        audit Hệ thống: case_ended element=het_han ending=refused status=3
    """)


def test_a_message_ends_a_case_without_a_result(town: Town, may_end: str) -> None:
    ref = town.case(may_end).submission_number
    with town.act() as session:
        deliver_message(session, ref=ref, name="m1", payload={}, actor=OPERATOR, now=town.now)
    assert after(town, may_end) == lines("""
        case 8 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:15, due
          11/12 09:15, finished 04/12 09:25
        cancelled b
        tells status_changed status=7
        tells status_changed status=8
        audit Người vận hành (dòng lệnh): message_received element=xin_rut message=m1
        audit Người vận hành (dòng lệnh): case_ended element=rut ending=withdrawn status=8
    """)


def test_a_timer_ends_a_case_without_a_result(town: Town, may_end: str) -> None:
    town.wait(hours=3)
    fire_due_timers(town.database, now=town.now)
    assert after(town, may_end) == lines("""
        case 8 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:15, due
          11/12 09:15, finished 04/12 12:25
        cancelled b
        tells status_changed status=8
        audit Hệ thống: timers_fired elements=[{"element": "han", "name": ""}]
        audit Hệ thống: case_ended element=het_han ending=refused status=8
    """)


def test_an_officer_ends_a_case_without_a_result(town: Town, may_end: str) -> None:
    end(town, may_end)
    assert after(town, may_end) == lines("""
        case 8 online H41.102.01-251204-0001 at phuong_truong_vinh, received 04/12 09:15, due
          11/12 09:15, finished 04/12 09:25
        done b by Phan Quốc Bảo, taken 04/12 09:25
        tells status_changed status=8
        audit Phan Quốc Bảo: task_completed comment_reader=officers due_at=04/12 15:15 element=b
          name=Bước b officer=… task=…
        audit Phan Quốc Bảo: case_ended ending=stopped status=8
    """)
    person = town.officers("phuong_truong_vinh_ttphcc", "can_bo_mot_cua")[0]
    with pytest.raises(NotInThisState):
        town.switch(may_end, person, "counter")
