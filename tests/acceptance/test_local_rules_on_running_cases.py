"""A rule reaches running cases by a dry run first, then by one audited act, or not at all."""

import pytest
from sqlalchemy import select

from engine.audit.chain import ChainHead, StoredEvent, faults
from engine.cases.vouching.verify import case_faults
from engine.errors import DryRunOutdated, RuleNotForRunning
from engine.store.audit import CaseEvent
from engine.store.cases import Case
from engine.store.rules import RuleEvent
from tests.rulebook import Rulebook, at

NINE_DAYS = {"clock": "committed", "amount": 72, "unit": "working_hours"}


def shorter(book: Rulebook) -> str:
    return book.rule("ha_tinh", "time_limit", NINE_DAYS)


def test_a_dry_run_lists_each_case_before_and_after_and_changes_nothing(
    rulebook: Rulebook,
) -> None:
    case = rulebook.received("ha_tinh")
    elsewhere = rulebook.received("nghe_an")
    rulebook.now = at("2025-07-04 08:00")
    seen = rulebook.look(shorter(rulebook))
    assert [effect.ref for effect in seen.effects] == [case.code]
    assert seen.effects[0].before == "08:00 thứ Sáu 18/07/2025"
    assert seen.effects[0].after == "08:00 thứ Ba 15/07/2025"
    assert rulebook.case(case.id).due_at == case.due_at
    assert rulebook.case(elsewhere.id).due_at == elsewhere.due_at


def test_applying_changes_exactly_the_cases_of_the_dry_run_and_is_in_every_chain(
    rulebook: Rulebook,
) -> None:
    cases = [rulebook.received("ha_tinh") for _ in range(2)]
    rulebook.now = at("2025-07-04 08:00")
    rule_id = shorter(rulebook)
    done = rulebook.apply(rule_id)
    assert done.cases == 2
    for case in cases:
        after = rulebook.case(case.id)
        assert after.due_at == at("2025-07-15 08:00")
        assert "rule_applied" in chain_of(rulebook, case.id)
        assert rule_id in {row.rule_id for row in rulebook.taken(case.id)}
        with rulebook.database.reading() as session:
            assert case_faults(session, session.merge(after, load=False)) == []
    with rulebook.database.reading() as session:
        events = session.scalars(select(RuleEvent).where(RuleEvent.rule_id == rule_id)).all()
    listed = next(event for event in events if event.kind == "rule_applied")
    assert listed.data["cases"] == sorted(str(case.code) for case in cases)


def chain_of(book: Rulebook, case_id: str) -> list[str]:
    """The kinds of the case's events; the chain must hold."""
    case = book.case(case_id)
    with book.database.reading() as session:
        rows = session.scalars(
            select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.seq)
        ).all()
    stored = [StoredEvent(row.seq, row.at, row.kind, row.body, row.hash) for row in rows]
    assert faults(stored, ChainHead(case.event_seq, case.event_hash)) == []
    return [row.kind for row in rows]


def test_a_case_that_would_be_late_at_once_keeps_its_promise(rulebook: Rulebook) -> None:
    case = rulebook.received("ha_tinh")
    rulebook.now = at("2025-07-16 08:00")
    rule_id = shorter(rulebook)
    seen = rulebook.look(rule_id)
    assert [(e.verdict, e.why) for e in seen.effects] == [("kept", "Thành quá hạn: không áp dụng.")]
    assert rulebook.apply(rule_id, seen.digest).cases == 0
    assert rulebook.case(case.id).due_at == case.due_at


def test_a_dry_run_that_no_longer_holds_can_not_be_applied(rulebook: Rulebook) -> None:
    case = rulebook.received("ha_tinh")
    rulebook.now = at("2025-07-04 08:00")
    rule_id = shorter(rulebook)
    seen = rulebook.look(rule_id)
    rulebook.apply(rule_id, seen.digest)
    with pytest.raises(DryRunOutdated):
        rulebook.apply(rule_id, seen.digest)
    assert chain_of(rulebook, case.id).count("rule_applied") == 1


def test_an_open_step_moves_to_its_new_desk(
    rulebook: Rulebook,
) -> None:
    case = rulebook.received("ha_tinh")
    assert rulebook.task(case.id).position_code == "lanh_dao_phong"
    desk = {"unit": "competent", "division": "van_hoa_xa_hoi", "position": "lanh_dao_phong"}
    rule_id = rulebook.rule("ha_tinh", "assignment", desk, element="B2")
    rulebook.apply(rule_id)
    assert rulebook.task(case.id).unit_code == "phuong_thanh_sen_vhxh"


def test_a_step_that_someone_works_on_stays_at_its_desk(rulebook: Rulebook) -> None:
    case = rulebook.received("ha_tinh")
    rulebook.claim(case.id)
    desk = {"unit": "competent", "division": "van_hoa_xa_hoi", "position": "lanh_dao_phong"}
    rule_id = rulebook.rule("ha_tinh", "assignment", desk, element="B2")
    seen = rulebook.look(rule_id)
    assert [effect.why for effect in seen.effects] == ["Đang có người làm: không đổi."]
    rulebook.apply(rule_id, seen.digest)
    assert rulebook.task(case.id).unit_code == "phuong_thanh_sen_kt"


def test_fee_rules_never_reach_running_cases(rulebook: Rulebook) -> None:
    online = {"channel": "online", "subject": None, "rate": 0}
    rule_id = rulebook.rule("ha_tinh", "fee_exemption", online)
    with pytest.raises(RuleNotForRunning, match="chỉ áp dụng cho hồ sơ mới"):
        rulebook.look(rule_id)


def test_a_case_row_that_carries_another_rule_than_it_took_is_found(rulebook: Rulebook) -> None:
    rulebook.rule("ha_tinh", "supplement_days", {"days": 20})
    case = rulebook.received("ha_tinh")
    with rulebook.database.writing() as session:
        stored = session.get_one(Case, ("ha_tinh", case.id))
        assert case_faults(session, stored) == []
        stored.rules = {}
        session.flush()
        (fault,) = case_faults(session, stored)
    assert "khác quy định hồ sơ đã lấy" in fault
