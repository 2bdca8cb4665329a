"""Everything that filing, reception and a change of channel leave of a case under local rules."""

from tests.left import left_behind, lines
from tests.rulebook import Rulebook


def left(rulebook: Rulebook, case_id: str) -> str:
    """What the act of this moment left behind."""
    return left_behind(rulebook.database, case_id, rulebook.now)


def under_rules(rulebook: Rulebook) -> str:
    """A case of Hà Tĩnh that meets rules of every moment; filed on 2 July at eight."""
    half = {"channel": "online", "subject": None, "rate": 50}
    rulebook.rule("ha_tinh", "fee_exemption", half)
    for clock, amount in (("statutory", 12), ("committed", 9)):
        limit = {"clock": clock, "amount": amount, "unit": "working_days"}
        rulebook.rule("ha_tinh", "time_limit", limit)
    rulebook.rule("ha_tinh", "cut_off", {"hour": "15:00"}, procedure=None)
    rulebook.rule("ha_tinh", "step_hours", {"hours": 2}, element="B2")
    return rulebook.file("ha_tinh")


def test_a_filing_takes_the_rules_of_filing_and_pays_by_them(rulebook: Rulebook) -> None:
    case_id = under_rules(rulebook)
    assert left(rulebook, case_id) == lines("""
        case 1 online N-H27-250702-00001 at phuong_thanh_sen
        task B1 phuong_thanh_sen_ttphcc/can_bo_mot_cua due 02/07 14:00
        runs answer since 02/07 08:00 (Nộp hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.2)
        tells case_submitted status=1 unit=phuong_thanh_sen_ttphcc
        audit Lê Thị Mai: case_submitted answers=<16> applicant_kind=citizen assisted=false
          channel=online competent=phuong_thanh_sen documents=[{"component": "ban_ve", "digest":
          "…", "id": "…", "media_type": "application/pdf", "name": "giay-to.pdf", "size": 306}]
          number=N-H27-250702-00001 package=… procedure=1.013225
          receiving=phuong_thanh_sen_ttphcc returning=phuong_thanh_sen_ttphcc submitter=Phan Thị
          Lài
        audit Lê Thị Mai: rules_taken day=2025-07-02 epoch=7 moment=submission rules=[{"basis":
          "Quyết định 3901/QĐ-UBND ngày 01/07/2025, mục 14", "element": "", "kind":
          "fee_exemption", "rule": "…", "slot": "online/*", "value": {"channel": "online",
          "rate": "50", "subject": null}}]
        audit Lê Thị Mai: fees_computed channel=online fees=[{"basis": "Nghị quyết của HĐND tỉnh
          Hà Tĩnh (minh họa); Quyết định 3901/QĐ-UBND ngày 01/07/2025, mục 14", "due": "37500",
          "exempted": "37500", "explained": "thu đủ", "full": "75000", "item": "le_phi", "kind":
          "le_phi", "rules": ["…"]}]
    """)


def test_a_reception_takes_the_other_rules_and_counts_by_them(rulebook: Rulebook) -> None:
    case_id = under_rules(rulebook)
    rulebook.now = rulebook.now.replace(hour=15, minute=30)
    rulebook.end(case_id)
    assert left(rulebook, case_id) == lines("""
        case 2 online H27.101.01-250702-0001 at phuong_thanh_sen, received 02/07 15:30, due
          15/07 17:30
        task B2 phuong_thanh_sen_kt/lanh_dao_phong due 02/07 17:30
        done B1, taken 02/07 15:30
        runs case since 02/07 15:30 (Tiếp nhận đủ hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.3)
        tells status_changed code=H27.101.01-250702-0001 status=2
        audit Nguyễn Thị Hạnh: rules_taken day=2025-07-02 epoch=7 moment=reception
          rules=[{"basis": "Quyết định 3901/QĐ-UBND ngày 01/07/2025, mục 14", "element": "",
          "kind": "cut_off", "rule": "…", "slot": "", "value": {"hour": "15:00"}}, {"basis":
          "Quyết định 3901/QĐ-UBND ngày 01/07/2025, mục 14", "element": "", "kind":
          "time_limit", "rule": "…", "slot": "committed", "value": {"amount": "9", "clock":
          "committed", "unit": "working_days"}}, {"basis": "Quyết định 3901/QĐ-UBND ngày
          01/07/2025, mục 14", "element": "", "kind": "time_limit", "rule": "…", "slot":
          "statutory", "value": {"amount": "12", "clock": "statutory", "unit": "working_days"}},
          {"basis": "Quyết định 3901/QĐ-UBND ngày 01/07/2025, mục 14", "element": "B2", "kind":
          "step_hours", "rule": "…", "slot": "", "value": {"hours": "2"}}]
        audit Nguyễn Thị Hạnh: case_received code=H27.101.01-250702-0001 due_at=15/07 17:30
          limit={"amount": "9", "basis": "Quyết định 3901/QĐ-UBND ngày 01/07/2025, mục 14",
          "rule": "…", "unit": "working_days"} no_slip=false
        audit Nguyễn Thị Hạnh: task_completed act=receive comment_reader=officers due_at=02/07
          14:00 element=B1 name=Tiếp nhận, số hóa hồ sơ officer=… task=…
    """)


def test_another_way_of_handling_papers_takes_no_rule_of_filing_again(rulebook: Rulebook) -> None:
    case_id = under_rules(rulebook)
    rulebook.now = rulebook.now.replace(hour=9)
    rulebook.switch(case_id, "counter")
    assert "rules_taken" not in left(rulebook, case_id)


def test_a_rule_of_competence_moves_the_case_at_its_reception(rulebook: Rulebook) -> None:
    holder = {"holder": "unit", "unit": "so_xay_dung", "mode": "own"}
    desk = {"unit": "competent", "division": "quy_hoach", "position": "lanh_dao_phong"}
    case_id = rulebook.file("ha_tinh")  # under the rules it would find nobody at the department
    rulebook.rule("ha_tinh", "assignment", desk, element="B2")
    rulebook.open_account("ha_tinh", "so_xay_dung", rulebook.now.date())
    rulebook.rule("ha_tinh", "competence", holder)
    rulebook.now = rulebook.now.replace(hour=9)
    rulebook.end(case_id)
    assert left(rulebook, case_id) == lines("""
        case 2 online H27.101.01-250702-0001 at so_xay_dung, received 02/07 09:00, due 18/07
          09:00
        task B2 so_xay_dung_qhkt/lanh_dao_phong due 02/07 15:00
        done B1, taken 02/07 09:00
        runs case since 02/07 09:00 (Tiếp nhận đủ hồ sơ; NĐ 118/2025/NĐ-CP, Điều 17.3)
        tells status_changed code=H27.101.01-250702-0001 status=2
        audit Nguyễn Thị Hạnh: rules_taken day=2025-07-02 epoch=4 moment=reception
          rules=[{"basis": "Quyết định 3901/QĐ-UBND ngày 01/07/2025, mục 14", "element": "",
          "kind": "competence", "rule": "…", "slot": "", "value": {"holder": "unit", "mode":
          "own", "unit": "so_xay_dung"}}, {"basis": "Quyết định 3901/QĐ-UBND ngày 01/07/2025,
          mục 14", "element": "B2", "kind": "assignment", "rule": "…", "slot": "", "value":
          {"division": "quy_hoach", "position": "lanh_dao_phong", "unit": "competent"}}]
        audit Nguyễn Thị Hạnh: case_received code=H27.101.01-250702-0001 due_at=18/07 09:00
          limit={"amount": "96", "basis": "Cắt từ 15 ngày còn 12 ngày làm việc", "rule": null,
          "unit": "working_hours"} no_slip=false
        audit Nguyễn Thị Hạnh: task_completed act=receive comment_reader=officers due_at=02/07
          14:00 element=B1 name=Tiếp nhận, số hóa hồ sơ officer=… task=…
    """)
