"""Steps ahead and open, and who decides: rules reach running cases, each said before and after."""

from datetime import date

import pytest

from engine.cases.vouching.verify import case_faults
from engine.errors import DryRunOutdated
from engine.store.cases import Case
from engine.store.drafts import FormDraft
from tests.rulebook import PERMIT, PERMIT_FOLDER, Rulebook, at, opened_to_skipping

DEPARTMENT = {"holder": "unit", "unit": "so_xay_dung", "mode": "own"}
COMMUNE = {"holder": "commune", "mode": "delegation"}
DIVISION = "quy_hoach"
LIMIT = {"clock": "committed", "amount": 12, "unit": "working_days"}


def healthy(book: Rulebook, case_id: str) -> bool:
    case = book.case(case_id)
    with book.database.reading() as session:
        return case_faults(session, session.merge(case, load=False)) == []


def opened(book: Rulebook, element: str) -> None:
    files = opened_to_skipping("ha_tinh", PERMIT_FOLDER, element)
    book.publish("ha_tinh", PERMIT_FOLDER, files)


def skipped(book: Rulebook, element: str) -> str:
    return book.rule("ha_tinh", "step_skipped", {"skip": True}, element=element)


def test_a_step_ahead_has_the_hours_and_the_desk_of_the_applied_rule(rulebook: Rulebook) -> None:
    case = rulebook.received("ha_tinh")
    hours = rulebook.rule("ha_tinh", "step_hours", {"hours": 16}, element="B3")
    (effect,) = rulebook.look(hours).effects
    assert (effect.before, effect.after, effect.task_id) == (
        "Thẩm định bản vẽ: 32 giờ làm việc",
        "Thẩm định bản vẽ: 16 giờ làm việc",
        None,
    )
    rulebook.apply(hours)
    desk = {"unit": "competent", "division": "van_hoa_xa_hoi", "position": "chuyen_vien"}
    rulebook.apply(rulebook.rule("ha_tinh", "assignment", desk, element="B3"))
    rulebook.end(case.id)
    tasks = {task.element_id: task for task in rulebook.tasks(case.id)}
    assert tasks["B3"].hours == 16
    assert tasks["B3"].unit_code == "phuong_thanh_sen_vhxh"
    assert healthy(rulebook, case.id)


def test_a_desk_that_the_deciding_unit_lacks_keeps_the_case_and_says_so(
    rulebook: Rulebook,
) -> None:
    rulebook.received("ha_tinh")
    desk = {"unit": "competent", "division": "quy_hoach", "position": "chuyen_vien"}
    rule_id = rulebook.rule("ha_tinh", "assignment", desk, element="B2")
    (effect,) = rulebook.look(rule_id).effects
    assert effect.verdict == "kept"
    assert "không tìm được đơn vị" in effect.why


def test_a_step_ahead_is_passed_over_when_the_case_comes_to_it(rulebook: Rulebook) -> None:
    opened(rulebook, "B2")
    case_id = rulebook.file("ha_tinh")
    rulebook.end(case_id)
    opened(rulebook, "B5")  # the case keeps the version that opens B2
    rule_id = skipped(rulebook, "B5")
    (effect,) = rulebook.look(rule_id).effects
    assert (effect.verdict, effect.why) == (
        "kept",
        "Bản quy trình của hồ sơ không cho bỏ qua bước này.",
    )
    newer = rulebook.received("ha_tinh")
    assert {e.verdict for e in rulebook.look(rule_id).effects} == {"kept"}  # took it at reception
    assert rulebook.open_elements(newer.id) == {"B2"}


def test_a_case_received_before_the_rule_passes_the_step_over_later(rulebook: Rulebook) -> None:
    opened(rulebook, "B5")
    case = rulebook.received("ha_tinh")
    rule_id = skipped(rulebook, "B5")
    (effect,) = rulebook.look(rule_id).effects
    assert (effect.verdict, effect.why) == ("applied", "Hồ sơ chưa đến bước này.")
    rulebook.apply(rule_id)
    for element in ("B2", "B3", "B4"):
        rulebook.end(case.id, element=element, **rulebook.usual(element))
    assert rulebook.open_elements(case.id) == {"B6"}
    assert healthy(rulebook, case.id)


def test_an_open_step_that_nobody_holds_is_passed_over_at_once(rulebook: Rulebook) -> None:
    opened(rulebook, "B2")
    case = rulebook.received("ha_tinh")
    rule_id = skipped(rulebook, "B2")
    (effect,) = rulebook.look(rule_id).effects
    assert effect.verdict == "applied"
    assert effect.after.startswith("Thẩm định bản vẽ: Chuyên viên")
    assert rulebook.open_elements(case.id) == {"B2"}, "a dry run changes nothing"
    rulebook.apply(rule_id)
    assert rulebook.open_elements(case.id) == {"B3", "B4"}
    assert healthy(rulebook, case.id)


def test_an_open_step_that_someone_works_on_is_not_passed_over(rulebook: Rulebook) -> None:
    opened(rulebook, "B2")
    case = rulebook.received("ha_tinh")
    rule_id = skipped(rulebook, "B2")
    seen = rulebook.look(rule_id)
    rulebook.claim(case.id)
    with pytest.raises(DryRunOutdated):
        rulebook.apply(rule_id, seen.digest)
    (effect,) = rulebook.look(rule_id).effects
    assert (effect.verdict, effect.why) == ("kept", "Đang có người làm: người đó làm xong bước.")
    assert rulebook.apply(rule_id).cases == 0
    assert rulebook.open_elements(case.id) == {"B2"}


def department_works(book: Rulebook) -> None:
    """The department has an account, and rules that say which of its divisions does what."""
    book.open_account("ha_tinh", "so_xay_dung", date(2025, 7, 1))
    positions = {"B2": "lanh_dao_phong", "B3": "chuyen_vien", "B4": "chuyen_vien"}
    for element, position in (positions | {"B5": "chuyen_vien"}).items():
        desk = {"unit": "competent", "division": DIVISION, "position": position}
        book.rule("ha_tinh", "assignment", desk, element=element, unit="so_xay_dung")


def to_department(book: Rulebook) -> str:
    department_works(book)
    return book.rule("ha_tinh", "competence", DEPARTMENT)


def test_a_running_case_moves_to_the_department_with_its_open_step_and_back_to_its_commune(
    rulebook: Rulebook,
) -> None:
    case = rulebook.received("ha_tinh")
    there = to_department(rulebook)
    whole, step = rulebook.look(there).effects
    assert (whole.before, whole.after) == (
        "Ủy ban nhân dân phường Thành Sen",
        "Sở Xây dựng tỉnh Hà Tĩnh",
    )
    assert step.after.endswith("Lãnh đạo phòng, Phòng Quy hoạch, Kiến trúc, Sở Xây dựng")
    rulebook.apply(there)
    moved = rulebook.case(case.id)
    assert (moved.competent_unit, moved.due_at) == ("so_xay_dung", case.due_at)
    assert rulebook.task(case.id).unit_code == "so_xay_dung_qhkt"
    assert healthy(rulebook, case.id)
    rulebook.now = at("2025-07-03 08:00")
    back = rulebook.rule("ha_tinh", "competence", COMMUNE, replaces=there)
    rulebook.apply(back)
    home = rulebook.case(case.id)
    assert home.competent_unit == "phuong_thanh_sen"
    assert "filed_unit" not in home.rules
    assert rulebook.task(case.id).unit_code == "phuong_thanh_sen_kt"
    rulebook.end(case.id)
    assert {t.unit_code for t in rulebook.tasks(case.id) if t.state == "open"} == {
        "phuong_thanh_sen_kt"
    }
    assert healthy(rulebook, case.id)


def only_effect(book: Rulebook, rule_id: str) -> tuple[str, str]:
    (effect,) = book.look(rule_id).effects
    assert book.apply(rule_id).cases == 0
    return effect.verdict, effect.why


def test_a_case_on_which_someone_works_stays_where_it_is(rulebook: Rulebook) -> None:
    case = rulebook.received("ha_tinh")
    rule_id = to_department(rulebook)
    rulebook.claim(case.id)
    assert only_effect(rulebook, rule_id) == (
        "kept",
        "Đang có người làm bước Phân công: không chuyển.",
    )
    assert rulebook.case(case.id).competent_unit == "phuong_thanh_sen"


def test_a_case_stays_when_the_new_unit_has_no_desk_for_one_of_its_steps(
    rulebook: Rulebook,
) -> None:
    rulebook.received("ha_tinh")
    rulebook.open_account("ha_tinh", "so_xay_dung", date(2025, 7, 1))
    rule_id = rulebook.rule("ha_tinh", "competence", DEPARTMENT)
    verdict, why = only_effect(rulebook, rule_id)
    assert (verdict, "Bước Phân công: không tìm được đơn vị" in why) == ("kept", True)


def decided(book: Rulebook) -> Case:
    case = book.received("ha_tinh")
    for element in ("B2", "B3", "B4", "B5", "B6"):
        book.end(case.id, element=element, **book.usual(element))
    return case


def test_a_case_that_is_decided_and_only_waits_for_its_return_stays(rulebook: Rulebook) -> None:
    case = decided(rulebook)
    assert rulebook.open_elements(case.id) == {"B7"}
    assert only_effect(rulebook, to_department(rulebook)) == (
        "kept",
        "Đã quyết định xong, chỉ còn trả kết quả: không chuyển.",
    )


def test_a_rule_for_one_commune_moves_only_the_cases_that_were_filed_for_it(
    rulebook: Rulebook,
) -> None:
    here, there = rulebook.received("ha_tinh"), rulebook.received("ha_tinh", unit="xa_huong_khe")
    department_works(rulebook)
    rule_id = rulebook.rule("ha_tinh", "competence", DEPARTMENT, unit="phuong_thanh_sen")
    rulebook.apply(rule_id)
    assert rulebook.case(here.id).competent_unit == "so_xay_dung"
    assert rulebook.case(there.id).competent_unit == "xa_huong_khe"
    rulebook.now = at("2025-07-03 08:00")
    assert rulebook.look(rule_id).effects == ()


def test_an_open_step_is_not_passed_over_when_nobody_could_take_what_follows(
    rulebook: Rulebook,
) -> None:
    opened(rulebook, "B2")
    nowhere = {"unit": "competent", "division": DIVISION, "position": "chuyen_vien"}
    case_id = rulebook.file("ha_tinh")  # from the rule on it would be refused
    rulebook.rule("ha_tinh", "assignment", nowhere, element="B3")
    rulebook.end(case_id)
    case = rulebook.case(case_id)
    verdict, why = only_effect(rulebook, skipped(rulebook, "B2"))
    assert (verdict, why.startswith("Chưa đi tiếp được: Bước Thẩm định bản vẽ")) == ("kept", True)
    assert rulebook.open_elements(case.id) == {"B2"}


def test_a_dry_run_of_another_competence_lists_drafts_rules_accounts_and_desks(
    rulebook: Rulebook,
) -> None:
    here = rulebook.rule("ha_tinh", "time_limit", LIMIT, unit="phuong_thanh_sen")
    with rulebook.database.writing() as session:
        typed = {"title": "", "address": "", "answers": {}, "files": [], "saved_at": rulebook.now}
        told = {"province_code": "ha_tinh", "kind": "filing", "target": PERMIT, **typed}
        session.add(FormDraft(account_id="c" * 32, id="d" * 32, **told))
    department_works(rulebook)
    rule_id = rulebook.rule("ha_tinh", "competence", DEPARTMENT, unit="phuong_thanh_sen")
    found = {one.key.partition(":")[0]: one for one in rulebook.look(rule_id).beside}
    assert set(found) == {"package", "draft", "rule", "account", "desk"}
    assert found["package"].before == "Ủy ban nhân dân phường Thành Sen"
    assert found["draft"].before == "1 bản"
    assert found["draft"].after.endswith("Sở Xây dựng tỉnh Hà Tĩnh giải quyết")
    assert found["rule"].key == f"rule:{here}"
    assert found["account"].after.startswith("3511.0.1234567")
    assert "Sở Xây dựng" in found["desk"].after
    assert rulebook.look(here).beside == ()
