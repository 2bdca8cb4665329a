"""Local rules over HTTP, at the level of the administrator's rights."""

import base64
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engine.store.accounts import Account
from engine.store.organisation import Appointment, Position
from tests.acceptance.test_the_api import RECEIVER, Api
from tests.town import FLAGSHIP, PDF, WARD, Town

RULES = "/provinces/nghe_an/rules"
MAKER, CHECKER, WARD_ADMIN = "dung.hn@nghe_an", "hien.vtt@nghe_an", "tuan.cd@nghe_an"


def rule(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "supplement_days",
        "procedure": FLAGSHIP,
        "value": {"days": 20},
        "valid_from": "2025-12-05",
        "basis": {
            "kind": "Quyết định",
            "number": "3901/QĐ-UBND",
            "date": "2025-12-01",
            "article": "mục 14",
        },
        "file": {"name": "qd-3901.pdf", "content": base64.b64encode(PDF).decode()},
        **changes,
    }


@pytest.fixture
def admins(app: Flask, town: Town) -> Flask:
    """Three officers of the ward also administer: two the province, one the ward."""
    posts = {
        MAKER: ("ttphcc_tinh", "quan_tri_tinh"),
        CHECKER: ("ttphcc_tinh", "quan_tri_tinh"),
        WARD_ADMIN: (WARD, "quan_tri_don_vi"),
    }
    with town.act() as session:
        for code in ("quan_tri_tinh", "quan_tri_don_vi"):
            if session.get(Position, ("nghe_an", code)) is None:
                session.add(
                    Position(province_code="nghe_an", code=code, title="Quản trị", unit_kinds=[])
                )
        session.flush()
        for username, (unit, position) in posts.items():
            account = session.scalars(select(Account).where(Account.username == username)).one()
            session.add(
                Appointment(
                    province_code="nghe_an",
                    officer_id=account.officer_id,
                    unit_code=unit,
                    position_code=position,
                    valid_from=town.now.date(),
                )
            )
    return app


def shown(person: Api, rule: str) -> dict[str, str]:
    return {"seen": person.get(rule).json["seen"]}


def test_a_rule_goes_from_draft_to_force_over_the_api(admins: Flask) -> None:
    maker, checker = Api(admins, MAKER), Api(admins, CHECKER)
    saved = maker.post(RULES, rule()).json
    assert (saved["state"], saved["state_words"]) == ("draft", "bản nháp")
    one = f"{RULES}/{saved['id']}"
    assert maker.post(f"{one}/submit").status_code == 200
    refused = maker.post(f"{one}/approve", shown(maker, one))
    assert (refused.status_code, refused.json["code"]) == (403, "checked_by_maker")
    assert checker.post(f"{one}/approve", shown(checker, one)).json["state"] == "scheduled"
    seen = Api(admins, RECEIVER).get(one).json
    assert seen["row"]["words"] == "20 ngày"
    assert [event["kind"] for event in seen["history"]] == [
        "rule_drafted",
        "rule_submitted",
        "rule_approved",
    ]
    asked = f"/provinces/nghe_an/rules-explained?procedure={FLAGSHIP}&unit={WARD}&day="
    assert maker.get(f"{asked}2025-12-04").json["values"][0]["winner"] is None
    assert maker.get(f"{asked}2025-12-05").json["values"][0]["winner"] == saved["id"]


def test_a_faulty_rule_is_refused_on_its_fields(admins: Flask) -> None:
    body = rule(value={"days": 0}, valid_to="2025-12-05", valid_from="2025-11-30")
    refused = Api(admins, MAKER).post(RULES, body | {"valid_to": "2025-11-30"})
    assert (refused.status_code, refused.json["code"]) == (422, "rule_invalid")
    fields = {fault["field"] for fault in refused.json["details"]["faults"]}
    assert fields == {"value.days", "valid_to", "valid_from"}


def test_the_ward_s_administrator_rules_for_the_ward_only(admins: Flask) -> None:
    ward = Api(admins, WARD_ADMIN)
    assert ward.post(RULES, rule(unit=WARD)).status_code == 200
    assert ward.post(RULES, rule()).json["code"] == "province_admin_only"
    other = ward.post(RULES, rule(unit="phuong_thanh_vinh"))
    assert other.json["code"] == "outside_your_units"


def test_an_officer_reads_all_rules_and_makes_none(admins: Flask) -> None:
    Api(admins, MAKER).post(RULES, rule())
    officer = Api(admins, RECEIVER)
    (row,) = officer.get(f"{RULES}?state=draft").json["rows"]
    assert row["kind_name"] == "Số ngày chờ bổ sung"
    assert officer.post(RULES, rule()).json["code"] == "not_administrator"
    assert Api(admins, "congdan").get(RULES).status_code == 403


def test_a_draft_is_changed_and_dropped(admins: Flask) -> None:
    maker = Api(admins, MAKER)
    one = f"{RULES}/{maker.post(RULES, rule()).json['id']}"
    sent = {"X-CSRF-Token": maker.token}
    body = rule(value={"days": 25}, file=None)
    changed = maker.client.put(f"/api/v1{one}", json=body, headers=sent)
    assert changed.status_code == 200
    assert maker.get(one).json["value"] == {"days": 25}
    assert maker.get(one).json["basis_file"] == "qd-3901.pdf"
    assert maker.post(f"{one}/discard").json["state"] == "discarded"
    assert maker.post(f"{one}/submit").json["code"] == "rule_state_wrong"


def test_the_dry_run_and_the_act_are_there_too(admins: Flask) -> None:
    maker, checker = Api(admins, MAKER), Api(admins, CHECKER)
    hours = rule(kind="step_hours", element="B3", value={"hours": 8}, valid_from="2025-12-04")
    one = f"{RULES}/{maker.post(RULES, hours).json['id']}"
    maker.post(f"{one}/submit")
    checker.post(f"{one}/approve", shown(checker, one))
    seen = checker.get(f"{one}/dry-run").json
    assert (seen["applied"], seen["kept"], seen["effects"]) == (0, 0, [])
    assert checker.post(f"{one}/apply", {"digest": seen["digest"]}).json["cases"] == 0


def test_a_rule_is_ended_early_by_two_people_over_the_api(admins: Flask) -> None:
    maker, checker = Api(admins, MAKER), Api(admins, CHECKER)
    one = f"{RULES}/{maker.post(RULES, rule()).json['id']}"
    maker.post(f"{one}/submit")
    checker.post(f"{one}/approve", shown(checker, one))
    proposal = {"ends": "2025-12-20", "reason": "Bãi bỏ", "basis": rule()["basis"]}
    assert maker.post(f"{one}/end", proposal).json["pending_end"] == "2025-12-20"
    again = checker.post(f"{one}/end", proposal)
    assert (again.status_code, again.json["code"]) == (409, "end_pending")
    (listed,) = Api(admins, RECEIVER).get(f"{RULES}?pending_end=true").json["rows"]
    assert (listed["state"], listed["pending_end"]["ends"]) == ("scheduled", "2025-12-20")
    assert listed["pending_end"]["basis"].startswith("Quyết định 3901/QĐ-UBND")
    refused = checker.post(f"{one}/end/withdraw")
    assert (refused.status_code, refused.json["code"]) == (403, "end_not_yours")
    assert maker.post(f"{one}/end/withdraw").json["pending_end"] is None
    maker.post(f"{one}/end", {"ends": "2025-12-21", "reason": "Bãi bỏ"})
    sent_back = checker.post(f"{one}/end/send-back", {"reason": "Sai ngày"})
    assert sent_back.json["state"] == "scheduled"
    assert checker.post(f"{one}/end/approve", shown(checker, one)).json["code"] == "end_not_pending"
    maker.post(f"{one}/end", {"ends": "2025-12-22", "reason": "Bãi bỏ"})
    assert maker.post(f"{one}/end/approve", shown(maker, one)).json["code"] == "checked_by_maker"
    assert checker.post(f"{one}/end/approve", shown(checker, one)).json["state"] == "ended_early"
    assert maker.get(one).json["row"]["valid_to"] == "2025-12-22"
    assert maker.get(f"{RULES}?pending_end=true").json["rows"] == []


@pytest.mark.parametrize("path", ["value", "basis", "half", "query", "address"])
def test_text_that_no_database_keeps_is_refused_not_an_error(admins: Flask, path: str) -> None:
    maker = Api(admins, MAKER)
    if path == "query":
        answer = maker.get(f"{RULES}?procedure=%00")
    elif path == "address":
        answer = maker.get(f"{RULES}/%00")
    elif path == "basis":
        answer = maker.post(RULES, rule(basis={**rule()["basis"], "number": "1\0"}))
    elif path == "half":
        answer = maker.post(RULES, rule(kind="printed_forms", value={"set": "a\ud83d"}))
    else:
        answer = maker.post(RULES, rule(kind="printed_forms", value={"set": ["a", {"b": "\0"}]}))
    assert (answer.status_code, answer.json["code"]) == (400, "http_400")
    written = maker.post(RULES, rule(kind="printed_forms", value={"set": "\\u0000"}))
    assert written.status_code == 200, "the six characters are no NUL"
    whole = maker.post(RULES, rule(kind="printed_forms", value={"set": "M\U0001f3e0"}))
    assert whole.status_code == 200, "a pair of surrogates is one character"
