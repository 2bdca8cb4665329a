"""A cut limit with the hours of its steps is one decision: entered, checked, approved together."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from engine.accounts import Person
from engine.administration.rules.approve_rule import approve_rule, send_back_rule, submit_rule
from engine.administration.rules.cutting import LimitNow, limit_now
from engine.administration.rules.draft_decision import draft_decision
from engine.administration.rules.draft_rule import discard_rule
from engine.administration.rules.rule_rows import RuleSaved, rule_in_place
from engine.cases.vouching.verify import case_faults
from engine.catalogue.rules.checks import Draft
from engine.catalogue.rules.scope import Scope
from engine.errors import CheckedByMaker, DryRunOutdated, RuleInvalid, RulesMissing
from engine.store.jobs import OutboxMessage
from engine.store.rules import LocalRule
from engine.worktime import Span, Unit
from tests.rulebook import DECISION, PERMIT, Rulebook, at, basis

DAY = date(2025, 7, 2)


def reader(book: Rulebook) -> Person:
    found = book.maker["ha_tinh"].person
    assert found is not None
    return found


def now(book: Rulebook, day: date = DAY) -> LimitNow:
    told = {"person": reader(book), "province_code": "ha_tinh", "procedure_code": PERMIT}
    with book.database.reading() as session:
        return limit_now(session, unit_code=None, day=day, **told)  # type: ignore[arg-type]


def rule(
    kind: str, value: dict[str, object], element: str = "", replaces: str | None = None
) -> Draft:
    scope = Scope(procedure=PERMIT, element=element)
    return Draft(kind, scope, value, DAY, None, basis(), replaces=replaces)


def cut(book: Rulebook, days: int) -> list[Draft]:
    """The limit cut to so many working days, and the hours of the steps with it."""
    hours = now(book).cut_hours(Span(Decimal(days), Unit.WORKING_DAYS))
    value = {"clock": "committed", "amount": str(days), "unit": "working_days"}
    steps = [rule("step_hours", {"hours": str(h)}, element) for element, h in hours.items()]
    return [rule("time_limit", value), *steps]


def draft(book: Rulebook, drafts: list[Draft], rule_id: str | None = None) -> RuleSaved:
    told = {"file": DECISION, "store": book.documents, "now": book.now, "rule_id": rule_id}
    with book.database.writing() as session:
        return draft_decision(session, admin=book.maker["ha_tinh"], drafts=drafts, **told)  # type: ignore[arg-type]


def states(book: Rulebook, ids: tuple[str, ...]) -> set[str]:
    with book.database.reading() as session:
        return set(session.scalars(select(LocalRule.state).where(LocalRule.id.in_(ids))))


def test_a_limit_and_the_hours_of_its_steps_are_cut_by_one_decision(rulebook: Rulebook) -> None:
    before = now(rulebook)
    with pytest.raises(RuleInvalid, match="Tổng thời gian các bước"):
        draft(rulebook, cut(rulebook, 5)[:1])
    saved = draft(rulebook, cut(rulebook, 5))
    assert len(saved.decision) > 2
    rulebook.approve("ha_tinh", saved.id)
    assert states(rulebook, saved.decision) == {"approved"}
    after = now(rulebook)
    assert after.span == Span(Decimal(5), Unit.WORKING_DAYS)
    assert after.total <= 40 < before.total


def test_no_part_of_a_decision_goes_on_without_the_rest(rulebook: Rulebook) -> None:
    saved = draft(rulebook, cut(rulebook, 5))
    maker, told = rulebook.maker["ha_tinh"], {"rule_id": saved.decision[-1], "now": rulebook.now}
    with rulebook.database.writing() as session:
        submit_rule(session, admin=maker, **told)  # type: ignore[arg-type]
    assert states(rulebook, saved.decision) == {"submitted"}
    with rulebook.database.writing() as session, pytest.raises(CheckedByMaker):
        approve_rule(session, admin=maker, seen="", **told)  # type: ignore[arg-type]
    checker = rulebook.checker["ha_tinh"]
    with rulebook.database.writing() as session:
        send_back_rule(session, admin=checker, reason="Thiếu phụ lục", **told)  # type: ignore[arg-type]
    assert states(rulebook, saved.decision) == {"draft"}
    with rulebook.database.writing() as session:
        discard_rule(session, admin=maker, **told)  # type: ignore[arg-type]
    assert states(rulebook, saved.decision) == {"discarded"}


def test_a_decision_entered_again_keeps_its_rules_and_drops_those_that_are_gone(
    rulebook: Rulebook,
) -> None:
    saved = draft(rulebook, cut(rulebook, 5))
    again = draft(rulebook, cut(rulebook, 7), saved.id)
    assert set(again.decision) <= set(saved.decision)
    assert states(rulebook, again.decision) == {"draft"}
    gone = tuple(set(saved.decision) - set(again.decision))
    assert states(rulebook, gone) <= {"discarded"}
    rulebook.approve("ha_tinh", again.id)
    assert now(rulebook).span.amount == 7


def test_faults_stand_on_the_field_of_their_rule(rulebook: Rulebook) -> None:
    drafts = cut(rulebook, 5)
    drafts[1] = rule("step_hours", {"hours": "-1"}, drafts[1].scope.element)
    with pytest.raises(RuleInvalid) as refused:
        draft(rulebook, drafts)
    assert [fault["field"] for fault in refused.value.details["faults"]] == ["rules.1.value.hours"]  # type: ignore[attr-defined]
    with pytest.raises(RulesMissing):
        draft(rulebook, [])


def test_a_new_cut_takes_the_place_of_the_one_before(rulebook: Rulebook) -> None:
    rulebook.approve("ha_tinh", draft(rulebook, cut(rulebook, 7)).id)
    later = DAY + timedelta(days=30)
    drafts = [replace(one, valid_from=later) for one in cut(rulebook, 5)]
    with rulebook.database.reading() as session:
        old = [rule_in_place(session, "ha_tinh", one) for one in drafts]
    assert all(old)
    drafts = [replace(one, replaces=was) for one, was in zip(drafts, old, strict=True)]
    rulebook.approve("ha_tinh", draft(rulebook, drafts).id)
    assert now(rulebook, later).span == Span(Decimal(5), Unit.WORKING_DAYS)
    assert now(rulebook).span == Span(Decimal(7), Unit.WORKING_DAYS)


def test_a_decision_reaches_running_cases_as_one_with_a_result_for_each_rule(
    rulebook: Rulebook,
) -> None:
    case = rulebook.received("ha_tinh")
    due_at = rulebook.case(case.id).due_at
    saved = draft(rulebook, cut(rulebook, 9))
    early = rulebook.look(saved.decision[-1])  # a draft tells already, whichever rule is named
    assert {one.rule_id for one in early.rules} == set(saved.decision)
    rulebook.approve("ha_tinh", saved.id)
    run = rulebook.look(saved.id)
    assert run.cases == 1
    assert sum(one.applied for one in run.rules) == run.applied == len(saved.decision)
    with pytest.raises(DryRunOutdated):
        rulebook.apply(saved.id, digest="0" * 64)
    done = rulebook.apply(saved.id, digest=run.digest)
    assert {one.cases for one in done.rules} == {1} == {done.cases}
    after = rulebook.case(case.id)
    assert after.due_at is not None
    assert due_at is not None
    assert after.due_at < due_at
    with rulebook.database.reading() as session:
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.topic == "rule_applied"))
        assert len(told.all()) == 1
        assert case_faults(session, session.merge(after, load=False)) == []
    assert rulebook.look(saved.id).effects == ()


def test_rules_of_one_decision_meet_a_case_as_the_others_leave_it(rulebook: Rulebook) -> None:
    """A later cut-off hour and a shorter limit: due by both, as if they had always been there."""
    rulebook.now = at("2025-07-02 15:30")  # after the hour: counted from the next morning
    case = rulebook.received("ha_tinh")
    hour = replace(rule("cut_off", {"hour": "16:00"}), basis=basis())
    saved = draft(rulebook, [*cut(rulebook, 9), hour])
    rulebook.approve("ha_tinh", saved.id)
    rulebook.apply(saved.id)
    again = rulebook.received("ha_tinh")
    assert rulebook.case(case.id).due_at == rulebook.case(again.id).due_at
    assert rulebook.look(saved.id).effects == ()
