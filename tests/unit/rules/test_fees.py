"""Fees: full rate × what each exemption leaves, and nothing of it is lost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.catalogue.rules.scope import Scope
from engine.fees import BaseFee, FeeLine, fees_due

BASIS = LegalBasis("Nghị quyết", "09/2025/NQ-HĐND", date(2025, 7, 10), "Điều 1")


def rule(kind: str, slot: str, value: dict[str, object]) -> Rule:
    return Rule(f"{kind} {slot}", kind, Scope(), slot, value, date(2025, 7, 21), None, BASIS)


def exemption(rate: str, channel: str | None = None, subject: str | None = None) -> Rule:
    value = {"channel": channel, "subject": subject, "rate": rate}
    return rule("fee_exemption", f"{channel or '*'}/{subject or '*'}", value)


def amount(item: str, dong: int, quantity: str | None = None) -> Rule:
    return rule("fee_amount", item, {"item": item, "amount": str(dong), "quantity": quantity})


def base(full: int, due: int | None = None) -> BaseFee:
    left = Decimal(full if due is None else due)
    return BaseFee("le_phi", "le_phi", Decimal(full), left, "NQ 28/2024", "")


def due(
    fees: list[BaseFee],
    *rules: Rule,
    channel: str = "online",
    subjects: tuple[str, ...] = (),
    answers: dict[str, object] | None = None,
) -> list[FeeLine]:
    found = fees_due(fees, rules, channel=channel, subjects=subjects, answers=answers or {})
    return list(found)


def test_without_rules_the_package_speaks() -> None:
    assert [(line.full, line.due) for line in due([base(75000)])] == [(75000, 75000)]


def test_an_exemption_keeps_what_it_lets_off_and_cites_its_basis() -> None:
    (line,) = due([base(75000)], exemption("0", "online"))
    assert (line.full, line.exempted, line.due) == (75000, 75000, 0)
    assert line.rules == ("fee_exemption online/*",)
    assert line.words == (
        "0 đồng (miễn theo NQ 28/2024; Nghị quyết 09/2025/NQ-HĐND ngày 10/07/2025, Điều 1)"
    )


def test_an_exemption_of_another_channel_or_group_does_not_count() -> None:
    others = (exemption("0", "counter"), exemption("0", None, "ho_ngheo"))
    assert due([base(75000)], *others)[0].due == 75000
    assert due([base(75000)], *others, subjects=("ho_ngheo",))[0].due == 0


def test_exemptions_multiply_with_each_other_and_with_the_table() -> None:
    halves = (exemption("50", "online"), exemption("50", None, "ho_ngheo"))
    (line,) = due([base(80000, 40000)], *halves, subjects=("ho_ngheo",))
    assert (line.full, line.exempted, line.due) == (80000, 70000, 10000)


def test_a_rate_of_ones_own_takes_the_place_of_the_table_and_counts_copies() -> None:
    (line,) = due([base(8000)], amount("le_phi", 5000, "so_ban"), answers={"so_ban": 3})
    assert (line.full, line.due, line.rules) == (15000, 15000, ("fee_amount le_phi",))


def test_an_item_that_only_a_rule_names_is_due_too() -> None:
    lines = due([base(8000)], amount("phi_tham_dinh", 200000))
    assert [(line.item, line.due) for line in lines] == [
        ("le_phi", 8000),
        ("phi_tham_dinh", 200000),
    ]


def test_a_procedure_without_fee_stays_free() -> None:
    assert due([], exemption("0", "online")) == []


CITED = "Nghị quyết 09/2025/NQ-HĐND ngày 10/07/2025, Điều 1"


def test_a_local_rate_is_cited_instead_of_the_table_and_before_the_exemptions() -> None:
    table = replace(base(8000), explained="Bản đầu")
    (line,) = due([table], amount("le_phi", 5000))
    assert (line.basis, line.explained, line.kind) == (CITED, "Bản đầu", "le_phi")
    (line,) = due([table], exemption("50"), amount("le_phi", 5000))
    assert line.basis == f"{CITED}; {CITED}"
    assert line.rules == ("fee_amount le_phi", "fee_exemption */*")


def test_a_table_without_a_basis_leaves_no_gap_before_the_exemptions() -> None:
    (line,) = due([replace(base(8000), basis="")], exemption("50"))
    assert line.basis == CITED


def test_halves_of_a_dong_are_rounded_up_in_the_full_rate_and_in_what_is_due() -> None:
    half = Decimal("0.5")
    (line,) = due([base(8000)], amount("le_phi", 5, "so_ban"), answers={"so_ban": half})
    assert (line.full, line.due) == (3, 3)
    (line,) = due([base(5)], exemption("50"))
    assert (line.full, line.exempted, line.due) == (5, 2, 3)
    (line,) = due([base(1)], exemption("50"))
    assert (line.exempted, line.due) == (0, 1)


@pytest.mark.parametrize(
    ("answer", "full"),
    [(3, 15000), (2.5, 12500), (Decimal(2), 10000), ("3", 5000), (None, 5000), (0, 0)],
)
def test_a_rate_is_taken_as_often_as_a_number_says_and_once_without_one(
    answer: object, full: int
) -> None:
    (line,) = due([base(8000)], amount("le_phi", 5000, "so_ban"), answers={"so_ban": answer})
    assert line.full == full
    (line,) = due([base(8000)], amount("le_phi", 5000), answers={"so_ban": answer})
    assert line.full == 5000


def test_the_tables_exemption_lets_off_the_same_part_of_a_local_rate() -> None:
    (line,) = due([base(80000, 20000)], amount("le_phi", 50000))
    assert (line.full, line.exempted, line.due) == (50000, 37500, 12500)


def test_a_table_that_asks_for_nothing_lets_off_nothing_of_a_local_rate() -> None:
    (line,) = due([base(0)], amount("le_phi", 50000))
    assert (line.full, line.due) == (50000, 50000)


def test_an_item_of_nothing_is_let_off_by_nobody() -> None:
    (line,) = due([base(0)], exemption("0"))
    assert (line.full, line.due, line.basis, line.rules) == (0, 0, "NQ 28/2024", ())


def test_items_that_only_rules_name_come_last_in_the_order_of_their_codes() -> None:
    lines = due([base(8000)], amount("phi_b", 2), amount("phi_a", 1), exemption("50"))
    assert [line.item for line in lines] == ["le_phi", "phi_a", "phi_b"]
    added = lines[1]
    assert (added.kind, added.explained, added.full, added.due) == ("phi_a", "", 1, 1)
    assert added.basis == f"{CITED}; {CITED}"


def test_an_exemption_of_a_channel_and_a_group_wants_both() -> None:
    both = exemption("0", "online", "ho_ngheo")
    assert due([base(8000)], both)[0].due == 8000
    assert due([base(8000)], both, channel="counter", subjects=("ho_ngheo",))[0].due == 8000
    assert due([base(8000)], both, subjects=("khac", "ho_ngheo"))[0].due == 0


def test_a_receipt_says_what_was_let_off_and_by_what() -> None:
    assert due([base(8000)])[0].words == "8.000 đồng"
    half = due([base(8000)], exemption("50"))[0]
    assert half.words == f"4.000 đồng (giảm 4.000 đồng theo NQ 28/2024; {CITED})"


rates = st.integers(0, 100).map(str)
amounts = st.integers(0, 10_000_000)


@given(amounts, rates, rates)
def test_what_is_due_and_what_is_let_off_make_the_full_rate_in_whole_dong(
    full: int, one: str, other: str
) -> None:
    rules = (exemption(one, "online"), exemption(other))
    (line,) = due([base(full)], *rules)
    assert line.exempted + line.due == line.full == full
    assert 0 <= line.due <= full
    exact = Decimal(full) * int(one) * int(other) / 10000
    assert abs(line.due - exact) <= Decimal("0.5")


@given(amounts, rates, rates)
def test_the_order_of_exemptions_does_not_matter(full: int, one: str, other: str) -> None:
    rules = (exemption(one, "online"), exemption(other))
    assert due([base(full)], *rules)[0].due == due([base(full)], *rules[::-1])[0].due
