"""A second person decides on what they read, and on nothing that was put in its place."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import engine
from engine.accounts import Person
from engine.acts import ACTS
from engine.acts.on_steps import COMPLETE
from engine.cases.call_off_consultation import call_off_consultation
from engine.publishing.doers import waiting_question
from engine.store.organisation import Officer
from tests.acceptance.test_acts import Filed, body
from tests.acceptance.test_adjustments import adjust
from tests.acceptance.test_consultations import OFFICE, asked
from tests.acceptance.test_halts import GONE, at_work, decline, propose
from tests.acceptance.test_late_cases import claim, decide, give_role, late
from tests.acceptance.test_outage_slips import decline as decline_slip
from tests.acceptance.test_outage_slips import on_slip, take
from tests.acceptance.test_supplements import received
from tests.client import Api
from tests.read_before import hidden_in, told_by
from tests.town import PROVINCE, Town
from web.forms.act_inputs import SURE, control_of

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MOVED, SAID = "moved_since_seen", "Tôi đã xem kỹ từng lời."


@dataclass(frozen=True)
class Scene:
    """Where something waits for a second person, who that is, and how other things come there."""

    wait: Callable[[Town], str]
    who: Callable[[Town, str], str]
    swap: Callable[[Town, str], None]


def to_halt(town: Town) -> str:
    propose(town, case_id := at_work(town))
    return case_id


def another_halt(town: Town, case_id: str) -> None:
    decline(town, case_id)
    propose(town, case_id, ground=GONE, reason="Người đề nghị đã mất")


def slip(town: Town) -> str:
    take(town, case_id := on_slip(town))
    return case_id


def another_slip(town: Town, case_id: str) -> None:
    decline_slip(town, case_id)
    take(town, case_id, slip_hour="8 giờ 30")


def told_late(town: Town) -> str:
    give_role(town)
    claim(town, case_id := late(town))
    return case_id


def another_cause(town: Town, case_id: str) -> None:
    decide(town, case_id, confirmed=False)
    claim(town, case_id, "sync", reason="Không đồng bộ được")


def question(town: Town) -> str:
    asked(town, case_id := received(town))
    return case_id


def another_question(town: Town, case_id: str) -> None:
    task = town.task(case_id)
    with town.act() as session:
        call_off_consultation(
            session,
            task_id=task.id,
            person=town.officer("hanh.tt"),
            consultation=waiting_question(session, town.case(case_id)),
            reason="Hỏi nhầm",
            now=town.now,
        )
    asked(town, case_id, content="Có được hưởng hai lần không?")


def to_sign(town: Town) -> str:
    case_id = received(town)
    town.until(case_id, "B13")
    return case_id


def named(town: Town, officer: Person) -> str:
    with town.database.reading() as session:
        return str(session.get_one(Officer, (PROVINCE, officer.officer_id)).username)


def technician(*_: object) -> str:
    return "phuoc.hh"


def head(*_: object) -> str:
    return "dung.hn"


def department(town: Town, _: str) -> str:
    return named(town, town.officers(OFFICE, "lanh_dao_so")[0])


def signer(town: Town, case_id: str) -> str:
    return named(town, town.desk(town.task(case_id)))


SIGNED = Scene(to_sign, signer, adjust)
CAUSE = Scene(told_late, technician, another_cause)
SCENES: Mapping[str, Scene] = {
    "approve_halt": Scene(to_halt, head, another_halt),
    "confirm_outage_slip": Scene(slip, head, another_slip),
    "confirm_lateness_cause": CAUSE,
    "reject_lateness_cause": CAUSE,
    "answer_consultation": Scene(question, department, another_question),
    COMPLETE: SIGNED,
    "refuse_result": SIGNED,
}
DESTROYS_NOTHING = {"decline_halt", "decline_outage_slip"}
"""What was not done as proposed may be proposed again."""


PINNED: Mapping[str, str] = {
    "engine/cases/approve_halt.py": "seen",
    "engine/cases/confirm_outage_slip.py": "seen",
    "engine/cases/confirm_lateness_cause.py": "seen",
    "engine/cases/confirm_repair.py": "seen",
    "engine/cases/correct_payment.py": "names a record of money, which nobody ever changes",
    "engine/administration/rules/approve_rule.py": "seen",
    "engine/administration/rules/end_rule.py": "seen",
    "engine/administration/people/confirming.py": "seen",
    "engine/administration/accounts/tokens.py": "each has an id of its own, and is never rewritten",
    "engine/proposing/acts.py": "the digest of what was shown is asked for in decide.py",
    "engine/proposing/reorganisations.py": "who takes back what was carried out was one of the two",
    "engine/administration/configuring.py": "nobody does their own: no second look",
}
"""Every place that acts and asks whether two are one person, and what its second person names."""
OTHER_PERSON = {
    *("same_person", "same_officer", "not_another", "not_another_officer", "SecondPersonNeeded")
}
LOOKS_ALONE = {"queries", "routing", "accounts"}
"""Floors that tell, and change nothing; ``offering`` and lists beside the acts do so too."""
TELLS = {
    "engine/administration/rules/offering.py",
    "engine/administration/rules/sent_back.py",
    "engine/administration/rules/list_rules.py",
}


def filed_at(town: Town, case_id: str) -> Filed:
    """The case and its open task, as the doors know them."""
    return Filed(case_id, str(town.case(case_id).code), town.task(case_id))


def typed(kind: str, given: Mapping[str, Any]) -> dict[str, str]:
    """The same as a form sends it, with the tick of what is final, and words of one's own."""
    words = {control_of(name): one for name, one in given.items() if isinstance(one, str)}
    return {**words, SURE: "1"}


def with_words(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """With something that nobody would like to type twice."""
    free = [one.name for one in ACTS[kind].inputs if one.kind == "text"]
    return {**given, **dict.fromkeys(free, SAID)}


@ONE
@pytest.mark.parametrize("kind", SCENES)
def test_what_was_put_in_place_of_what_they_read_is_decided_by_nobody(
    app: Flask, town: Town, kind: str
) -> None:
    scene = SCENES[kind]
    case_id = scene.wait(town)
    second = Api(app, f"{scene.who(town, case_id)}@{PROVINCE}")
    filed = filed_at(town, case_id)
    own = f"/ho-so/{filed.ref}"
    form = filed.form(kind)
    given = with_words(
        kind, body(kind, filed.task.element_id, second.get(f"/cases/{filed.ref}").json)
    )
    read, shown = told_by(second, filed.ref, kind), hidden_in(second.client.get(own).text, form)
    assert read == shown == {"seen": given["seen"]}
    scene.swap(town, case_id)
    before = town.case(case_id).event_seq
    told = second.post(filed.api(kind), given)
    assert (told.status_code, told.json["code"]) == (409, MOVED)
    without = {**given, "seen": ""}
    assert second.post(filed.api(kind), without).json["code"] == MOVED
    sent = {**typed(kind, given), "hs": filed.ref, "csrf_token": second.token}
    page = second.client.post(form, data=sent)
    text = unescape(page.text)
    now = told_by(second, filed.ref, kind)
    assert (page.status_code, "đã đổi so với lúc bạn xem" in text) == (409, True)
    assert hidden_in(page.text, form) == now != read
    assert text.count(SAID) >= len([one for one in given.values() if one == SAID])
    assert f'name="{SURE}" value="1" checked' not in page.text  # it was about something else
    assert town.case(case_id).event_seq == before
    assert second.post(filed.api(kind), {**given, **now}).json.get("code") != MOVED


@ONE
def test_of_many_that_are_signed_each_has_its_own_mark(app: Flask, town: Town) -> None:
    ids = [to_sign(town), to_sign(town)]
    second = Api(app, f"{signer(town, ids[0])}@{PROVINCE}")
    rows = {row["task_id"]: row["seen"] for row in second.get("/signing").json["rows"]}
    tasks = [town.task(case_id).id for case_id in ids]
    adjust(town, ids[0])
    form = {"csrf_token": second.token, "lam": "dong-y", "viec": tasks[0], "y-kien": SAID}
    asked_again = second.client.post(
        "/trinh-ky/chon", data={**form, "seen": f"{tasks[0]} {rows[tasks[0]]}"}
    ).text
    assert f"{tasks[0]} {rows[tasks[0]]}" in asked_again  # what the list showed, not this page
    told = second.client.post("/trinh-ky", data={**form, "seen": f"{tasks[0]} {rows[tasks[0]]}"})
    assert "đã đổi so với lúc bạn xem" in told.text
    assert rows[tasks[0]] not in told.text
    sent = {"tasks": tasks, "decision": "agree", "seen": {one: rows[one] for one in tasks}}
    answer = second.post("/signing", sent).json["results"]
    assert [one["code"] for one in answer] == [MOVED, "done"]
    now = {row["task_id"]: row["seen"] for row in second.get("/signing").json["rows"]}
    assert second.post("/signing", {**sent, "seen": now}).json["results"][0]["code"] == "done"


@ONE
def test_what_changes_nothing_of_it_keeps_nobody_from_signing(app: Flask, town: Town) -> None:
    case_id = to_sign(town)
    second = Api(app, f"{signer(town, case_id)}@{PROVINCE}")
    filed = filed_at(town, case_id)
    read = told_by(second, filed.ref, COMPLETE)
    assert second.post(f"/tasks/{filed.task.id}/claim").status_code == 200
    given = body(COMPLETE, filed.task.element_id, {}) | read
    assert second.post(filed.api(COMPLETE), given).status_code == 200


@ONE
def test_a_draft_is_let_pass_as_it_was_read_and_sent_back_as_it_is(app: Flask, town: Town) -> None:
    """Looking over a draft signs nothing, and is a second person's all the same."""
    case_id = received(town)
    town.until(case_id, "B4")
    second = Api(app, f"{signer(town, case_id)}@{PROVINCE}")
    filed = filed_at(town, case_id)
    file = second.get(f"/cases/{filed.ref}").json
    outcomes = {one["kind"]: one["value"] for one in file["task"]["outcomes"]}
    (read,) = told_by(second, filed.ref, COMPLETE).values()
    adjust(town, case_id)
    given = {"outcome": outcomes["main"], "seen": read}
    assert second.post(filed.api(COMPLETE), given).json["code"] == MOVED
    back = {"outcome": outcomes["back"], "comment": SAID}
    assert second.post(filed.api(COMPLETE), back).status_code == 200


def test_every_act_by_a_second_person_goes_by_what_they_read() -> None:
    """A new one is listed here with what is put in place of what it shows."""
    takes = {kind for kind, act in ACTS.items() if any(one.kind == "seen" for one in act.inputs)}
    of_others = {
        kind
        for kind, act in ACTS.items()
        if any(one.endswith(("_of_other", "_by_other")) for one in act.only_if)
    }
    assert takes == set(SCENES)
    assert of_others <= takes | DESTROYS_NOTHING


def test_every_place_with_a_second_person_says_what_they_name() -> None:
    floor = Path(engine.__file__).parent
    found = {}
    for file in floor.rglob("*.py"):
        tree = ast.parse(file.read_text())
        names = {
            one.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for one in node.names
        }
        if names & OTHER_PERSON:
            found[file.relative_to(floor.parent).as_posix()] = names
    acting = {one for one in found if one.split("/")[1] not in LOOKS_ALONE | {"errors"}} - TELLS
    assert acting == set(PINNED)
    assert {one for one, how in PINNED.items() if how == "seen"} == {
        one for one in acting if "check_seen" in found[one]
    }
