"""A dossier that is received and due several times: each phase keeps the times of its own."""

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from lxml import etree
from sqlalchemy import select

from engine.cases.act.task_act import Ending
from engine.catalogue.scenarios import Scenario
from engine.queries.case_file import case_file
from engine.queries.lateness.figures import phases_late
from engine.queries.tracking import track
from engine.queries.views.phases import PhaseView
from engine.store.cases import Case
from engine.store.phases import CasePhase
from engine.workflow import Step
from engine.workflow.reading.extensions import read_steps
from tests.acceptance.test_a_case_waits_for_its_tax import FOLDER, LAND, TAX_STEP, at
from tests.acceptance.test_every_column_is_vouched_for import OF_PHASES, missed
from tests.client import Api
from tests.integration.jobs.procedures import faults
from tests.left import after, lines
from tests.shipped import FOLDERS, file, publish, take
from tests.town import CITIZEN, Town

pytestmark = pytest.mark.long_on_postgres

AFTER_TAX = 'name="hai" amount="4"'
MARKS = {"B1": "giai đoạn 1", "B7": "giai đoạn 2"}
ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def scenario(town: Town) -> Scenario:
    """The land package of eight days, four for each phase."""
    text = (FOLDERS / FOLDER / "process.bpmn").read_text("utf-8")
    for step, name in MARKS.items():
        head, mark, tail = text.partition(f'<bpmn:userTask id="{step}"')
        inside, end, rest = tail.partition("</bpmn:extensionElements>")
        text = f'{head}{mark}{inside}<tthc:phase name="{name}" amount="4"/>{end}{rest}'
    return publish(town, FOLDER, {"process.bpmn": text.encode()})


def read_diagram(path: Path) -> dict[str, Step]:
    return read_steps(etree.parse(path).getroot())


@pytest.fixture
def taxed(town: Town, scenario: Scenario) -> str:
    """Received on Thursday 4 December 09:15; at the tax office since Monday 14:15."""
    case_id = file(town, LAND, scenario)
    take(town, case_id, scenario, until="B2")
    assert town.case(case_id).due_at == at("2025-12-10 09:15")
    town.now = at("2025-12-08 14:15")
    take(town, case_id, scenario, after="B1", until=TAX_STEP)
    return case_id


def pay(town: Town, case_id: str, scenario: Scenario, when: str) -> None:
    town.now = at(when)
    step = next(step for step in scenario.steps if step.element == TAX_STEP)
    ending = Ending(step.outcome, step.answers, step.comment, assignee=None)
    town.end(town.task(case_id, TAX_STEP), ending=ending)


def kept(town: Town, case_id: str) -> list[tuple[int, datetime, datetime | None, datetime]]:
    """The phases that are over: number, began, due, ended."""
    columns = (CasePhase.number, CasePhase.began_at, CasePhase.due_at, CasePhase.ended_at)
    query = select(*columns).where(CasePhase.case_id == case_id).order_by(CasePhase.number)
    with town.database.reading() as session:
        return [tuple(row) for row in session.execute(query)]  # type: ignore[misc]


def shown(town: Town, case_id: str) -> tuple[PhaseView, ...]:
    """The phases on the case page, which are those of the tracking page."""
    ref = town.case(case_id).submission_number
    with town.database.reading() as session:
        page = case_file(session, ref=ref, person=CITIZEN, now=town.now)
        assert track(session, ref=ref, now=town.now).phases == page.phases
    return page.phases


def test_each_phase_is_due_by_its_own_share_and_what_was_promised_is_kept(
    town: Town, taxed: str, scenario: Scenario
) -> None:
    after(town, taxed)
    pay(town, taxed, scenario, "2025-12-22 08:00")
    left = after(town, taxed)
    assert left.splitlines()[0].endswith("at vpdkdd, received 04/12 09:15, due 26/12 08:00")
    assert left.endswith(
        lines("""
            audit Lê Tiến Đạt: phase_ended began_at=04/12 09:15 due_at=23/12 15:00 name=giai đoạn 1
              number=1
            audit Lê Tiến Đạt: phase_begun amount=4 basis=08 ngày làm việc, không kể thời gian chờ
              thông báo thuế và nộp tiền due_at=26/12 08:00 name=giai đoạn 2 number=2
              unit=working_days
        """)
    )
    assert "tells phase_begun due_at=26/12 08:00 name=giai đoạn 2" in left
    take(town, taxed, scenario, after=TAX_STEP)
    assert town.case(taxed).status == 10
    assert kept(town, taxed) == [
        (1, at("2025-12-04 09:15"), at("2025-12-23 15:00"), at("2025-12-22 08:00")),
        (2, at("2025-12-22 08:00"), at("2025-12-26 08:00"), town.case(taxed).finished_at),
    ]
    assert faults(town, taxed) == []
    assert missed(town.database, taxed, OF_PHASES) == []


@ONE
def test_a_phase_that_was_late_stays_late_when_the_next_is_in_time(
    town: Town, scenario: Scenario
) -> None:
    case_id = file(town, LAND, scenario)
    take(town, case_id, scenario, until="B2")
    town.now = at("2025-12-11 14:15")
    take(town, case_id, scenario, after="B1", until=TAX_STEP)
    pay(town, case_id, scenario, "2025-12-22 08:00")
    take(town, case_id, scenario, after=TAX_STEP)
    assert [one.due.urgency for one in shown(town, case_id)] == ["late", "ok"]
    with town.database.reading() as session:
        since = at("2025-12-01 00:00")
        assert phases_late(session, Case.id == case_id, since=since, until=town.now) == 1


@ONE
def test_the_result_is_not_promised_before_its_phase_begins(
    town: Town, scenario: Scenario, app: Flask
) -> None:
    """Phase 1 ends with sending to the tax office; who pays later gets the result later."""
    case_id = file(town, LAND, scenario)
    take(town, case_id, scenario, until="B2")
    ref, officer = town.case(case_id).code, Api(app, "bao.pq@nghe_an")
    later = "4 ngày làm việc = 32 giờ làm việc, tính từ bước “Nhận chứng từ nộp tiền”"
    for address in (f"/tra-cuu?ma={ref}", f"/ho-so/{ref}", f"/ho-so/{ref}/giay-tiep-nhan"):
        page = officer.client.get(address).text
        assert "ẹn xong giai đoạn 1: trước" in page, address
        assert "ả kết quả trước" not in page
        assert later in page.replace("<b>", "").replace("</b>", "")
    assert officer.get(f"/cases/{ref}").json["result_later"]["phase"] == "giai đoạn 1"
    town.now = at("2025-12-08 14:15")
    take(town, case_id, scenario, after="B1", until=TAX_STEP)
    pay(town, case_id, scenario, "2025-12-22 08:00")
    assert officer.get(f"/cases/{ref}").json["result_later"] is None
    assert "Trả kết quả cho bạn trước" in officer.client.get(f"/tra-cuu?ma={ref}").text
    receipt = officer.client.get(f"/ho-so/{ref}/giay-tiep-nhan").text
    assert "Hẹn xong giai đoạn 1: trước <b>" in receipt


@ONE
def test_the_phases_are_shown_before_and_while_they_go_on(
    town: Town, taxed: str, scenario: Scenario, app: Flask
) -> None:
    first, second = shown(town, taxed)
    assert (first.began_at, first.ended_at, second.began_at) == (at("2025-12-04 09:15"), None, None)
    assert second.begins_words == "tính từ bước “Nhận chứng từ nộp tiền”"
    pay(town, taxed, scenario, "2025-12-22 08:00")
    ref = town.case(taxed).code
    for address in (f"/tra-cuu?ma={ref}",):
        page = Api(app).client.get(address).text
        assert "Giai đoạn 2" in page
        assert "Hồ sơ giải quyết theo 2 giai đoạn" in page
    receipt = Api(app, "bao.pq@nghe_an").client.get(f"/ho-so/{ref}/giay-tiep-nhan").text
    assert "Giai đoạn 2" in receipt


@ONE
def test_a_supplement_lets_the_phase_begin_anew_not_the_whole(
    town: Town, taxed: str, scenario: Scenario
) -> None:
    pay(town, taxed, scenario, "2025-12-22 08:00")
    case = town.case(taxed)
    assert (case.phase, case.phase_at) == ("B7", at("2025-12-22 08:00"))
    assert case.due_at == at("2025-12-26 08:00")


@ONE
def test_the_work_of_a_phase_is_over_when_the_tax_office_has_the_dossier(town: Town) -> None:
    """The shipped diagram of Đắk Lắk says so: sent, not paid, ends the first phase."""
    drawn = read_diagram(FOLDERS.parent / "dak_lak" / FOLDER / "process.bpmn")
    assert [one.phase and one.phase.until for one in drawn.values() if one.phase] == [
        TAX_STEP,
        None,
    ]
    text = (FOLDERS / FOLDER / "process.bpmn").read_text("utf-8")
    for step, mark in (("B1", f'name="một" amount="4" until="{TAX_STEP}"'), ("B7", AFTER_TAX)):
        head, begin, tail = text.partition(f'<bpmn:userTask id="{step}"')
        inside, end, rest = tail.partition("</bpmn:extensionElements>")
        text = f"{head}{begin}{inside}<tthc:phase {mark}/>{end}{rest}"
    scenario = publish(town, FOLDER, {"process.bpmn": text.encode()})
    case_id = file(town, LAND, scenario)
    take(town, case_id, scenario, until="B2")
    town.now = at("2025-12-11 14:15")  # due on 10 December: late
    take(town, case_id, scenario, after="B1", until=TAX_STEP)
    over = (1, at("2025-12-04 09:15"), at("2025-12-10 09:15"), at("2025-12-11 14:15"))
    assert kept(town, case_id) == [over]
    first, second = shown(town, case_id)
    assert (first.ended_at, first.due.urgency) == (at("2025-12-11 14:15"), "late")
    assert (second.began_at, town.case(case_id).status) == (None, 6)
    pay(town, case_id, scenario, "2025-12-22 08:00")
    assert town.case(case_id).due_at == at("2025-12-26 08:00")
    take(town, case_id, scenario, after=TAX_STEP)
    assert kept(town, case_id)[0] == over
    assert len(kept(town, case_id)) == 2
    assert faults(town, case_id) == []
