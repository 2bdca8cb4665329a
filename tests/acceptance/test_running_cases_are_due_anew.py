"""Limits and cut-off hours reach running cases, those that stand still or stood still too."""

from datetime import datetime
from typing import Any

from engine.cases.vouching.verify import case_faults
from tests.rulebook import Rulebook, at

LAND, FOLDER, TAX_STEP = "1.013831", "bien_dong_dat_dai", "B6"


def limit(hours: int, clock: str = "committed") -> dict[str, object]:
    return {"clock": clock, "amount": hours, "unit": "working_hours"}


def healthy(book: Rulebook, case_id: str) -> bool:
    case = book.case(case_id)
    with book.database.reading() as session:
        return case_faults(session, session.merge(case, load=False)) == []


def waiting_for_tax(book: Rulebook) -> str:
    """A land case of 10 working days, received Wednesday 08:00, that waits since Friday 08:00."""
    scenario = book.publish("ha_tinh", FOLDER)
    case_id = book.file("ha_tinh", procedure=LAND, answers=scenario.answers)
    for step in scenario.steps:
        if step.element == TAX_STEP:
            break
        if step.element == "B2":
            book.now = at("2025-07-04 08:00")
        book.end(
            case_id, step.element, outcome=step.outcome, answers=step.answers, comment=step.comment
        )
    assert book.open_elements(case_id) == {TAX_STEP}
    return case_id


def pay(book: Rulebook, case_id: str) -> datetime | None:
    scenario = book.scenario("ha_tinh", FOLDER)
    paid = next(step for step in scenario.steps if step.element == TAX_STEP)
    today = {"ngay_nop_tien": book.now.date().isoformat()}
    book.end(case_id, outcome=paid.outcome, answers={**(paid.answers or {}), **today})
    return book.case(case_id).due_at


def land_rule(book: Rulebook, value: dict[str, Any]) -> str:
    # The steps of the package fill its limit: they must shrink first.
    for number in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11):
        hours = {"hours": 1}
        book.rule("ha_tinh", "step_hours", hours, procedure=LAND, element=f"B{number}")
    return book.rule("ha_tinh", "time_limit", value, procedure=LAND)


def test_a_case_that_stands_still_gets_its_new_time_and_the_rest_of_it_when_it_goes_on(
    rulebook: Rulebook,
) -> None:
    case_id = waiting_for_tax(rulebook)
    assert rulebook.case(case_id).due_at == at("2025-07-16 08:00")
    rulebook.now = at("2025-08-04 08:00")  # the new time is long past, but nothing was counted
    rule_id = land_rule(rulebook, limit(40))
    (effect,) = rulebook.look(rule_id).effects
    assert (effect.verdict, effect.after) == ("applied", "08:00 thứ Tư 09/07/2025")
    assert "đang dừng tính" in effect.why
    rulebook.apply(rule_id)
    assert rulebook.case(case_id).due_at == at("2025-07-09 08:00")
    # 16 of 40 hours were used; 24 are left from Monday 08:00 on.
    assert pay(rulebook, case_id) == at("2025-08-07 08:00")
    assert healthy(rulebook, case_id)


def test_a_case_whose_new_time_had_run_out_before_it_stood_still_keeps_its_promise(
    rulebook: Rulebook,
) -> None:
    case_id = waiting_for_tax(rulebook)
    rule_id = land_rule(rulebook, limit(12))
    (effect,) = rulebook.look(rule_id).effects
    assert (effect.verdict, effect.why) == ("kept", "Thành quá hạn: không áp dụng.")
    assert rulebook.apply(rule_id).cases == 0
    assert rulebook.case(case_id).due_at == at("2025-07-16 08:00")


def test_a_case_that_stood_still_is_due_as_if_the_rule_had_been_there_before(
    rulebook: Rulebook,
) -> None:
    case_id = waiting_for_tax(rulebook)
    rulebook.now = at("2025-08-04 08:00")
    assert pay(rulebook, case_id) == at("2025-08-14 08:00")
    rule_id = land_rule(rulebook, limit(40))
    (effect,) = rulebook.look(rule_id).effects
    assert (effect.verdict, effect.after) == ("applied", "08:00 thứ Năm 07/08/2025")
    rulebook.apply(rule_id)
    assert rulebook.case(case_id).due_at == at("2025-08-07 08:00")
    assert rulebook.look(rule_id).effects == ()
    assert healthy(rulebook, case_id)


def test_only_the_applied_rule_counts_not_one_that_the_case_never_took(
    rulebook: Rulebook,
) -> None:
    case = rulebook.received("ha_tinh")
    rulebook.rule("ha_tinh", "time_limit", limit(72))
    statutory = rulebook.rule("ha_tinh", "time_limit", limit(80, "statutory"))
    rulebook.apply(statutory)
    assert rulebook.case(case.id).due_at == at("2025-07-16 08:00")
    assert healthy(rulebook, case.id)


def test_a_limit_reaches_a_case_that_was_promised_for_the_same_day(rulebook: Rulebook) -> None:
    scenario = rulebook.publish("ha_tinh", "trich_luc_ho_tich")
    code = "2.000635"
    rulebook.now = at("2025-07-02 15:30")  # after the hour: the next day, 17:30
    case_id = rulebook.file("ha_tinh", procedure=code, answers=scenario.answers)
    rulebook.end(case_id)
    assert rulebook.case(case_id).due_at == at("2025-07-03 17:30")
    rule_id = rulebook.rule("ha_tinh", "time_limit", limit(4), procedure=code)
    rulebook.apply(rule_id)
    assert rulebook.case(case_id).due_at == at("2025-07-03 11:30")


def test_a_later_cut_off_hour_brings_a_case_forward_and_an_earlier_one_never_delays_it(
    rulebook: Rulebook,
) -> None:
    rulebook.publish("ha_tinh", "trich_luc_ho_tich")
    code = "2.000635"
    scenario = rulebook.publish("ha_tinh", "trich_luc_ho_tich")
    rulebook.now = at("2025-07-02 15:30")
    case_id = rulebook.file("ha_tinh", procedure=code, answers=scenario.answers)
    rulebook.end(case_id)
    later = rulebook.rule("ha_tinh", "cut_off", {"hour": "16:00"}, procedure=code)
    (effect,) = rulebook.look(later).effects
    assert (effect.after, effect.why) == ("17:30 thứ Tư 02/07/2025", "Thành đến hạn hôm nay.")
    rulebook.apply(later)
    assert rulebook.case(case_id).due_at == at("2025-07-02 17:30")
    earlier = rulebook.rule(
        "ha_tinh", "cut_off", {"hour": "14:00"}, procedure=code, unit="phuong_thanh_sen"
    )
    (effect,) = rulebook.look(earlier).effects
    assert (effect.verdict, effect.why) == (
        "kept",
        "Muộn hơn ngày hẹn đã in trên giấy: không áp dụng.",
    )


def test_a_rule_for_all_procedures_leaves_cases_where_a_narrower_one_wins(
    rulebook: Rulebook,
) -> None:
    rulebook.rule("ha_tinh", "cut_off", {"hour": "15:00"})
    rulebook.now = at("2025-07-02 15:30")
    case = rulebook.received("ha_tinh")
    everywhere = rulebook.rule("ha_tinh", "cut_off", {"hour": "16:00"}, procedure=None)
    assert rulebook.look(everywhere).effects == ()
    assert rulebook.case(case.id).due_at == case.due_at
