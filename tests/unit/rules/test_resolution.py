"""The resolution agrees with a naive one that follows the documented order word by word."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.catalogue.rules.explanation import explain
from engine.catalogue.rules.resolution import resolve
from engine.catalogue.rules.rule import LegalBasis, Rule
from engine.catalogue.rules.scope import Circumstances, Scope, Site

FIRST = date(2025, 7, 1)
CASE = Circumstances(
    procedure="1.1",
    sector="xd",
    competent=Site(("phong", "xa", "tinh"), ("nui", "bien")),
    receiving=Site(("ttphcc", "xa", "tinh"), ("nui",)),
)
BASIS = LegalBasis("Quyết định", "1/QĐ", FIRST, "Điều 1")
VALUES = {
    "step_hours": ({"hours": "4"}, "B1", ""),
    "cut_off": ({"hour": "15:00"}, "", ""),
    "fee_exemption": ({"channel": "online", "subject": None, "rate": "0"}, "", "online/*"),
}


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    kind = draw(st.sampled_from(sorted(VALUES)))
    value, element, slot = VALUES[kind]
    procedure, sector = draw(
        st.sampled_from([("1.1", None), ("2.2", None), (None, "xd"), (None, "yt"), (None, None)])
    )
    unit, area = draw(
        st.sampled_from(
            [(None, None), (None, "nui"), (None, "bien"), (None, "dao")]
            + [(code, None) for code in ("phong", "ttphcc", "xa", "tinh", "khac")]
        )
    )
    begins = FIRST + timedelta(days=draw(st.integers(0, 6)))
    length = draw(st.none() | st.integers(1, 6))
    return Rule(
        id=draw(st.uuids()).hex,
        kind=kind,
        scope=Scope(procedure=procedure, sector=sector, unit=unit, area=area, element=element),
        slot=slot,
        value=value,
        valid_from=begins,
        valid_to=None if length is None else begins + timedelta(days=length),
        basis=BASIS,
        since_epoch=draw(st.integers(1, 3)),
    )


def naive(found: Sequence[Rule], day: date) -> dict[tuple[str, str, str], str]:
    """Throws out the losers, criterion by criterion, in the order of the documentation."""
    winners = {}
    for key in {rule.key for rule in found}:
        left = [rule for rule in found if rule.key == key and in_force(rule, day) and meets(rule)]
        for strength in (by_procedures, by_place, by_age, by_knowledge, by_id):
            best = min((strength(rule) for rule in left), default=None)
            left = [rule for rule in left if strength(rule) == best]
        if left:
            winners[key] = left[0].id
    return winners


def in_force(rule: Rule, day: date) -> bool:
    return rule.valid_from <= day < (rule.valid_to or date.max)


def site(rule: Rule) -> Site:
    return CASE.receiving if rule.kind == "cut_off" else CASE.competent


def meets(rule: Rule) -> bool:
    where = rule.scope
    return (
        where.procedure in (None, "1.1")
        and where.sector in (None, "xd")
        and (where.unit is None or where.unit in site(rule).units)
        and (where.area is None or where.area in site(rule).areas)
    )


def by_procedures(rule: Rule) -> int:
    return 1 if rule.scope.procedure else 2 if rule.scope.sector else 3


def by_place(rule: Rule) -> int:
    if rule.scope.unit:
        return site(rule).units.index(rule.scope.unit)
    return 98 if rule.scope.area else 99


def by_age(rule: Rule) -> int:
    return (date.max - rule.valid_from).days


def by_knowledge(rule: Rule) -> int:
    return -rule.since_epoch


def by_id(rule: Rule) -> str:
    return rule.id


@given(st.lists(rules(), max_size=25), st.integers(0, 14))
def test_the_winner_is_the_one_that_the_documented_order_names(
    found: list[Rule], after: int
) -> None:
    day = FIRST + timedelta(days=after)
    winners = resolve(found, CASE, day=day, epoch=1).winners
    assert {key: rule.id for key, rule in winners.items()} == naive(found, day)


@given(st.lists(rules(), max_size=12), st.integers(0, 14), st.randoms())
def test_the_order_in_which_rules_are_read_does_not_matter(
    found: list[Rule],
    after: int,
    chance: st.randoms,  # type: ignore[valid-type]
) -> None:
    day = FIRST + timedelta(days=after)
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert resolve(found, CASE, day=day, epoch=1) == resolve(shuffled, CASE, day=day, epoch=1)


@given(st.lists(rules(), max_size=25), st.integers(0, 14))
def test_the_explanation_names_the_same_winners_and_every_candidate(
    found: list[Rule], after: int
) -> None:
    day = FIRST + timedelta(days=after)
    told = explain(found, CASE, day)
    winners = {(v.kind, v.element, v.slot): v.winner for v in told if v.winner}
    assert winners == naive(found, day)
    assert {c.rule_id for v in told for c in v.candidates} == {r.id for r in found if meets(r)}
    assert all(sum(c.won for c in v.candidates) == (v.winner is not None) for v in told)


@given(st.lists(rules(), max_size=25), st.integers(0, 14), rules())
def test_a_rule_that_does_not_cover_the_case_changes_nothing(
    found: list[Rule], after: int, other: Rule
) -> None:
    stranger = replace(other, scope=replace(other.scope, unit="noi_khac", area=None))
    day = FIRST + timedelta(days=after)
    with_it = resolve([*found, stranger], CASE, day=day, epoch=1)
    assert with_it == resolve(found, CASE, day=day, epoch=1)


@pytest.mark.parametrize(
    ("target", "place"),
    [("*", "*"), ("procedure:1.1", "unit:xa"), ("sector:Hộ tịch: khác", "area:nui")],
)
def test_a_scope_comes_back_from_its_index_keys(target: str, place: str) -> None:
    scope = Scope.of(target, place, "B1")
    assert (scope.target, scope.place, scope.element) == (target, place, "B1")
