"""Provinces differ by data: a rule is entered, checked by another person, and cases take it."""

from datetime import date

from tests.rulebook import Rulebook, at, basis


def committed(hours: int) -> dict[str, object]:
    return {"clock": "committed", "amount": hours, "unit": "working_hours"}


def cut_hours(book: Rulebook, valid_from: date) -> None:
    """Hà Tĩnh shortens steps so that they fit 72 hours."""
    with_hours = {"B3": 12, "B4": 12, "B5": 20}
    for element, hours in with_hours.items():
        book.rule("ha_tinh", "step_hours", {"hours": hours}, element=element, valid_from=valid_from)


def test_a_limit_cut_from_12_days_to_9_in_one_province_leaves_the_others(
    rulebook: Rulebook,
) -> None:
    before = {p: rulebook.received(p).due_at for p in ("nghe_an", "ha_tinh", "dak_lak")}
    cut_hours(rulebook, date(2025, 7, 2))
    rule_id = rulebook.rule("ha_tinh", "time_limit", committed(72))
    after = {p: rulebook.received(p) for p in ("nghe_an", "ha_tinh", "dak_lak")}
    assert before["ha_tinh"] == at("2025-07-18 08:00")
    assert after["ha_tinh"].due_at == at("2025-07-15 08:00")
    assert after["nghe_an"].due_at == before["nghe_an"]
    assert after["dak_lak"].due_at == before["dak_lak"]
    taken = {row.kind: row for row in rulebook.taken(after["ha_tinh"].id)}
    assert taken["time_limit"].rule_id == rule_id
    assert taken["time_limit"].valid_day == date(2025, 7, 2)
    assert rulebook.taken(after["nghe_an"].id) == []


def test_a_rule_of_a_later_day_waits_for_its_day(rulebook: Rulebook) -> None:
    cut_hours(rulebook, date(2025, 7, 10))
    rulebook.rule("ha_tinh", "time_limit", committed(72), valid_from=date(2025, 7, 10))
    rulebook.now = at("2025-07-09 08:00")
    early = rulebook.received("ha_tinh")
    rulebook.now = at("2025-07-10 08:00")
    late = rulebook.received("ha_tinh")
    assert early.due_at == at("2025-07-25 08:00")
    assert late.due_at == at("2025-07-23 08:00")
    assert basis().words.startswith("Quyết định 3901/QĐ-UBND")
