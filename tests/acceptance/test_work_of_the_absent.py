"""Work that lies with somebody who is away is within reach of whoever is named to stand in."""

import pytest
from flask import Flask

from engine.accounts import Person
from engine.cases.release import release_task
from engine.errors import TaskAlreadyClaimed, TaskNotFound
from engine.queries.case_file import case_file
from engine.queries.inbox import queue
from engine.queries.views.queue import QueueRow
from tests.acceptance.test_heads_hand_work_around import ONE, OTHER, at_the_desk
from tests.client import Api
from tests.integration.jobs.procedures import faults, install, task
from tests.integration.routing.test_people_at_a_desk import FIRST, stands_in
from tests.integration.workflow.diagrams import flows, nodes
from tests.town import PROVINCE, STEPS, Town

GUEST = "thang.bx"
"""Of another division; Nguyễn Thị Hoài (``ONE``) and Hồ Sỹ Nam (``OTHER``) share the desk."""


def away(town: Town, officer: str, **given: object) -> Person:
    """The substitute of ``ONE``, as if just signed in on the first day."""
    stands_in(town, officer=officer, **given)
    town.wait(days=(FIRST - town.now.date()).days)
    return town.officer(officer)


def rows(town: Town, person: Person) -> list[QueueRow]:
    with town.database.reading() as session:
        return list(queue(session, person=person, now=town.now).rows)


@pytest.mark.parametrize("officer", [GUEST, OTHER])
def test_the_substitute_finds_the_work_and_does_it_in_the_absent_ones_name(
    town: Town, officer: str
) -> None:
    case_id = at_the_desk(town)
    person = away(town, officer)
    assert [set(row.acts) >= {"claim", "complete"} for row in rows(town, person)] == [True]
    town.end(town.task(case_id), person=person)
    with town.database.reading() as session:
        ref = town.case(case_id).code or ""
        told = case_file(session, ref=ref, person=person, now=town.now).timeline
    said = next(one.sentence for one in told if "làm xong bước: Thẩm định" in one.sentence)
    assert "(TL. Chuyên viên, " in said
    assert ", thay Nguyễn Thị Hoài)" in said
    assert faults(town, case_id) == []


def test_page_and_api_let_the_substitute_do_it_and_nobody_else(town: Town, app: Flask) -> None:
    case_id = at_the_desk(town)
    ref, work = town.case(case_id).code, town.task(case_id)
    usual = STEPS["B3"]
    body = {"outcome": usual.outcome, "answers": usual.answers, "comment": "Đã thẩm định."}
    colleague = Api(app, f"{OTHER}@{PROVINCE}")
    refused = colleague.post(f"/tasks/{work.id}/complete", body)
    assert refused.json["code"] == "task_already_claimed"
    away(town, OTHER)
    page = colleague.client.get(f"/ho-so/{ref}").text
    assert "Việc của <b>Nguyễn Thị Hoài</b>, đang vắng: bạn được phân công làm thay." in page
    assert "Thay Nguyễn Thị Hoài" in colleague.client.get("/viec").text
    assert colleague.post(f"/tasks/{work.id}/claim").status_code == 200
    assert town.task(case_id).officer_id == town.officer(OTHER).officer_id
    done = colleague.post(f"/tasks/{work.id}/complete", body)
    assert done.status_code == 200, done.json


def test_who_stands_in_for_other_work_or_no_longer_can_not_do_it(town: Town) -> None:
    case_id = at_the_desk(town)
    another = install(town, nodes("start:s end:e"), task("a"), flows("s>a>e"))
    person = away(town, OTHER, procedure_code=another)
    with pytest.raises(TaskAlreadyClaimed):
        town.end(town.task(case_id), person=person)
    guest = away(town, GUEST)
    with pytest.raises(TaskAlreadyClaimed), town.act() as session:
        release_task(session, task_id=town.task(case_id).id, person=guest, now=town.now)
    town.wait(days=3)
    with pytest.raises(TaskNotFound):
        town.end(town.task(case_id), person=town.officer(GUEST))
    assert town.task(case_id).officer_id == town.officer(ONE).officer_id
