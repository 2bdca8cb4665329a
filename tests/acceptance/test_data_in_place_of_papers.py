"""A local rule puts data in place of a paper: nobody asks for it, and everyone sees why."""

import pytest

from engine.errors import DocumentsMissing, RuleInvalid
from engine.queries.case_file import case_file
from tests.rulebook import CITIZEN, PROVINCES, Rulebook, at

PLANS = {"document": "ban_ve", "source": "kho dữ liệu quy hoạch của tỉnh"}
BASIS = "Quyết định 3901/QĐ-UBND ngày 01/07/2025, mục 14"


def components(rulebook: Rulebook, case_id: str) -> dict[str, tuple[str, str, str | None]]:
    """Code → state, words, basis."""
    ref = rulebook.case(case_id).submission_number
    with rulebook.database.reading() as session:
        file = case_file(session, ref=ref, person=CITIZEN, now=rulebook.now)
    return {one.code: (one.state, one.words, one.basis) for one in file.components}


def test_a_replaced_paper_is_not_asked_for_and_the_case_keeps_the_rule(rulebook: Rulebook) -> None:
    rule = rulebook.rule(
        "nghe_an", "document_replaced", PLANS, valid_from=at("2025-09-01 00:00").date()
    )
    rulebook.now = at("2025-08-31 09:00")
    with pytest.raises(DocumentsMissing):
        rulebook.file("nghe_an", documents=[])
    rulebook.now = at("2025-09-01 09:00")
    case_id = rulebook.file("nghe_an", documents=[])
    assert [(one.kind, one.rule_id) for one in rulebook.taken(case_id)] == [
        ("document_replaced", rule)
    ]
    words = "Lấy từ kho dữ liệu quy hoạch của tỉnh"
    assert components(rulebook, case_id)["ban_ve"] == ("data", words, BASIS)


def test_what_the_case_took_stays_when_the_rule_has_ended(rulebook: Rulebook) -> None:
    day = at("2025-09-01 00:00").date()
    rulebook.rule("ha_tinh", "document_replaced", PLANS, valid_to=day)
    case_id = rulebook.file("ha_tinh", documents=[])
    rulebook.now = at("2025-09-02 09:00")
    assert components(rulebook, case_id)["ban_ve"][0] == "data"
    with pytest.raises(DocumentsMissing):
        rulebook.file("ha_tinh", documents=[])


def test_a_rule_of_one_ward_leaves_the_others_asking(rulebook: Rulebook) -> None:
    ward = PROVINCES["dak_lak"]
    rulebook.rule("dak_lak", "document_replaced", PLANS, unit=ward)
    rulebook.file("dak_lak", documents=[])
    with pytest.raises(DocumentsMissing):
        rulebook.file("dak_lak", unit="phuong_buon_ma_thuot", documents=[])


def test_a_copy_that_comes_anyway_is_kept(rulebook: Rulebook) -> None:
    rulebook.rule("nghe_an", "document_replaced", PLANS)
    case_id = rulebook.file("nghe_an")
    assert components(rulebook, case_id)["ban_ve"][0] == "file"


def test_a_paper_that_the_procedure_does_not_ask_for_cannot_be_replaced(rulebook: Rulebook) -> None:
    with pytest.raises(RuleInvalid) as refused:
        rulebook.draft(
            "nghe_an",
            kind="document_replaced",
            value={**PLANS, "document": "ban_do"},
            valid_from=rulebook.now.date(),
        )
    assert refused.value.details["faults"] == [
        {
            "field": "value.document",
            "message": "Thủ tục chỉ có các giấy tờ: don, gcn, ban_ve, cam_ket.",
        }
    ]
