"""A step that is done again says what it says now: what it leaves open has no value any more."""

from typing import Any

import msgspec
import pytest
from flask import Flask

from engine.cases.act.task_act import Ending
from engine.queries.case_file import case_file
from tests.acceptance.test_cases_that_stand_still import ADMIN, PAPER, SECOND, URL, press
from tests.client import Api, confirmed_repair
from tests.integration.jobs.procedures import act_on, elements, faults, file, install, task
from tests.integration.workflow.diagrams import flows, node, nodes
from tests.town import PROVINCE, Town


def form(*components: dict[str, Any]) -> bytes:
    own = [{"id": f"f{at}", "label": one["key"], **one} for at, one in enumerate(components)]
    return msgspec.json.encode(
        {"type": "default", "id": "f", "schemaVersion": 18, "components": own}
    )


ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what no database tells apart."""
TEXT = {"type": "textfield"}
ASKED = form(
    TEXT | {"key": "loai"},
    TEXT | {"key": "muc", "conditional": {"hide": '=loai != "cao"'}},
)
WITH = '<tthc:form key="{}"/>'.format
AGAIN = flows("s>a>x>b>a x>z>e", x__b='muc != null and muc = "1"', x__z="muc = null or khac = null")


def case_done_again(town: Town) -> str:
    """A case whose step answered, went round and waits again; another step answered between."""
    install(
        town,
        *(nodes("start:s end:e"), task("a", WITH("hoi")), task("b", WITH("khac")), task("z")),
        *(node("xor", "x"), AGAIN),
        **{"forms/hoi_json": ASKED, "forms/khac_json": form(TEXT | {"key": "khac"})},
    )
    case_id = file(town).case_id
    town.end(town.task(case_id), ending=Ending(answers={"loai": "cao", "muc": "1"}))
    town.end(town.task(case_id), ending=Ending(answers={"khac": "2"}))
    return case_id


def variables(town: Town, case_id: str) -> dict[str, object]:
    with town.act() as session:
        return dict(act_on(town, session, case_id).run.variables)


@pytest.mark.parametrize("answers", [{"loai": "cao"}, {"loai": "thap", "muc": "1"}])
def test_a_question_left_empty_or_hidden_the_second_time_has_no_value_any_more(
    town: Town, answers: dict[str, object]
) -> None:
    case_id = case_done_again(town)
    assert elements(town, case_id) == ["a"]
    town.end(town.task(case_id), ending=Ending(answers=answers))
    assert elements(town, case_id) == ["z"]
    # What another step answered, and this one doesn't ask, stays.
    assert variables(town, case_id) == {"khac": "2"}
    assert faults(town, case_id) == []


@ONE
def test_nothing_is_foretold_from_what_the_step_answered_before(town: Town) -> None:
    case_id = case_done_again(town)
    person = town.desk(town.task(case_id))
    with town.database.reading() as session:
        ref = town.case(case_id).submission_number
        shown = case_file(session, ref=ref, person=person, now=town.now).task
    assert shown is not None
    assert shown.answers == {"loai": "cao", "muc": "1"}
    [foretold] = [one.next_words or "" for one in shown.outcomes]
    assert "“Bước z”" in foretold  # without answers; the earlier ones would lead to b


def test_a_value_that_an_administrator_gave_for_the_step_stays(town: Town, app: Flask) -> None:
    ways = flows("s>a>x>y>e x>z>e", x__y="so > 3", x__z="so <= 3")
    install(
        town,
        *(nodes("start:s end:e"), task("a", WITH("hoi")), node("xor", "x"), task("y"), task("z")),
        ways,
        **{"forms/hoi_json": form({"type": "number", "key": "so"})},
    )
    case_id = file(town).case_id
    assert press(town, app, case_id).json["code"] == "workflow.variable_missing"
    ref = town.case(case_id).submission_number
    given = {"name": "so", "value": "5", "kind": "number", **PAPER}
    admin = Api(app, f"{ADMIN}@{PROVINCE}")
    assert admin.post(f"{URL}/{ref}/value", given).status_code == 200
    assert confirmed_repair(Api(app, f"{SECOND}@{PROVINCE}"), ref).status_code == 200
    assert press(town, app, case_id).status_code == 200
    assert elements(town, case_id) == ["y"]
    assert faults(town, case_id) == []
