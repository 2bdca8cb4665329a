"""Whoever leads signs from one list, with the specialist's findings beside each dossier."""

from flask import Flask

from engine.queries.signing import signing_page
from engine.queries.views.signing import SigningPage
from tests.acceptance.test_heads_hand_work_around import CHAIR, HEAD, ONE
from tests.client import Api
from tests.integration.jobs.test_statements import counted
from tests.town import PROVINCE, Town

MOST = 9
"""The list, its cases, their tasks, what is beside them; how much there is; the province's epoch;
halts; late cases, and those of them that nobody apologised for."""
OPINION = "Đủ điều kiện, đề nghị trình."


def waiting(town: Town, who: str = HEAD) -> SigningPage:
    with town.database.reading() as session:
        return signing_page(session, person=town.officer(who), now=town.now)


def prepared(town: Town) -> str:
    """A dossier whose specialist has said what they think; it now lies with their head."""
    case_id = town.file().case_id
    town.until(case_id, "B3")
    town.end(town.task(case_id), comment=OPINION)
    return case_id


def test_the_list_says_what_the_specialist_found_and_proposed(town: Town) -> None:
    case_id = prepared(town)
    (row,) = waiting(town).rows
    assert (row.ref, row.task_id) == (town.case(case_id).code, town.task(case_id).id)
    assert (row.found[0].comment, row.found[0].step_name) == (OPINION, "Thẩm định, dự thảo")
    assert (row.agree is not None, row.back is not None, row.opens) == (True, True, None)
    assert row.papers
    assert waiting(town, CHAIR).rows == ()


def test_the_list_is_as_many_statements_however_much_waits(town: Town) -> None:
    costs = []
    for _ in range(3):
        prepared(town)
        rows = waiting(town).rows  # the process then knows the package and the province
        person = town.officer(HEAD)
        with town.database.reading() as session, counted(town.database.engine) as cost:
            signing_page(session, person=person, now=town.now)
        costs.append(len(cost.statements))
    assert (len(rows), len(set(costs))) == (3, 1), costs
    assert costs[0] <= MOST, "\n".join(cost.statements)


def test_many_are_signed_at_once_and_each_has_its_own_result(app: Flask, town: Town) -> None:
    ids = [prepared(town), prepared(town)]
    tasks = [town.task(case_id).id for case_id in ids]
    body = {"tasks": [*tasks, "none"], "decision": "agree"}
    head = Api(app, f"{HEAD}@{PROVINCE}")
    body["seen"] = {row["task_id"]: row["seen"] for row in head.get("/signing").json["rows"]}
    answer = head.post("/signing", body, **{"Idempotency-Key": "ky"}).json
    assert [one["code"] for one in answer["results"]] == ["done", "done", "task_not_found"]
    assert {town.task(one).element_id for one in ids} == {"B5"}
    assert head.post("/signing", body, **{"Idempotency-Key": "ky"}).json == answer
    one = Api(app, f"{ONE}@{PROVINCE}")
    assert one.get("/signing").status_code == 403
    refused = one.post("/signing", {"tasks": [town.task(ids[0]).id], "decision": "agree"}).json
    assert refused["results"][0]["code"] == "not_your_desk"


def test_a_dossier_goes_back_with_a_reason_alone(app: Flask, town: Town) -> None:
    case_id = prepared(town)
    town.wait(hours=1)
    task_id, head = town.task(case_id).id, Api(app, f"{HEAD}@{PROVINCE}")
    sent = {"csrf_token": head.token, "lam": "tra-lai", "viec": task_id}
    asked = head.client.post("/trinh-ky", data=sent)
    assert (asked.status_code, task_id in asked.text) == (422, True)
    assert (
        "Kết quả: 1 trong 1"
        in head.client.post("/trinh-ky", data={**sent, "y-kien": "Thiếu căn cứ."}).text
    )
    assert town.task(case_id).element_id == "B3"
    town.wait(hours=1)
    town.end(town.task(case_id))
    (row,) = waiting(town).rows
    assert (row.found[0].step_name, row.found[0].times) == ("Thẩm định, dự thảo", 2)
    assert "Chờ tôi ký" in head.client.get("/trinh-ky").text


def test_a_step_that_asks_more_is_left_to_the_page_of_its_case(app: Flask, town: Town) -> None:
    case_id = town.file().case_id
    town.until(case_id, "B3")
    task = town.task(case_id)
    one = Api(app, f"{ONE}@{PROVINCE}")
    answer = one.post("/signing", {"tasks": [task.id], "decision": "agree"}).json
    assert answer["results"][0]["code"] == "step_needs_opening"
    assert town.task(case_id).state == "open"
