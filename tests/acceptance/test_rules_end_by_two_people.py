"""An early end changes the law that applies, so one person proposes it and another approves it."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any, cast

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from api.cli import motcua
from engine.access import Administrator
from engine.accounts import Person, Post
from engine.administration.rules.apply_rule import apply_to_running
from engine.administration.rules.approve_rule import approve_rule, submit_rule
from engine.administration.rules.end_rule import approve_end, send_back_end, withdraw_end
from engine.administration.rules.explain_rules import explain_rules
from engine.administration.rules.list_rules import Which, local_rules, rule_counts
from engine.administration.rules.read_rules import RuleView, local_rule
from engine.administration.rules.rule_rows import find_rule
from engine.administration.rules.seen_rules import mark_of_decision
from engine.errors import (
    CheckedByMaker,
    EndInPast,
    EndNotPending,
    EndNotYours,
    EndPending,
    ReasonMissing,
    RuleInvalid,
    RuleStateWrong,
)
from engine.organisation.tree import setting_of
from engine.store.rules import LocalRule, RuleEvent
from tests.rulebook import PERMIT, Rulebook, at, basis
from tests.two_accounts import one_officer_twice

FREE_ONLINE = {"channel": "online", "subject": None, "rate": 0}
HALF_ONLINE = {"channel": "online", "subject": None, "rate": 50}
WARD = "phuong_thanh_sen"
END = date(2025, 8, 1)
READER = Person(
    account_id="r" * 32,
    kind="officer",
    name="Người xem",
    username="xem",
    province_code="ha_tinh",
    officer_id="r" * 32,
    posts=(Post("so_tu_phap", "Sở Tư pháp", "chuyen_vien", "Chuyên viên"),),
)


@pytest.fixture
def rule_id(rulebook: Rulebook) -> str:
    """An exemption in force in all of Hà Tĩnh."""
    return rulebook.rule("ha_tinh", "fee_exemption", FREE_ONLINE)


def seen(book: Rulebook, rule_id: str) -> RuleView:
    with book.database.reading() as session:
        given: dict[str, Any] = {"person": READER, "province_code": "ha_tinh", "now": book.now}
        return local_rule(session, rule_id=rule_id, **given)


def pending(book: Rulebook) -> list[str]:
    with book.database.reading() as session:
        given: dict[str, Any] = {"person": READER, "province_code": "ha_tinh", "now": book.now}
        return [row.id for row in local_rules(session, pending_end=True, **given).rows]


def epoch(book: Rulebook) -> int:
    with book.database.reading() as session:
        return setting_of(session, "ha_tinh").epoch


def events(book: Rulebook, rule_id: str) -> list[str]:
    """What was done with the rule after its approval."""
    query = select(RuleEvent.kind).where(RuleEvent.rule_id == rule_id).order_by(RuleEvent.seq)
    with book.database.reading() as session:
        return list(session.scalars(query))[3:]


def back(book: Rulebook, rule_id: str, who: Administrator, reason: str = "Chưa có văn bản") -> None:
    with book.database.writing() as session:
        send_back_end(session, admin=who, rule_id=rule_id, reason=reason, now=book.now)


def withdraw(book: Rulebook, rule_id: str, who: Administrator) -> None:
    with book.database.writing() as session:
        withdraw_end(session, admin=who, rule_id=rule_id, now=book.now)


def test_a_proposed_end_changes_nothing_until_another_person_approves_it(
    rulebook: Rulebook, rule_id: str
) -> None:
    known = epoch(rulebook)
    saved = rulebook.propose_end(rule_id, END)
    assert (saved.state, saved.pending_end, saved.epoch) == ("in_force", END, known)
    rulebook.now = at("2025-08-01 08:00")
    assert rulebook.fees(rulebook.file("ha_tinh")) == [(75000, 75000, 0)]
    with pytest.raises(CheckedByMaker):
        rulebook.approve_end(rule_id, checker=rulebook.maker["ha_tinh"])
    assert rulebook.fees(rulebook.file("ha_tinh")) == [(75000, 75000, 0)]
    done = rulebook.approve_end(rule_id)
    assert (done.state, done.pending_end, done.epoch) == ("ended_early", None, known + 1)
    assert rulebook.fees(rulebook.file("ha_tinh")) == [(75000, 0, 75000)]


def test_the_history_says_who_proposed_and_who_approved(rulebook: Rulebook, rule_id: str) -> None:
    cited = basis("118/2025/NĐ-CP")
    assert rulebook.propose_end(rule_id, END, basis=cited).warnings == ()
    rulebook.approve_end(rule_id)
    proposed, ended = seen(rulebook, rule_id).history[3:]
    maker, checker = rulebook.maker["ha_tinh"].name, rulebook.checker["ha_tinh"].name
    assert (proposed.kind, proposed.name) == ("rule_end_proposed", maker)
    assert (ended.kind, ended.name) == ("rule_ended_early", checker)
    said = {"ends": "2025-08-01", "reason": "Nghị quyết mới", "basis": cited.plain()}
    assert proposed.data == said
    assert ended.data == {**said, "proposed_by": maker, "epoch": epoch(rulebook)}


def test_what_ends_before_its_first_day_is_over_and_each_rule_stands_in_one_part(
    rulebook: Rulebook, rule_id: str
) -> None:
    never, later = (
        rulebook.rule("ha_tinh", "supplement_days", {"days": 20}, valid_from=day, unit=unit)
        for unit, day in ((WARD, date(2025, 12, 20)), (None, date(2026, 3, 1)))
    )
    for one, ends in ((never, date(2025, 7, 2)), (later, date(2026, 4, 1))):
        rulebook.propose_end(one, ends)
        rulebook.approve_end(one)
    given: dict[str, Any] = {"person": READER, "province_code": "ha_tinh", "now": rulebook.now}
    expected = {"over": [never], "scheduled": [later], "in_force": [rule_id]}
    with rulebook.database.reading() as session:
        for which, ids in expected.items():
            rows = local_rules(session, which=cast("Which", which), **given).rows
            assert [row.id for row in rows] == ids, which
        counts = rule_counts(session, **given)
    assert {one: counted for one, counted in counts.items() if counted} == dict.fromkeys(
        expected, 1
    )
    assert [seen(rulebook, one).row.state for one in (never, later)] == ["ended_early", "scheduled"]


def test_what_ends_soon_is_told_until_one_follows_without_a_day_between(
    rulebook: Rulebook,
) -> None:
    given: dict[str, Any] = {"kind": "supplement_days", "value": {"days": 20}}
    ending = rulebook.rule("ha_tinh", **given, valid_to=END)
    told: dict[str, Any] = {"person": READER, "province_code": "ha_tinh", "now": rulebook.now}
    hours = {"from_hour": "08:00", "until_hour": "15:30", "what": "Mất điện"}
    once = {"from_day": "2025-07-01", "until_day": "2025-07-01", **hours}
    rulebook.rule("ha_tinh", "outage", once, procedure=None, valid_to=END)  # needs no follower

    def listed() -> list[str]:
        with rulebook.database.reading() as session:
            return [row.id for row in local_rules(session, which="ending", **told).rows]

    draft = rulebook.draft("ha_tinh", **given, valid_from=date(2025, 8, 2)).id
    assert listed() == [ending]
    rulebook.draft("ha_tinh", **given, valid_from=END, rule_id=draft)
    assert listed() == []
    rulebook.draft("ha_tinh", **given, valid_from=date(2025, 8, 2), rule_id=draft)
    rulebook.approve("ha_tinh", draft)
    assert listed() == [ending]
    last_days = {"valid_from": END, "valid_to": date(2025, 8, 2)}
    rulebook.approve("ha_tinh", rulebook.draft("ha_tinh", **given, **last_days).id)
    assert listed() == []


def test_an_officer_with_two_accounts_can_not_approve_the_end_they_proposed(
    rulebook: Rulebook, rule_id: str
) -> None:
    one, two = one_officer_twice(rulebook)
    rulebook.propose_end(rule_id, END, admin=one)
    with pytest.raises(CheckedByMaker):
        rulebook.approve_end(rule_id, checker=two)
    withdraw(rulebook, rule_id, two)


def test_lists_pages_and_explanations_show_an_end_that_waits(
    rulebook: Rulebook, rule_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pending(rulebook) == []
    rulebook.propose_end(rule_id, END, basis=basis())
    assert pending(rulebook) == [rule_id]
    shown = seen(rulebook, rule_id).row
    assert (shown.state, shown.valid_to) == ("in_force", None)
    assert shown.pending_end is not None
    assert (shown.pending_end.ends, shown.pending_end.reason) == (END, "Nghị quyết mới")
    assert shown.pending_end.basis == "Quyết định 3901/QĐ-UBND ngày 01/07/2025, mục 14"
    assert shown.pending_end.proposed_by == rulebook.maker["ha_tinh"].name
    asked: dict[str, Any] = {"procedure_code": PERMIT, "unit_code": WARD, "day": END}
    with rulebook.database.reading() as session:
        now = explain_rules(session, province_code="ha_tinh", **asked)
    assert [(one.won, one.pending_end) for one in now.values[0].candidates] == [(True, END)]
    url = rulebook.database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("MOTCUA_DATABASE", url)
    monkeypatch.setenv("MOTCUA_MODE", "demo")
    words = ["rules", "explain", "ha_tinh", PERMIT, "--unit", WARD, "--day", "2025-07-02"]
    told = CliRunner().invoke(motcua, words)
    assert "đề nghị kết thúc từ 01/08/2025, chờ duyệt" in told.output, told.output
    known = rulebook.now
    rulebook.now = at("2025-07-03 08:00")
    rulebook.approve_end(rule_id)
    with rulebook.database.reading() as session:
        then = explain_rules(session, province_code="ha_tinh", known_at=known, **asked)
    assert [(one.won, one.pending_end) for one in then.values[0].candidates] == [(True, None)]
    assert pending(rulebook) == []


def test_the_checker_sends_an_end_back_with_a_reason_and_the_rule_goes_on(
    rulebook: Rulebook, rule_id: str
) -> None:
    rulebook.propose_end(rule_id, END)
    with pytest.raises(ReasonMissing):
        back(rulebook, rule_id, rulebook.checker["ha_tinh"], " ")
    back(rulebook, rule_id, rulebook.checker["ha_tinh"])
    with pytest.raises(EndNotPending):
        rulebook.approve_end(rule_id)
    shown = seen(rulebook, rule_id)
    assert (shown.row.state, shown.row.pending_end) == ("in_force", None)
    assert shown.history[-1].kind == "rule_end_sent_back"
    assert shown.history[-1].data == {"ends": "2025-08-01", "reason": "Chưa có văn bản"}
    rulebook.propose_end(rule_id, date(2025, 9, 1))
    assert rulebook.approve_end(rule_id).state == "ended_early"


def test_only_who_proposed_an_end_withdraws_it(rulebook: Rulebook, rule_id: str) -> None:
    rulebook.propose_end(rule_id, END)
    with pytest.raises(EndNotYours, match="Đinh Thị Lan Anh"):
        withdraw(rulebook, rule_id, rulebook.checker["ha_tinh"])
    withdraw(rulebook, rule_id, rulebook.maker["ha_tinh"])
    assert events(rulebook, rule_id) == ["rule_end_proposed", "rule_end_withdrawn"]
    for act in (withdraw, back):
        with pytest.raises(EndNotPending):
            act(rulebook, rule_id, rulebook.maker["ha_tinh"])


def test_a_proposed_day_that_has_passed_is_refused_at_approval(
    rulebook: Rulebook, rule_id: str
) -> None:
    rulebook.propose_end(rule_id, END)
    rulebook.now = at("2025-08-02 08:00")
    with pytest.raises(EndInPast, match="02/08/2025"):
        rulebook.approve_end(rule_id)
    assert rulebook.fees(rulebook.file("ha_tinh")) == [(75000, 75000, 0)]
    assert pending(rulebook) == [rule_id]
    back(rulebook, rule_id, rulebook.checker["ha_tinh"], "Đã quá ngày")
    rulebook.propose_end(rule_id, date(2025, 8, 2))
    rulebook.approve_end(rule_id)


def test_a_second_proposal_is_refused_and_names_the_first(rulebook: Rulebook, rule_id: str) -> None:
    rulebook.propose_end(rule_id, END)
    with pytest.raises(EndPending, match=r"Đinh Thị Lan Anh đã đề nghị .* từ 01/08/2025"):
        rulebook.propose_end(rule_id, date(2025, 9, 1), admin=rulebook.checker["ha_tinh"])


def test_of_two_proposals_at_once_one_is_refused(rulebook: Rulebook, rule_id: str) -> None:
    people = (rulebook.maker["ha_tinh"], rulebook.checker["ha_tinh"])
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(rulebook.propose_end, rule_id, END, admin=who) for who in people]
    refused = [error for error in (one.exception() for one in done) if error]
    assert [type(error) for error in refused] == [EndPending]
    assert events(rulebook, rule_id) == ["rule_end_proposed"]


def test_of_an_approval_and_a_withdrawal_at_once_one_is_refused(
    rulebook: Rulebook, rule_id: str
) -> None:
    rulebook.propose_end(rule_id, END)
    with ThreadPoolExecutor(2) as pool:
        done = [
            pool.submit(rulebook.approve_end, rule_id),
            pool.submit(withdraw, rulebook, rule_id, rulebook.maker["ha_tinh"]),
        ]
    refused = [error for error in (one.exception() for one in done) if error]
    assert [type(error) for error in refused] == [EndNotPending]
    assert len(events(rulebook, rule_id)) == 2


def test_an_end_names_its_reason_and_a_whole_legal_basis_or_none(
    rulebook: Rulebook, rule_id: str
) -> None:
    with pytest.raises(ReasonMissing):
        rulebook.propose_end(rule_id, END, reason="  ")
    wrong = replace(basis("9/NQ-HĐND", date(2025, 9, 1)), article=" ")
    with pytest.raises(RuleInvalid) as refused:
        rulebook.propose_end(rule_id, END, basis=wrong)
    faults = refused.value.details["faults"]
    assert isinstance(faults, list)
    assert [fault["field"] for fault in faults] == ["basis.article", "ends"]
    assert "01/09/2025" in faults[1]["message"]
    assert "Chưa nêu căn cứ" in rulebook.propose_end(rule_id, END).warnings[0]


def test_the_approval_makes_all_checks_again(rulebook: Rulebook) -> None:
    law = {"clock": "statutory", "amount": 15, "unit": "working_days"}
    wide = rulebook.rule("ha_tinh", "time_limit", law)
    rulebook.propose_end(wide, END)
    hours = rulebook.rule("ha_tinh", "step_hours", {"hours": 70}, element="B3")
    with pytest.raises(RuleInvalid, match="vượt thời hạn") as refused:
        rulebook.approve_end(wide)
    faults = refused.value.details["faults"]
    assert isinstance(faults, list)
    assert [fault["field"] for fault in faults] == ["ends"]
    assert seen(rulebook, wide).row.state == "in_force"
    rulebook.propose_end(hours, END)
    rulebook.approve_end(hours)
    assert rulebook.approve_end(wide).state == "ended_early"


def test_a_rule_that_is_replaced_no_later_than_its_proposed_end_needs_no_end(
    rulebook: Rulebook, rule_id: str
) -> None:
    rulebook.propose_end(rule_id, END)
    new = rulebook.rule(
        "ha_tinh", "fee_exemption", HALF_ONLINE, valid_from=date(2025, 7, 15), replaces=rule_id
    )
    assert pending(rulebook) == []
    told = seen(rulebook, rule_id).history[-1]
    assert (told.kind, told.data) == ("rule_end_lapsed", {"ends": "2025-08-01", "replaced_by": new})
    with pytest.raises(EndNotPending):
        rulebook.approve_end(rule_id)
    with pytest.raises(RuleStateWrong, match="trước ngày đó"):
        rulebook.propose_end(rule_id, END)


def test_a_rule_that_is_replaced_later_still_ends_on_the_proposed_day(
    rulebook: Rulebook, rule_id: str
) -> None:
    rulebook.propose_end(rule_id, END)
    later = {"valid_from": date(2025, 9, 1), "replaces": rule_id}
    rulebook.rule("ha_tinh", "fee_exemption", HALF_ONLINE, **later)
    rulebook.approve_end(rule_id)
    assert seen(rulebook, rule_id).row.valid_to == END
    rulebook.now = at("2025-08-15 08:00")
    assert rulebook.fees(rulebook.file("ha_tinh")) == [(75000, 0, 75000)]


def test_an_end_and_a_replacement_approved_at_once_wait_for_each_other_without_a_deadlock(
    rulebook: Rulebook, rule_id: str
) -> None:
    rulebook.propose_end(rule_id, END)
    new = rulebook.draft(
        "ha_tinh",
        kind="fee_exemption",
        value=HALF_ONLINE,
        valid_from=date(2025, 9, 1),
        replaces=rule_id,
    )
    given: dict[str, Any] = {"admin": rulebook.checker["ha_tinh"], "now": rulebook.now}
    with rulebook.database.writing() as session:
        submit_rule(session, admin=rulebook.maker["ha_tinh"], rule_id=new.id, now=rulebook.now)

    def replacement() -> None:
        with rulebook.database.writing() as session:
            seen_new = mark_of_decision(session, "ha_tinh", new.id)
            approve_rule(session, rule_id=new.id, seen=seen_new, **given)

    with ThreadPoolExecutor(1) as pool:
        with rulebook.database.writing() as session:
            find_rule(session, "ha_tinh", rule_id, lock=True)
            waiting = pool.submit(replacement)
            time.sleep(0.5)
            seen_end = mark_of_decision(session, "ha_tinh", rule_id)
            approve_end(session, rule_id=rule_id, seen=seen_end, **given)
        assert waiting.exception() is None
    assert seen(rulebook, rule_id).row.valid_to == END
    assert seen(rulebook, new.id).row.state == "scheduled"


def test_a_rule_with_an_end_that_waits_may_still_reach_running_cases(rulebook: Rulebook) -> None:
    hours = rulebook.rule("ha_tinh", "step_hours", {"hours": 20}, element="B3")
    rulebook.propose_end(hours, END)
    digest = rulebook.look(hours).digest
    with rulebook.database.writing() as session:
        given: dict[str, Any] = {"rule_id": hours, "digest": digest, "now": rulebook.now}
        apply_to_running(session, admin=rulebook.checker["ha_tinh"], **given)
    assert seen(rulebook, hours).row.pending_end is not None


def test_a_draft_has_no_early_end(rulebook: Rulebook) -> None:
    given = {"kind": "fee_exemption", "value": FREE_ONLINE, "valid_from": END}
    draft = rulebook.draft("ha_tinh", **given)
    with pytest.raises(RuleStateWrong, match="bản nháp"):
        rulebook.propose_end(draft.id, END)
    with rulebook.database.reading() as session:
        assert session.get_one(LocalRule, ("ha_tinh", draft.id)).end_day is None
