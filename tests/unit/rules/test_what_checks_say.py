"""The words and the field of every refusal of a rule as entered, so that its maker can mend it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.catalogue.manifest import DocumentAsked, FeeTable
from engine.catalogue.rules.checks import Draft, Facts, ProcedureFacts, check_entry
from engine.catalogue.rules.checks.limits import check_end
from engine.catalogue.rules.rule import LegalBasis
from tests.unit.rules.test_checks import (
    BEGIN,
    DAYS,
    FACTS,
    MANIFEST,
    STEPS,
    draft,
    faults,
    hours,
    known,
    total,
)

UNIT_FACTS = replace(FACTS, level="unit")
CITED = "Quyết định 3901/QĐ-UBND ngày 01/07/2025, mục 14"
DESK = {"unit": "competent", "position": "chuyen_vien"}
HOLDER = {"holder": "unit", "unit": "a", "mode": "delegation"}
AT_B1, AT_B2 = {"element": "B1"}, {"element": "B2"}


def days(**changes: Any) -> Draft:
    return draft("supplement_days", DAYS, **changes)


FIELDS = [
    (
        days(scope={"sector": "Xây dựng"}),
        {"sector": "Chọn một thủ tục hoặc một lĩnh vực, không chọn cả hai."},
    ),
    (
        draft("time_limit", hours(72), scope={"procedure": None}),
        {"procedure": "Thời hạn giải quyết: hãy chọn thủ tục."},
    ),
    (
        days(scope={"procedure": None, "sector": "Lạ"}),
        {"sector": "Tỉnh không có thủ tục nào thuộc lĩnh vực Lạ."},
    ),
    (
        days(scope={"unit": "a", "area": "nui"}),
        {"area": "Chọn một đơn vị hoặc một khu vực, không chọn cả hai."},
    ),
    (days(scope={"area": "la"}), {"area": "Không có khu vực la."}),
    (days(scope={"unit": "la"}), {"unit": "Không có đơn vị la vào ngày 01/07/2025."}),
    (days(scope={"unit": "top"}), {"unit": "Áp dụng cho cả tỉnh thì để trống đơn vị."}),
    (days(scope=AT_B1), {"element": "Số ngày chờ bổ sung không gắn với một bước."}),
    (
        draft("step_hours", {"hours": 8}),
        {"element": "Số giờ của bước: hãy chọn bước của quy trình."},
    ),
    (
        draft("step_hours", {"hours": 8}, scope={"element": "B9"}),
        {"element": "Quy trình của thủ tục không có bước B9."},
    ),
    (
        days(valid_to=BEGIN),
        {"valid_to": "Ngày kết thúc phải sau 01/07/2025. Bỏ trống nếu chưa biết."},
    ),
    (
        days(valid_from=date(2025, 6, 30)),
        {
            "valid_from": "Ngày hiệu lực phải từ ngày ký văn bản căn cứ (01/07/2025) trở đi.",
        },
    ),
    (
        days(basis=LegalBasis("Quyết định", "a", BEGIN, ".")),
        {
            "basis.number": "Số, ký hiệu: hãy ghi như 88/QĐ-UBND.",
            "basis.article": "Điều, khoản: hãy điền căn cứ pháp lý.",
        },
    ),
    (
        draft("answer_hours", {"hours": 9}),
        {
            "value.hours": "Nghị định 118/2025/NĐ-CP, Điều 17.2 cho phép cao nhất là trả lời trong "
            "8 giờ làm việc; dài hơn chỉ theo luật chuyên ngành: hãy ghi luật, nghị định hoặc "
            "thông tư ấy làm văn bản căn cứ.",
        },
    ),
    (draft("answer_hours", {"hours": 8}), {}),
    (
        draft("answer_hours", {"hours": 9}, basis=LegalBasis("Luật", "60/2014/QH13", BEGIN, "1")),
        {},
    ),
    (
        days(basis=LegalBasis(" ", "", BEGIN, "")),
        {
            "basis.kind": "Loại văn bản: hãy điền căn cứ pháp lý.",
            "basis.number": "Số, ký hiệu: hãy điền căn cứ pháp lý.",
            "basis.article": "Điều, khoản: hãy điền căn cứ pháp lý.",
        },
    ),
    (draft("la", {}), {"kind": "Không có loại quy định la."}),
    (
        draft("step_skipped", {"skip": True}, scope=AT_B1),
        {"element": "Bước Tiếp nhận là thao tác bắt buộc, không bỏ qua được."},
    ),
    (draft("step_skipped", {"skip": False}, scope=AT_B1), {}),
    (draft("step_skipped", {"skip": True}, scope=AT_B2), {}),
    (
        draft("assignment", DESK | {"unit": "ai"}, scope=AT_B1),
        {"value.unit": "Thủ tục chỉ có các vai trò: competent, receiving, returning."},
    ),
    (
        draft("assignment", DESK | {"position": "ai"}, scope=AT_B1),
        {"value.position": "Không có chức danh ai."},
    ),
    (
        draft("competence", HOLDER | {"unit": "la"}),
        {"value.unit": "Không có đơn vị la vào ngày 01/07/2025."},
    ),
    (
        draft("competence", HOLDER | {"unit": "old"}),
        {"value.unit": "Đơn vị old chỉ có đến 01/01/2026, sau đó không ai giải quyết."},
    ),
    (
        draft("competence", HOLDER, valid_to=date(2025, 9, 1)),
        {
            "valid_to": "Từ 01/09/2025 không có quy định nào nói ai giải quyết. Hãy bỏ ngày kết"
            " thúc, hoặc duyệt trước quy định tiếp theo.",
        },
    ),
    (
        draft("document_replaced", {"document": "la", "source": "dan_cu"}),
        {"value.document": "Thủ tục chỉ có các giấy tờ: không có giấy tờ nào."},
    ),
    (
        days(replaces="la"),
        {"replaces": "Không có quy định đang có hiệu lực nào với mã này để thay thế."},
    ),
]


@pytest.mark.parametrize(("made", "said"), FIELDS, ids=lambda one: str(one)[:40])
def test_a_fault_is_said_on_its_field(made: Draft, said: dict[str, str]) -> None:
    assert faults(made) == said


def test_a_procedure_that_is_not_published_on_the_day_is_named() -> None:
    assert faults(days(), replace(FACTS, procedure=None)) == {
        "procedure": "Tỉnh chưa công bố thủ tục 1.1 vào ngày này."
    }


def test_a_unit_may_hold_a_rule_until_the_day_it_ends() -> None:
    ends = date(2026, 1, 1)
    own = draft("competence", HOLDER | {"unit": "old", "mode": "authorisation"}, valid_to=ends)
    assert faults(own) == {}
    assert faults(replace(own, valid_to=date(2026, 1, 2))).keys() == {"value.unit"}
    assert faults(days(scope={"unit": "old"}, valid_from=date(2025, 12, 31))) == {}
    assert faults(days(scope={"unit": "old"}, valid_from=ends)).keys() == {"unit"}


def test_an_authorisation_may_end_and_what_it_was_given_from_takes_over() -> None:
    given = draft("competence", HOLDER | {"mode": "authorisation"}, valid_to=date(2025, 9, 1))
    assert faults(given) == {}


def test_a_unit_that_names_one_outside_of_its_agency_is_told_who_may() -> None:
    outside = draft("competence", HOLDER | {"unit": "b"}, scope={"unit": "a"})
    assert faults(outside, UNIT_FACTS) == {
        "value.unit": "Chỉ cấp tỉnh mới giao được việc cho Đơn vị b."
    }


def test_a_rule_of_equal_rank_is_named_with_its_days() -> None:
    old = known(days(valid_to=date(2025, 9, 1)))
    found = faults(days(), replace(FACTS, others=(old,)))
    assert found == {
        "valid_from": f"Trùng thời gian và phạm vi với quy định theo {CITED}"
        " (từ 01/07/2025 đến 31/08/2025). Hãy chọn thay thế quy định đó, hoặc đổi ngày."
    }
    lasting = replace(FACTS, others=(replace(old, valid_to=None),))
    assert "(từ 01/07/2025). Hãy" in faults(days(), lasting)["valid_from"]


def test_what_is_replaced_is_of_the_same_kind_scope_and_level() -> None:
    old = known(days(scope={"unit": "a"}))
    facts = replace(FACTS, others=(old,))
    assert faults(days(scope={"unit": "b"}, replaces="cu"), facts) == {
        "replaces": "Chỉ thay thế được quy định cùng loại và cùng phạm vi."
    }
    same = days(scope={"unit": "a"}, replaces="cu")
    assert faults(same, replace(facts, level="unit")) == {
        "replaces": "Quy định đó do tỉnh ban hành, đơn vị không thay thế được."
    }
    of_unit = replace(UNIT_FACTS, others=(replace(old, level="unit"),))
    assert faults(same, of_unit) == {}


def test_a_package_lets_only_its_papers_be_replaced() -> None:
    papers = tuple(DocumentAsked(code, code, required=True) for code in ("don", "can_cuoc"))
    manifest = replace(MANIFEST, documents=papers)
    facts = replace(FACTS, procedure=ProcedureFacts(manifest, STEPS, total))
    made = draft("document_replaced", {"document": "la", "source": "dan_cu"})
    assert faults(made, facts) == {"value.document": "Thủ tục chỉ có các giấy tờ: don, can_cuoc."}
    assert faults(replace(made, value={**made.value, "document": "don"}), facts) == {}


def test_a_step_that_the_package_does_not_leave_open_is_not_skipped() -> None:
    closed = {**STEPS, "B2": replace(STEPS["B2"], may_skip=False)}
    facts = replace(FACTS, procedure=ProcedureFacts(MANIFEST, closed, total))
    assert faults(draft("step_skipped", {"skip": True}, scope=AT_B2), facts) == {
        "element": "Gói thủ tục không cho bỏ qua bước Thẩm định. Muốn bỏ, hãy công bố bản mới."
    }


LOCKS = [
    ({"least": 5}, {"lock.least": "Khóa: hãy ghi giá trị của Số ngày chờ bổ sung."}),
    ({"most": []}, {"lock.most": "Khóa: hãy ghi giá trị của Số ngày chờ bổ sung."}),
    ({"most": {"days": 0}}, {"lock.most": "Số ngày: phải từ 1 đến 365."}),
    ({"middle": 3}, {"lock": "Khóa: hãy chọn khóa hẳn, hoặc mức thấp nhất, cao nhất."}),
    ({"fixed": 1}, {"lock": "Khóa: hãy chọn khóa hẳn, hoặc mức thấp nhất, cao nhất."}),
    (
        {"least": {"days": 11}, "most": {"days": 10}},
        {"lock.most": "Khóa: mức cao nhất phải từ mức thấp nhất trở lên."},
    ),
    ({"least": {"days": 10}, "most": {"days": 10}}, {}),
    ({}, {}),
]


@pytest.mark.parametrize(("lock", "said"), LOCKS)
def test_a_lock_that_makes_no_sense_is_refused_on_its_part(
    lock: dict[str, Any], said: dict[str, str]
) -> None:
    assert faults(days(lock=lock)) == said


def test_a_lock_of_what_has_no_size_closes_wholly() -> None:
    made = draft("paperless", {"paperless": True}, lock={"least": {"paperless": True}})
    assert faults(made) == {"lock.least": "Không nhận bản giấy chỉ khóa hẳn được, không chặn mức."}


def test_a_lock_is_kept_clean_with_the_rule() -> None:
    lock = {"least": {"days": "10"}, "most": {"days": 20}, "note": 1}
    rule, _ = check_entry(days(lock=lock), FACTS)
    assert rule is not None
    assert rule.lock == {"least": {"days": 10}, "most": {"days": 20}}
    closed, _ = check_entry(days(lock={"fixed": True, "most": 3}), FACTS)
    assert closed is not None
    assert closed.lock == {"fixed": True}


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (9, "cho phép thấp nhất là 10 ngày"),
        (10, None),
        (20, None),
        (21, "cho phép cao nhất là 20 ngày"),
    ],
)
def test_a_lock_of_the_province_lets_in_its_bounds_and_nothing_beyond(
    amount: int, said: str | None
) -> None:
    lock = {"least": {"days": 10}, "most": {"days": 20}}
    wide = known(days(scope={"procedure": None}), lock=lock)
    above = replace(wide, scope=days().scope)
    facts = replace(UNIT_FACTS, others=(above,))
    made = draft("supplement_days", {"days": amount}, scope={"unit": "a"})
    expected = {"value": f"Quy định của tỉnh ({CITED}) {said}."} if said else {}
    assert faults(made, facts) == expected
    assert faults(made, replace(facts, level="province")) == {}, "the province is above its lock"


def test_a_lock_binds_on_the_days_that_both_apply_and_where_it_covers() -> None:
    closed = known(days(valid_to=date(2025, 9, 1)), lock={"fixed": True})
    facts = replace(UNIT_FACTS, others=(closed,))
    made = days(scope={"unit": "a"})
    assert faults(made, facts) == {"value": f"Quy định của tỉnh ({CITED}) đã khóa giá trị này."}
    assert faults(replace(made, valid_from=date(2025, 9, 1)), facts) == {}
    elsewhere = replace(closed, scope=days(scope={"unit": "b"}).scope)
    assert faults(made, replace(facts, others=(elsewhere,))) == {}


def test_rules_of_units_that_a_new_lock_would_shut_out_are_named() -> None:
    inside = known(draft("supplement_days", {"days": 20}, scope={"unit": "a"}), level="unit")
    facts = replace(FACTS, others=(inside,))
    closing = days(lock={"most": {"days": 19}})
    assert faults(closing, facts) == {
        "lock": f"Quy định của Đơn vị a ({CITED}) đang ở ngoài khóa này."
        " Hãy kết thúc quy định đó trước."
    }
    of_province = replace(facts, others=(replace(inside, level="province"),))
    assert faults(closing, of_province) == {}


def test_a_committed_limit_may_be_as_long_as_the_laws_and_no_longer() -> None:
    law = known(draft("time_limit", hours(64, "statutory")))
    facts = replace(FACTS, others=(law,))
    assert faults(draft("time_limit", hours(64)), facts) == {}
    assert faults(draft("time_limit", hours(65)), facts) == {
        "value.amount": f"65 giờ làm việc dài hơn thời hạn theo luật 64 giờ làm việc ({CITED})."
    }


def test_the_hours_of_the_steps_may_fill_the_limit_and_not_exceed_it() -> None:
    assert faults(draft("step_hours", {"hours": 72}, scope=AT_B2)) == {}
    assert faults(draft("step_hours", {"hours": 73}, scope=AT_B2)) == {
        "value.hours": "Tổng thời gian các bước 81 giờ làm việc vượt thời hạn 80 giờ làm việc"
        " (QĐ 1). Hãy giảm giờ các bước trước."
    }
    assert faults(draft("time_limit", hours(48))) == {}
    assert faults(draft("time_limit", hours(47))) == {
        "value.amount": "Tổng thời gian các bước 48 giờ làm việc vượt thời hạn 47 giờ làm việc"
        f" ({CITED}). Hãy giảm giờ các bước trước."
    }


def test_limits_of_other_procedures_facts_are_not_looked_at() -> None:
    rule = known(draft("time_limit", hours(47, "statutory"), valid_to=None))
    nothing = replace(FACTS, procedure=None)
    assert list(check_end(replace(rule, valid_to=date(2025, 9, 1)), nothing, ())) == []
    assert list(check_end(rule, FACTS, ())) == []


BEARING = replace(
    FACTS,
    procedure=ProcedureFacts(replace(MANIFEST, fee=FeeTable("fees.dmn", "phi")), STEPS, total),
)


def account(unit: str) -> str:
    return (
        f"Đơn vị {unit} chưa có tài khoản thụ hưởng vào ngày 01/07/2025 nên chưa thu được phí."
        " Hãy khai báo tài khoản trước."
    )


OPEN = {"channels": ["online"], "online_level": "full"}
TAKERS = [
    (draft("fee_amount", {"item": "phi", "amount": 1}, scope={"unit": "a"}), "unit"),
    (draft("competence", HOLDER), "value.unit"),
    (draft("channels", OPEN, scope={"unit": "a"}), "unit"),
]


@pytest.mark.parametrize(("made", "field"), TAKERS, ids=["rate", "competence", "channels"])
def test_a_unit_takes_a_fee_only_with_an_account_of_its_own_or_above(
    made: Draft, field: str
) -> None:
    assert faults(made, BEARING) == {field: account("a")}
    for has in ("a", "top"):
        assert faults(made, replace(BEARING, accounts=frozenset({has}))) == {}


@pytest.mark.parametrize(
    "made",
    [
        draft("fee_amount", {"item": "phi", "amount": 0}, scope={"unit": "a"}),
        draft("fee_amount", {"item": "phi", "amount": 1}),
        draft("channels", OPEN),
        draft("competence", {"holder": "commune", "mode": "own"}),
    ],
    ids=["nothing", "everywhere", "all channels", "the commune"],
)
def test_where_no_unit_is_named_or_nothing_is_taken_no_account_is_asked_for(made: Draft) -> None:
    assert faults(made, BEARING) == {}


def test_a_procedure_without_a_fee_asks_for_no_account() -> None:
    assert faults(draft("competence", HOLDER)) == {}
    assert faults(draft("channels", OPEN, scope={"unit": "a"})) == {}


def test_a_fee_is_told_what_the_table_and_the_form_have() -> None:
    def facts(items: frozenset[str] | None, numbers: frozenset[str] = frozenset()) -> Facts:
        made = ProcedureFacts(MANIFEST, STEPS, total, items, numbers)
        return replace(FACTS, procedure=made)

    def fee(**value: Any) -> Draft:
        return draft("fee_amount", {"item": "phi", "amount": 1, **value})

    mended = "Nếu văn bản căn cứ đặt thêm một khoản, hãy chọn khoản thu thêm."
    assert faults(fee(item="x"), facts(frozenset({"phi", "le_phi"}))) == {
        "value.item": f"Thủ tục này chỉ có khoản thu: le_phi, phi. {mended}"
    }
    assert faults(fee(), facts(frozenset())) == {
        "value.item": f"Thủ tục này không thu khoản nào. {mended}"
    }
    assert faults(fee(added=True), facts(frozenset({"phi"}))) == {
        "value.added": "Khoản phi đã có trong biểu phí, không phải khoản thu thêm."
    }
    asked = "Số lượng phải là một câu hỏi trả lời bằng số của mẫu đơn; mẫu đơn"
    assert faults(fee(quantity="x"), facts(None, frozenset({"b", "a"}))) == {
        "value.quantity": f"{asked} có: a, b."
    }
    assert faults(fee(quantity="x"), facts(None)) == {
        "value.quantity": f"{asked} không có câu hỏi nào như vậy."
    }
