"""What a case took from rules, as later acts read it; and which limit is in force."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from engine.catalogue.limit_rows import OwnLimit
from engine.catalogue.manifest import TimeLimit
from engine.catalogue.rules.limits import LimitInForce, as_taken, limit_in_force
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.catalogue.rules.scope import Scope
from engine.catalogue.rules.taken import CARRIED, Taken
from engine.worktime import Span, Unit

DAY = date(2025, 12, 4)
BASIS = LegalBasis("Quyết định", "1/QĐ", date(2025, 7, 1), "Điều 1")
OTHERWISE = Span(Decimal(12), Unit.WORKING_DAYS)


def rule(rule_id: str, kind: str, value: dict[str, Any], slot: str = "", element: str = "") -> Rule:
    return Rule(rule_id, kind, Scope(element=element), slot, value, DAY, None, BASIS)


def limit(clock: str, amount: int, unit: str = "working_days") -> Rule:
    value = {"clock": clock, "amount": str(amount), "unit": unit}
    return rule(clock, "time_limit", value, slot=clock)


COMMITTED, STATUTORY = limit("committed", 9), limit("statutory", 15)
HOURS = rule("h", "step_hours", {"hours": "12"}, element="B2")


def taken(*rules: Rule, before: dict[str, Any] | None = None) -> Taken:
    return Taken(Taken(before or {}).with_rules(rules))


@pytest.mark.parametrize(
    ("rules", "days"),
    [
        ((), 12),
        ((STATUTORY,), 15),
        ((COMMITTED,), 9),
        ((STATUTORY, COMMITTED), 9),
        ((COMMITTED, STATUTORY), 9),
    ],
    ids=["none", "statutory", "committed", "both", "both, the other way round"],
)
def test_of_both_limits_the_committed_one_is_counted(rules: tuple[Rule, ...], days: int) -> None:
    span = Span(Decimal(days), Unit.WORKING_DAYS)
    assert taken(*rules).limit(OTHERWISE) == span
    found = Resolved(DAY, 1, {one.key: one for one in rules})
    package = OwnLimit(TimeLimit(Decimal(12), Unit.WORKING_DAYS, "QĐ 1"))
    assert limit_in_force(package, as_taken(found)).span == span


def test_a_limit_in_force_names_its_rule_and_its_basis_or_the_packages() -> None:
    package = OwnLimit(TimeLimit(Decimal(12), Unit.WORKING_HOURS, "QĐ 1"))
    own = LimitInForce(Span(Decimal(12), Unit.WORKING_HOURS), "QĐ 1")
    assert limit_in_force(package, Taken()) == own
    found = Resolved(DAY, 1, {one.key: one for one in (STATUTORY, HOURS)})
    span = Span(Decimal(15), Unit.WORKING_DAYS)
    ruled = LimitInForce(span, BASIS.words, rule="statutory")
    assert limit_in_force(package, as_taken(found)) == ruled


def test_a_step_has_the_hours_that_the_case_took_and_others_keep_theirs() -> None:
    case = taken(HOURS, rule("n", "step_hours", {"hours": None}, element="B3"))
    assert case.hours("B2", Decimal(8)) == Decimal(12)
    assert case.hours("B3", Decimal(8)) is None, "taken as not counted"
    assert case.hours("B4", Decimal(8)) == Decimal(8)
    assert case.hours("B4", None) is None


def test_a_value_is_known_with_the_rule_behind_it() -> None:
    case = taken(HOURS, rule("c", "cut_off", {"hour": "15:00"}))
    assert (case.value("step_hours", "B2"), case.rule_id("step_hours", "B2")) == (
        {"hours": "12"},
        "h",
    )
    assert (case.value("cut_off"), case.rule_id("cut_off")) == ({"hour": "15:00"}, "c")
    for kind, element in (("step_hours", "B3"), ("step_hours", ""), ("cut_off", "B2"), ("x", "")):
        assert (case.value(kind, element), case.rule_id(kind, element)) == (None, None)


def test_a_value_is_told_with_its_basis_and_one_of_before_in_general_words() -> None:
    case = taken(HOURS, before={"cut_off": {"": {"value": {"hour": "15:00"}, "rule": "g"}}})
    assert case.basis("step_hours", "B2") == BASIS.words
    local = "quy định riêng của địa phương"
    assert case.basis("cut_off") == case.basis("step_hours", "B3") == case.basis("x") == local


def test_the_limit_that_is_counted_has_a_slot_and_the_packages_has_none() -> None:
    assert taken(STATUTORY, COMMITTED).limit_slot == "committed"
    assert taken(STATUTORY).limit_slot == "statutory"
    assert taken(HOURS).limit_slot is None


def test_the_cut_off_is_the_rules_or_the_packages() -> None:
    case = taken(rule("c", "cut_off", {"hour": "15:30"}))
    assert case.cut_off(time(14)) == time(15, 30)
    assert taken().cut_off(time(14)) == time(14)
    assert taken().cut_off(None) is None


def test_steps_are_skipped_that_a_rule_says_are() -> None:
    yes = rule("y", "step_skipped", {"skip": True}, element="B2")
    no = rule("n", "step_skipped", {"skip": False}, element="B3")
    assert taken(yes, no).skipped == {"B2"}
    assert taken().skipped == frozenset()


def test_only_what_later_acts_read_is_carried() -> None:
    fee = rule("f", "fee_amount", {"item": "phi", "amount": "1"}, slot="phi")
    assert taken(fee).plain == {}
    assert "fee_amount" not in CARRIED


def test_taking_more_leaves_what_was_taken_before_as_it_is() -> None:
    before = {"filed_unit": "xa", "step_hours": {"B1": {"value": {"hours": "1"}, "rule": "g"}}}
    kept = {"filed_unit": "xa", "step_hours": dict(before["step_hours"])}  # type: ignore[call-overload]
    case = taken(HOURS, COMMITTED, before=before)
    assert case.plain == {
        "filed_unit": "xa",
        "step_hours": {
            "B1": {"value": {"hours": "1"}, "rule": "g"},
            "B2": {"value": {"hours": "12"}, "rule": "h", "basis": BASIS.words},
        },
        "time_limit": {
            "committed": {"value": COMMITTED.value, "rule": "committed", "basis": BASIS.words}
        },
    }
    assert before == kept, "the column that was read is not changed"
    assert case.filed_unit == "xa"
    assert taken().filed_unit is None


def test_another_unit_assigns_its_own_work() -> None:
    desk = rule("a", "assignment", {"unit": "competent", "position": "cv"}, element="B2")
    assert taken(desk, HOURS).without_assignments() == taken(HOURS)
