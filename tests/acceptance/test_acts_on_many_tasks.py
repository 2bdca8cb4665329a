"""One act on many tasks over the API: each done or refused by itself, none twice."""

from dataclasses import dataclass

import pytest
from flask import Flask

from engine.access import ROLES, of_act
from engine.acts import ACTS
from engine.queries.many_tasks import MOST
from tests.acceptance.test_heads_hand_work_around import HEAD, ONE, OTHER, WHY, at_the_desk
from tests.client import Api
from tests.town import PROVINCE, Town
from web.officer.many import KINDS

MANY = "/many-tasks/reassign"


@dataclass
class Desk:
    """A head with three tasks: of one, of the other, and at a step that is theirs alone."""

    head: Api
    ids: list[str]
    cases: list[str]

    def sent(self, town: Town, **more: object) -> dict[str, object]:
        colleague = town.officer(OTHER).officer_id
        return {"tasks": self.ids, "colleague": colleague, "reason": WHY, **more}


@pytest.fixture
def desk(app: Flask, town: Town) -> Desk:
    cases = [at_the_desk(town), at_the_desk(town, OTHER), at_the_desk(town, None)]
    ids = [town.task(case_id).id for case_id in cases]
    return Desk(Api(app, f"{HEAD}@{PROVINCE}"), ids, cases)


def test_each_task_has_its_own_answer_and_a_refused_one_leaves_the_others_alone(
    town: Town, desk: Desk
) -> None:
    """Better 5."""
    answer = desk.head.post(MANY, desk.sent(town, tasks=[*desk.ids, "none", desk.ids[0]]))
    assert (answer.status_code, answer.json["done"]) == (200, 2)
    codes = ["done", "assignee_not_at_desk", "done", "task_not_found"]
    assert [one["code"] for one in answer.json["results"]] == codes
    refs = [town.case(case_id).code for case_id in desk.cases]
    assert [one["ref"] for one in answer.json["results"]] == [*refs, None]
    other = town.officer(OTHER).officer_id
    assert {town.task(case_id).officer_id for case_id in desk.cases} == {other}


def test_a_key_sent_again_does_nothing_twice_and_tries_again_what_was_refused(
    town: Town, desk: Desk
) -> None:
    key = {"Idempotency-Key": "mot-lan"}
    first = desk.head.post(MANY, desk.sent(town), **key).json
    seqs = [town.case(case_id).event_seq for case_id in desk.cases]
    assert desk.head.post(MANY, desk.sent(town), **key).json == first
    assert [town.case(case_id).event_seq for case_id in desk.cases] == seqs
    other = desk.head.post(MANY, desk.sent(town, reason="Khác."), **key)
    assert (other.status_code, other.json["code"]) == (409, "idempotency_mismatch")


def test_who_leads_nothing_and_too_many_tasks_are_refused(
    app: Flask, town: Town, desk: Desk
) -> None:
    one = Api(app, f"{ONE}@{PROVINCE}").post(MANY, desk.sent(town)).json
    assert (one["done"], {task["code"] for task in one["results"]}) == (0, {"not_the_lead"})
    known = [town.case(case_id).code for case_id in desk.cases]  # all lie at their own desk
    assert [task["ref"] for task in one["results"]] == known
    for ids in ([], ["x"] * (MOST + 1), ["x" * 65]):
        refused = desk.head.post(MANY, desk.sent(town, tasks=ids))
        assert (refused.status_code, refused.json["code"]) == (422, "request_invalid")


def test_the_page_and_the_api_do_the_same_acts_on_many(app: Flask) -> None:
    paths = {str(rule) for rule in app.url_map.iter_rules() if "/many-tasks/" in str(rule)}
    named = {f"/api/v1/many-tasks/{kind.replace('_', '-')}" for kind in KINDS}
    assert paths == named
    led = ROLES["leader"].reaches
    assert all("led" in led[of_act(act.kind)] for act in ACTS.values() if act.many)
