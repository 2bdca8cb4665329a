"""A dossier is played through a draft step by step under a virtual clock, and leaves nothing."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engine.store.base import Base
from tests.acceptance.test_designs import begun, sent, zipped
from tests.acceptance.test_packages import FILES, changed
from tests.client import Api
from tests.town import FLAGSHIP, Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MAIN = FILES["scenarios/1_duong_chinh.toml"].decode()
FILING, *STEPS = MAIN.partition("\n[expect]")[0].split("\n[[step]]")
ASKED = """
element = "B3"
act = "ask_supplement"
values = { judged = [{ component = "giay_to_chung_minh", verdict = "wrong", todo = "Bản chính." }, \
{ component = "ban_khai", verdict = "pass" }] }
"""


def upto(count: int, *more: str) -> str:
    """The filing of the main way, so many of its steps, and others."""
    return "\n[[step]]".join([FILING, *STEPS[:count], *more])


def played(api: Api, text: str, **told: Any) -> dict[str, Any]:
    answer = api.post(f"/designs/{FLAGSHIP}/play", {"scenario": text, **told})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def rows(town: Town) -> dict[str, list[str]]:
    """Every row of every table, as it is."""
    with town.database.reading() as session:
        return {
            name: sorted(repr(row) for row in session.execute(select(table)))
            for name, table in Base.metadata.tables.items()
        }


@ONE
def test_each_step_says_whose_it_is_until_when_and_what_the_citizen_sees(app: Flask) -> None:
    api = begun(app, changed())
    first = played(api, upto(0))["moment"]
    (task,) = first["tasks"]
    assert (task["element_id"], task["officer"]) == ("B1", "anh Phan Quốc Bảo")
    assert task["officer"] in task["people"]
    assert {"ask_supplement", "refuse", "withdraw"} <= {act["kind"] for act in first["acts"]}
    third = played(api, upto(2))["moment"]
    (task,) = third["tasks"]
    assert task["element_id"] == "B3"
    assert {one["value"] for one in task["task"]["outcomes"]} >= {"du"}
    assert third["clock"] < task["due_at"] < third["due_at"]
    assert first["citizen"]["headline"] != third["citizen"]["headline"]
    assert [step["element_id"] for step in third["taken"]] == ["B1", "B2"]


def test_playing_leaves_no_row_in_any_table(app: Flask, town: Town) -> None:
    kept = {path: data for path, data in changed().items() if "scenarios/" not in path}
    api = begun(app, kept | {"scenarios/1_duong_chinh.toml": MAIN.encode()})
    before = rows(town)
    assert played(api, upto(15), with_scenarios=True)["moment"]["ended"]
    refused = api.post(f"/designs/{FLAGSHIP}/play", {"scenario": upto(0, STEPS[3])})
    assert refused.json["code"] == "walk_failed"
    assert rows(town) == before


@ONE
def test_what_was_played_is_a_scenario_that_expects_what_came_of_it(app: Flask) -> None:
    api = begun(app, {path: data for path, data in changed().items() if "scenarios/" not in path})
    done = played(api, upto(15))
    assert done["coverage"]["of_flows"]["run"] == 23
    assert 'end = "Ket_thuc"' in done["text"]
    sent(api, {"them.zip": zipped({"scenarios/9_choi.toml": done["text"].encode()})})
    (run,) = api.post(f"/designs/{FLAGSHIP}/scenarios").json["runs"]
    assert (run["file"], run["passed"]) == ("scenarios/9_choi.toml", True)
    again = played(api, done["text"])
    assert again["text"] == done["text"]
    assert again["moment"] == done["moment"] | {"citizen": again["moment"]["citizen"]}


@ONE
def test_while_the_clock_goes_on_what_is_due_happens(app: Flask) -> None:
    """A supplement that nobody answers closes the case, as it would without anybody's act."""
    api = begun(app, changed())
    asked = played(api, upto(2, ASKED))["moment"]
    assert asked["citizen"]["supplement"]["papers"][0]["todo"] == "Bản chính."
    assert "answer_supplement" in {act["kind"] for act in asked["acts"]}
    late = played(api, upto(2, ASKED), clock="2027-03-01T08:00:00+07:00")["moment"]
    assert late["status"] != asked["status"]
    assert not late["tasks"]
    far = api.post(
        f"/designs/{FLAGSHIP}/play",
        {"scenario": upto(0), "clock": "2060-01-01T08:00:00+07:00"},
    )
    assert far.json["code"] == "design_refused"


@ONE
def test_what_is_no_scenario_is_told_with_its_line(app: Flask) -> None:
    api = begun(app, changed())
    answer = api.post(f"/designs/{FLAGSHIP}/play", {"scenario": upto(0).replace("channel", "k")})
    assert answer.json["code"] == "design_refused"
    assert "dòng" in answer.json["title"]


NEEDING = ("adjust", "invite", "propose_halt", "record_payment", "report_lost", "transfer")


@ONE
def test_an_act_played_without_its_values_refuses_by_itself(app: Flask) -> None:
    api = begun(app, changed())
    for kind in NEEDING:
        text = upto(0, f'\nelement = "B1"\nact = "{kind}"\n')
        answer = api.post(f"/designs/{FLAGSHIP}/play", {"scenario": text})
        assert (answer.status_code, answer.json["code"]) == (422, "walk_failed"), kind
        assert "{" not in answer.json["title"]


@ONE
def test_a_scenario_whose_act_lacks_its_values_is_a_fault_and_a_row_of_its_own(app: Flask) -> None:
    paid = upto(0, '\nelement = "B1"\nact = "record_payment"\n')
    kept = {path: data for path, data in changed().items() if "scenarios/" not in path}
    kept |= {"scenarios/1.toml": upto(1).encode(), "scenarios/x.toml": paid.encode()}
    api = begun(app, kept)
    assert "scenario.value_missing" in str(api.get(f"/designs/{FLAGSHIP}/faults").json)
    by_bank = f'{paid}values = {{ means = "transfer" }}\n'  # whose number of the paper is due then
    sent(api, {"x.zip": zipped({"scenarios/x.toml": by_bank.encode()})})
    rows = api.post(f"/designs/{FLAGSHIP}/scenarios").json["runs"]
    assert [row["passed"] for row in rows] == [True, False]
