"""A rule's life: entered with its basis, checked by another person, ended early, never deleted."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from api.cli import motcua
from engine.administration.people.units import UnitEntry, end_unit, put_unit
from engine.administration.rules.approve_rule import approve_rule, send_back_rule, submit_rule
from engine.administration.rules.draft_rule import discard_rule
from engine.administration.rules.end_rule import approve_end, withdraw_end
from engine.administration.rules.explain_rules import explain_case, explain_rules
from engine.administration.rules.seen_rules import mark_of_decision
from engine.errors import (
    CheckedByMaker,
    EndInPast,
    EntryInvalid,
    MovedSinceSeen,
    OutsideYourUnits,
    ProvinceAdminOnly,
    RuleInvalid,
    RuleStateWrong,
)
from engine.store.database import Database
from engine.store.organisation import Unit
from engine.store.rules import LocalRule, RuleEvent, RulePeriod
from tests.rulebook import PERMIT, Rulebook, admin, at, basis
from tests.two_accounts import one_officer_twice

FREE_ONLINE = {"channel": "online", "subject": None, "rate": 0}
LATER = date(2025, 12, 1)
HALF_ONLINE = {"channel": "online", "subject": None, "rate": 50}


def winner(book: Rulebook, day: date, known: str | None = None) -> str | None:
    """The exemption that applies in the ward of Hà Tĩnh on a day, as known at a moment."""
    with book.database.reading() as session:
        found = explain_rules(
            session,
            province_code="ha_tinh",
            procedure_code=PERMIT,
            unit_code="phuong_thanh_sen",
            day=day,
            known_at=at(known) if known else None,
        )
    return found.values[0].winner if found.values else None


def faults_of(refused: pytest.ExceptionInfo[RuleInvalid]) -> dict[str, str]:
    return {row["field"]: row["message"] for row in refused.value.details["faults"]}  # type: ignore[attr-defined]


def end(book: Rulebook, rule_id: str, ends: date) -> None:
    book.propose_end(rule_id, ends)
    book.approve_end(rule_id)


def test_a_draft_does_nothing_until_another_person_approves_it(rulebook: Rulebook) -> None:
    maker = rulebook.maker["ha_tinh"]
    saved = rulebook.draft(
        "ha_tinh", kind="fee_exemption", value=FREE_ONLINE, valid_from=date(2025, 7, 2)
    )
    assert rulebook.fees(rulebook.file("ha_tinh")) == [(75000, 0, 75000)]
    with rulebook.database.writing() as session:
        submit_rule(session, admin=maker, rule_id=saved.id, now=rulebook.now)
    with rulebook.database.writing() as session, pytest.raises(CheckedByMaker):
        approve_rule(session, admin=maker, rule_id=saved.id, seen="", now=rulebook.now)
    assert rulebook.fees(rulebook.file("ha_tinh")) == [(75000, 0, 75000)]
    with rulebook.database.writing() as session:
        seen = mark_of_decision(session, "ha_tinh", saved.id)
        told: dict[str, Any] = {"rule_id": saved.id, "seen": seen, "now": rulebook.now}
        done = approve_rule(session, admin=rulebook.checker["ha_tinh"], **told)
    assert done.state == "in_force"
    assert rulebook.fees(rulebook.file("ha_tinh")) == [(75000, 75000, 0)]


def test_a_rule_that_was_sent_back_is_a_draft_again_and_whoever_changes_it_is_its_maker(
    rulebook: Rulebook,
) -> None:
    checker = rulebook.checker["ha_tinh"]
    given = {"kind": "fee_exemption", "value": FREE_ONLINE, "valid_from": date(2025, 7, 2)}
    saved = rulebook.draft("ha_tinh", **given)
    with rulebook.database.writing() as session:
        submit_rule(session, admin=rulebook.maker["ha_tinh"], rule_id=saved.id, now=rulebook.now)
        send_back_rule(session, admin=checker, rule_id=saved.id, reason="Sai", now=rulebook.now)
    rulebook.draft("ha_tinh", maker=checker, rule_id=saved.id, **given)
    with rulebook.database.writing() as session:
        submit_rule(session, admin=checker, rule_id=saved.id, now=rulebook.now)
        with pytest.raises(CheckedByMaker):
            approve_rule(session, admin=checker, rule_id=saved.id, seen="", now=rulebook.now)


def test_two_times_are_kept_what_applied_and_what_was_believed(rulebook: Rulebook) -> None:
    rulebook.now = at("2025-07-02 08:00")
    rule_id = rulebook.rule("ha_tinh", "fee_exemption", FREE_ONLINE, valid_to=date(2026, 1, 1))
    rulebook.now = at("2025-10-01 08:00")
    end(rulebook, rule_id, date(2025, 11, 1))
    december = date(2025, 12, 1)
    assert winner(rulebook, december) is None
    assert winner(rulebook, december, known="2025-09-01 00:00") == rule_id
    assert winner(rulebook, december, known="2025-07-01 00:00") is None
    assert winner(rulebook, date(2025, 10, 31)) == rule_id


def test_a_rule_ends_today_at_the_earliest_and_nothing_is_deleted(rulebook: Rulebook) -> None:
    rule_id = rulebook.rule("ha_tinh", "fee_exemption", FREE_ONLINE)
    rulebook.now = at("2025-08-01 08:00")
    with pytest.raises(EndInPast, match="01/08/2025"):
        end(rulebook, rule_id, date(2025, 7, 31))
    end(rulebook, rule_id, date(2025, 8, 1))
    with pytest.raises(RuleStateWrong, match="kết thúc sớm"):
        end(rulebook, rule_id, date(2025, 9, 1))
    assert rulebook.fees(rulebook.file("ha_tinh")) == [(75000, 0, 75000)]
    with rulebook.database.reading() as session:
        assert session.get_one(LocalRule, ("ha_tinh", rule_id)).state == "ended"
        periods = session.scalars(select(RulePeriod).where(RulePeriod.rule_id == rule_id)).all()
        kinds = session.scalars(
            select(RuleEvent.kind).where(RuleEvent.rule_id == rule_id).order_by(RuleEvent.seq)
        ).all()
    assert sorted(period.valid_to or date.max for period in periods) == [
        date(2025, 8, 1),
        date.max,
    ]
    assert kinds[:3] == ["rule_drafted", "rule_submitted", "rule_approved"]
    assert kinds[3:] == ["rule_end_proposed", "rule_ended_early"]


def test_a_new_rule_may_replace_an_old_one_from_its_first_day(rulebook: Rulebook) -> None:
    old = rulebook.rule("ha_tinh", "fee_exemption", HALF_ONLINE)
    new = rulebook.rule(
        "ha_tinh", "fee_exemption", FREE_ONLINE, valid_from=date(2025, 9, 1), replaces=old
    )
    assert winner(rulebook, date(2025, 8, 31)) == old
    assert winner(rulebook, date(2025, 9, 1)) == new


def test_two_rules_of_equal_rank_on_one_day_are_refused_on_the_field(rulebook: Rulebook) -> None:
    rulebook.rule("ha_tinh", "fee_exemption", HALF_ONLINE)
    with pytest.raises(RuleInvalid) as refused:
        rulebook.rule("ha_tinh", "fee_exemption", FREE_ONLINE, valid_from=date(2025, 9, 1))
    assert "Quyết định 3901/QĐ-UBND" in faults_of(refused)["valid_from"]
    narrower = rulebook.rule("ha_tinh", "fee_exemption", FREE_ONLINE, unit="phuong_thanh_sen")
    assert winner(rulebook, date(2025, 9, 1)) == narrower


def test_two_drafts_of_equal_rank_can_not_both_be_approved(rulebook: Rulebook) -> None:
    day = date(2025, 8, 1)
    drafts = [
        rulebook.draft("ha_tinh", kind="fee_exemption", value=value, valid_from=day)
        for value in (HALF_ONLINE, FREE_ONLINE)
    ]
    rulebook.approve("ha_tinh", drafts[0].id)
    with pytest.raises(RuleInvalid, match="Trùng thời gian"):
        rulebook.approve("ha_tinh", drafts[1].id)


def test_the_hours_of_the_steps_must_fit_a_shorter_limit(rulebook: Rulebook) -> None:
    eight_days = {"clock": "committed", "amount": 8, "unit": "working_days"}
    with pytest.raises(RuleInvalid) as refused:
        rulebook.rule("ha_tinh", "time_limit", eight_days)
    assert faults_of(refused)["value.amount"].startswith(
        "Tổng thời gian các bước 72 giờ làm việc vượt thời hạn 8 ngày làm việc"
    )
    rulebook.rule("ha_tinh", "step_hours", {"hours": 24}, element="B3")
    assert rulebook.rule("ha_tinh", "time_limit", eight_days)
    with pytest.raises(RuleInvalid) as refused:
        rulebook.rule("ha_tinh", "step_hours", {"hours": 9}, element="B5", valid_to=LATER)
    assert "65 giờ làm việc vượt thời hạn 8 ngày" in faults_of(refused)["value.hours"]


def test_a_committed_limit_may_not_be_longer_than_the_law_allows(rulebook: Rulebook) -> None:
    law = {"clock": "statutory", "amount": 15, "unit": "working_days"}
    longer = {"clock": "committed", "amount": 16, "unit": "working_days"}
    rulebook.rule("ha_tinh", "time_limit", law)
    with pytest.raises(RuleInvalid) as refused:
        rulebook.rule("ha_tinh", "time_limit", longer, unit="phuong_thanh_sen")
    assert "dài hơn thời hạn theo luật 15 ngày làm việc" in faults_of(refused)["value.amount"]


def test_a_rule_may_not_begin_before_its_legal_basis(rulebook: Rulebook) -> None:
    signed = basis("NQ 09/2025/NQ-HĐND", date(2025, 7, 10))
    with pytest.raises(RuleInvalid) as refused:
        rulebook.rule("ha_tinh", "fee_exemption", FREE_ONLINE, basis=signed)
    assert "10/07/2025" in faults_of(refused)["valid_from"]


def test_competence_may_not_fall_to_nobody(rulebook: Rulebook) -> None:
    rulebook.open_account("ha_tinh", "so_xay_dung", date(2025, 7, 1))
    department = {"holder": "unit", "unit": "so_xay_dung", "mode": "delegation"}
    with pytest.raises(RuleInvalid) as refused:
        rulebook.rule("ha_tinh", "competence", department, valid_to=date(2025, 9, 1))
    assert "Từ 01/09/2025" in faults_of(refused)["valid_to"]
    authorised = department | {"mode": "authorisation"}
    assert rulebook.rule("ha_tinh", "competence", authorised, valid_to=date(2025, 9, 1))


def test_a_unit_without_a_beneficiary_account_can_not_take_a_fee(rulebook: Rulebook) -> None:
    rate = {"item": "le_phi", "amount": 60000}
    with pytest.raises(RuleInvalid) as refused:
        rulebook.rule("ha_tinh", "fee_amount", rate, unit="phuong_tran_phu")
    assert "chưa có tài khoản thụ hưởng" in faults_of(refused)["unit"]
    rulebook.open_account("ha_tinh", "phuong_tran_phu", date(2025, 7, 1))
    assert rulebook.rule("ha_tinh", "fee_amount", rate, unit="phuong_tran_phu")


def test_a_fee_item_that_is_misspelt_is_refused_and_one_added_on_purpose_is_charged_beside(
    rulebook: Rulebook,
) -> None:
    with pytest.raises(RuleInvalid) as refused:
        rulebook.rule("ha_tinh", "fee_amount", {"item": "lephi", "amount": 60000})
    assert "chỉ có khoản thu: le_phi." in faults_of(refused)["value.item"]
    more = {"item": "phi_tham_dinh", "amount": 20000, "added": True}
    rulebook.rule("ha_tinh", "fee_amount", more)
    fees = rulebook.fees(rulebook.file("ha_tinh"))
    assert fees == [(75000, 0, 75000), (20000, 0, 20000)]


def test_a_rate_is_multiplied_by_a_number_that_the_filing_form_asks_for(rulebook: Rulebook) -> None:
    rulebook.publish("ha_tinh", "chung_thuc_ban_sao")
    rate = {"item": "phi", "amount": 2000, "quantity": "so_ban"}
    rulebook.draft("ha_tinh", kind="fee_amount", value=rate, valid_from=LATER, procedure="2.000815")
    with pytest.raises(RuleInvalid) as refused:
        rulebook.draft(
            "ha_tinh",
            kind="fee_amount",
            value={**rate, "quantity": "so_to"},
            valid_from=LATER,
            procedure="2.000815",
        )
    assert "so_ban, so_trang" in faults_of(refused)["value.quantity"]


def test_a_step_that_the_package_does_not_open_can_not_be_skipped(rulebook: Rulebook) -> None:
    with pytest.raises(RuleInvalid, match="không cho bỏ qua bước"):
        rulebook.rule("ha_tinh", "step_skipped", {"skip": True}, element="B3")
    with pytest.raises(RuleInvalid, match="thao tác bắt buộc"):
        rulebook.rule("ha_tinh", "step_skipped", {"skip": True}, element="B1")


def test_a_lock_of_the_province_bounds_its_units_and_is_cited(rulebook: Rulebook) -> None:
    fifteen, at_least_ten = {"days": 15}, {"least": {"days": 10}}
    rulebook.rule("ha_tinh", "supplement_days", fifteen, procedure=None, lock=at_least_ten)
    ward = admin("ha_tinh", "Nguyễn Thị Lý", "phuong_thanh_sen")
    given = {
        "kind": "supplement_days",
        "procedure": None,
        "unit": "phuong_thanh_sen",
        "valid_from": rulebook.now.date(),
        "maker": ward,
    }
    with pytest.raises(RuleInvalid) as refused:
        rulebook.draft("ha_tinh", value={"days": 9}, **given)
    assert faults_of(refused)["value"] == (
        "Quy định của tỉnh (Quyết định 3901/QĐ-UBND ngày 01/07/2025, mục 14)"
        " cho phép thấp nhất là 10 ngày."
    )
    assert rulebook.draft("ha_tinh", value={"days": 10}, **given).state == "draft"


def test_a_ward_rules_for_itself_only(rulebook: Rulebook) -> None:
    ward = admin("ha_tinh", "Nguyễn Thị Lý", "phuong_thanh_sen")
    given = {"kind": "cut_off", "value": {"hour": "15:00"}, "procedure": None, "maker": ward}
    day = rulebook.now.date()
    assert rulebook.draft("ha_tinh", unit="phuong_thanh_sen_ttphcc", valid_from=day, **given)
    with pytest.raises(OutsideYourUnits, match="Trần Phú"):
        rulebook.draft("ha_tinh", unit="phuong_tran_phu", valid_from=day, **given)
    with pytest.raises(ProvinceAdminOnly):
        rulebook.draft("ha_tinh", valid_from=day, **given)
    of_the_province = rulebook.rule(
        "ha_tinh", "cut_off", {"hour": "16:00"}, procedure=None, unit="phuong_thanh_sen"
    )
    with pytest.raises(ProvinceAdminOnly):
        rulebook.propose_end(of_the_province, day, admin=ward)
    rulebook.propose_end(of_the_province, day)
    with pytest.raises(ProvinceAdminOnly):
        rulebook.approve_end(of_the_province, checker=ward)


def test_a_discarded_draft_stays_on_record(rulebook: Rulebook) -> None:
    saved = rulebook.draft(
        "ha_tinh", kind="fee_exemption", value=FREE_ONLINE, valid_from=rulebook.now.date()
    )
    with rulebook.database.writing() as session:
        discard_rule(session, admin=rulebook.maker["ha_tinh"], rule_id=saved.id, now=rulebook.now)
    with rulebook.database.reading() as session:
        assert session.get_one(LocalRule, ("ha_tinh", saved.id)).state == "discarded"


def test_a_case_is_explained_by_what_was_known_when_it_took_its_rules(rulebook: Rulebook) -> None:
    half = rulebook.rule("ha_tinh", "fee_exemption", HALF_ONLINE)
    case_id = rulebook.file("ha_tinh")
    late = {"unit": "phuong_thanh_sen", "valid_from": rulebook.now.date()}
    rulebook.rule("ha_tinh", "fee_exemption", FREE_ONLINE, **late)
    number = rulebook.case(case_id).submission_number
    with rulebook.database.reading() as session:
        told = explain_case(session, province_code="ha_tinh", ref=number)
    assert [value.rule_id for value in told.taken] == [half]
    assert [c.rule_id for value in told.submission.values for c in value.candidates] == [half]
    assert winner(rulebook, rulebook.now.date()) != half


def test_of_two_rules_the_explanation_says_which_won_and_why(rulebook: Rulebook) -> None:
    wide = rulebook.rule("ha_tinh", "fee_exemption", HALF_ONLINE)
    narrow = rulebook.rule("ha_tinh", "fee_exemption", FREE_ONLINE, unit="phuong_thanh_sen")
    with rulebook.database.reading() as session:
        found = explain_rules(
            session,
            province_code="ha_tinh",
            procedure_code=PERMIT,
            unit_code="phuong_thanh_sen",
            day=rulebook.now.date(),
        )
    told = {one.rule_id: (one.won, one.why) for one in found.values[0].candidates}
    assert told == {
        narrow: (True, "được dùng"),
        wide: (False, "không được dùng: quy định được dùng áp dụng cho địa bàn hẹp hơn"),
    }


def test_another_process_uses_a_rule_from_its_approval_on(rulebook: Rulebook) -> None:
    url = rulebook.database.url.render_as_string(hide_password=False)
    other = Rulebook(Database(url), rulebook.documents)
    try:
        before = other.file("ha_tinh")
        rulebook.rule("ha_tinh", "fee_exemption", FREE_ONLINE)
        after = other.file("ha_tinh")
    finally:
        other.database.dispose()
    assert rulebook.fees(before) == [(75000, 0, 75000)]
    assert rulebook.fees(after) == [(75000, 75000, 0)]


def test_of_two_approvals_at_once_that_can_not_both_hold_one_is_refused(
    rulebook: Rulebook,
) -> None:
    drafts = [
        rulebook.draft("ha_tinh", kind="fee_exemption", value=value, valid_from=date(2025, 8, 1))
        for value in (HALF_ONLINE, FREE_ONLINE)
    ]
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(rulebook.approve, "ha_tinh", draft.id) for draft in drafts]
    refused = [error for error in (one.exception() for one in done) if error]
    assert len(refused) == 1
    assert isinstance(refused[0], RuleInvalid)
    assert winner(rulebook, date(2025, 8, 1)) in {draft.id for draft in drafts}


def test_the_command_explains_a_day_and_a_case(
    rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    rulebook.rule("ha_tinh", "fee_exemption", HALF_ONLINE)
    rulebook.rule("ha_tinh", "fee_exemption", FREE_ONLINE, unit="phuong_thanh_sen")
    ref = rulebook.case(rulebook.file("ha_tinh")).submission_number
    url = rulebook.database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("MOTCUA_DATABASE", url)
    monkeypatch.setenv("MOTCUA_MODE", "demo")
    asked = ["ha_tinh", PERMIT, "--unit", "phuong_thanh_sen", "--day", "2025-07-02"]
    day = CliRunner().invoke(motcua, ["rules", "explain", *asked])
    assert day.exit_code == 0, day.output
    assert "* miễn khi nộp trực tuyến · procedure:1.013225, unit:phuong_thanh_sen" in day.output
    assert "không được dùng: quy định được dùng áp dụng cho địa bàn hẹp hơn" in day.output
    before = CliRunner().invoke(motcua, ["rules", "explain", *asked, "--known", "2025-07-01"])
    assert "Không có quy định riêng: theo gói thủ tục." in before.output
    case = CliRunner().invoke(motcua, ["rules", "explain", "ha_tinh", "--case", ref])
    assert case.exit_code == 0, case.output
    assert f"Hồ sơ {ref}" in case.output
    assert "fee_exemption online/*" in case.output


def test_a_legal_basis_that_the_register_lacks_is_a_warning_not_a_fault(rulebook: Rulebook) -> None:
    given = {"kind": "fee_exemption", "value": FREE_ONLINE, "valid_from": LATER}
    unknown = rulebook.draft("ha_tinh", **given)
    assert unknown.warnings == (
        "Danh mục Căn cứ pháp lý của tỉnh chưa có 3901/QĐ-UBND. Hãy bổ sung vào danh mục.",
    )
    known = basis("118/2025/NĐ-CP")
    assert rulebook.draft("ha_tinh", rule_id=unknown.id, **given, basis=known).warnings == ()


@pytest.mark.parametrize(
    ("kind", "value", "part"),
    [
        ("printed_forms", {"set": "TT 03/2025"}, "in biểu mẫu"),
    ],
)
def test_a_rule_that_no_act_reads_yet_says_so_when_it_is_entered(
    rulebook: Rulebook, kind: str, value: dict[str, object], part: str
) -> None:
    draft = rulebook.draft("ha_tinh", kind=kind, value=value, valid_from=LATER)
    assert draft.warnings[-1].endswith(f"chưa có tác dụng: chưa có phần {part}.")


def test_an_officer_with_two_accounts_can_not_approve_their_own_rule(rulebook: Rulebook) -> None:
    one, two = one_officer_twice(rulebook)
    rulebook.maker["ha_tinh"] = one
    given = {"kind": "fee_exemption", "value": FREE_ONLINE, "valid_from": LATER}
    draft = rulebook.draft("ha_tinh", **given)
    with pytest.raises(CheckedByMaker):
        rulebook.approve("ha_tinh", draft.id, two)
    with rulebook.database.writing() as session:
        seen = mark_of_decision(session, "ha_tinh", draft.id)
        told: dict[str, Any] = {"rule_id": draft.id, "seen": seen, "now": rulebook.now}
        approve_rule(session, admin=rulebook.checker["ha_tinh"], **told)


@pytest.mark.parametrize("by_entry", [False, True])
def test_a_unit_does_not_end_while_a_rule_says_that_it_decides(
    rulebook: Rulebook, *, by_entry: bool
) -> None:
    unit, day = "so_xay_dung_qhkt", date(2025, 9, 1)
    rulebook.open_account("ha_tinh", unit, date(2025, 7, 1))
    given = {"holder": "unit", "unit": unit, "mode": "own"}
    rule_id = rulebook.rule("ha_tinh", "competence", given)

    def finish() -> None:
        act = {"admin": rulebook.maker["ha_tinh"], "now": rulebook.now}
        with rulebook.database.writing() as session:
            if not by_entry:
                end_unit(session, **act, code=unit, day=day)
                return
            row = session.get_one(Unit, ("ha_tinh", unit))
            names = [field.name for field in fields(UnitEntry)]
            entry = UnitEntry(**{name: getattr(row, name) for name in names})
            put_unit(session, **act, entry=replace(entry, valid_to=day))

    with pytest.raises(EntryInvalid, match="vẫn được giao giải quyết theo Quyết định 3901/QĐ-UBND"):
        finish()
    commune = {"holder": "commune", "mode": "own"}
    rulebook.rule("ha_tinh", "competence", commune, replaces=rule_id, valid_from=day)
    finish()


def test_a_unit_with_units_below_it_does_not_end_by_being_entered_again(
    rulebook: Rulebook,
) -> None:
    with rulebook.database.writing() as session:
        row = session.get_one(Unit, ("ha_tinh", "so_xay_dung"))
        names = [field.name for field in fields(UnitEntry)]
        entry = UnitEntry(**{name: getattr(row, name) for name in names})
        ending = replace(entry, valid_to=date(2025, 9, 1))
        with pytest.raises(EntryInvalid, match="đơn vị trực thuộc"):
            put_unit(session, admin=rulebook.maker["ha_tinh"], entry=ending, now=rulebook.now)


def test_what_is_put_in_place_of_the_rule_that_was_read_is_not_approved(rulebook: Rulebook) -> None:
    checker, maker = rulebook.checker["ha_tinh"], rulebook.maker["ha_tinh"]
    given = {"kind": "fee_exemption", "value": FREE_ONLINE, "valid_from": date(2025, 7, 2)}
    saved = rulebook.draft("ha_tinh", **given)
    told: dict[str, Any] = {"rule_id": saved.id, "now": rulebook.now}
    with rulebook.database.writing() as session:
        submit_rule(session, admin=maker, **told)
        read = mark_of_decision(session, "ha_tinh", saved.id)
        send_back_rule(session, admin=maker, reason="Ghi nhầm ngày", **told)
    rulebook.draft("ha_tinh", rule_id=saved.id, **{**given, "valid_from": date(2025, 8, 2)})
    with rulebook.database.writing() as session:
        submit_rule(session, admin=maker, **told)
    with rulebook.database.writing() as session, pytest.raises(MovedSinceSeen):
        approve_rule(session, admin=checker, seen=read, **told)
    with rulebook.database.writing() as session:
        now_read = mark_of_decision(session, "ha_tinh", saved.id)
        approve_rule(session, admin=checker, seen=now_read, **told)


def test_what_is_put_in_place_of_the_end_that_was_read_is_not_approved(rulebook: Rulebook) -> None:
    checker, maker = rulebook.checker["ha_tinh"], rulebook.maker["ha_tinh"]
    given = {"kind": "fee_exemption", "value": FREE_ONLINE, "valid_from": date(2025, 7, 2)}
    told: dict[str, Any] = {"rule_id": rulebook.rule("ha_tinh", **given), "now": rulebook.now}
    rulebook.propose_end(told["rule_id"], date(2027, 12, 31))
    with rulebook.database.writing() as session:
        read = mark_of_decision(session, "ha_tinh", told["rule_id"])
        withdraw_end(session, admin=maker, **told)
    rulebook.propose_end(told["rule_id"], date(2026, 12, 1))
    with rulebook.database.writing() as session, pytest.raises(MovedSinceSeen):
        approve_end(session, admin=checker, seen=read, **told)
    assert rulebook.approve_end(told["rule_id"]).state == "ended_early"
