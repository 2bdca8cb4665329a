"""What a check of tables and texts may cost: counted work, never the clock."""

from pathlib import Path
from typing import Any

import pytest

from engine.feel import FeelType, Limits, act_budget
from engine.feel.check import Finding, check_model
from engine.feel.check.findings import did_you_mean
from engine.feel.dmn import parse_dmn
from engine.feel.limits import DEFAULT_LIMITS
from tests.unit.feel.dmn_texts import Column, definitions, literal, table_file

NUMBER = FeelType("number")
SHIPPED = sorted(Path("processes").glob("*/*/*.dmn"))


def codes(found: list[Finding]) -> list[str]:
    return [one.code for one in found]


def wide(rules: int) -> dict[str, Any]:
    """A table of eight columns whose cells all overlap, each with ends of its own."""
    cells = [[f"[{7 * at + n}..{9000 - 5 * at - n}]" for n in range(8)] for at in range(rules)]
    return {"inputs": [Column("n", "number")] * 8, "rules": [(row, ["1"]) for row in cells]}


def test_a_wide_table_is_searched_within_the_budget_of_an_act() -> None:
    """A12e 1: 300 rules by eight columns took ten seconds; what it costs grows with its cells."""
    spent = []
    for rules in (40, 80):
        model = parse_dmn(table_file(**wide(rules)))
        with act_budget() as budget:
            found = codes(check_model(model, {"n": NUMBER}))
        spent.append(budget.spent)
        assert "dmn.not_analysed" not in found
        assert found.count("dmn.overlap") == 20
    assert spent[1] < 2.5 * spent[0] < DEFAULT_LIMITS.fuel / 2


def test_a_table_that_the_budget_does_not_last_for_is_said_to_be_unsearched() -> None:
    model = parse_dmn(table_file(**wide(4)))
    with act_budget(Limits(fuel=5_000)) as budget:
        found = codes(check_model(model, {"n": NUMBER}))
    assert found == ["dmn.not_analysed"]
    assert budget.used_up


def test_kinds_of_moments_that_have_no_order_are_not_cut() -> None:
    rules = [
        ([f'>= date and time("2026-01-0{n}T00:00:00{zone}")'], ["1"])
        for n, zone in enumerate(("", "Z"), 1)
    ]
    model = parse_dmn(table_file(inputs=[Column("n", "")], rules=rules))
    assert codes(check_model(model, {"n": FeelType("Any")})) == ["dmn.not_analysed"]


def test_types_that_double_at_every_level_are_not_written_out() -> None:
    """Six levels of forty parts are 40⁶ types from 14 kB."""
    width, levels = 40, 6
    items = "".join(
        f'<itemDefinition name="t{level}">'
        + "".join(
            f'<itemComponent name="c{part}"><typeRef>'
            f"{f't{level + 1}' if level < levels - 1 else 'number'}</typeRef></itemComponent>"
            for part in range(width)
        )
        + "</itemDefinition>"
        for level in range(levels)
    )
    decided = '<decision id="d" name="d"><variable name="d" typeRef="t0"/>'
    model = parse_dmn(definitions(f"{items}{decided}{literal('1')}</decision>"))
    with act_budget() as budget:
        check_model(model)
    assert budget.spent < DEFAULT_LIMITS.fuel / 10


def test_names_that_may_be_meant_leave_half_of_the_budget() -> None:
    known = [f"so_tien_{n}" for n in range(500)]
    with act_budget(Limits(fuel=40_000)) as budget:
        told = [bool(did_you_mean("so_tiem_1", known)) for _ in range(9)]
    assert told[0]
    assert not told[-1]
    assert budget.fuel >= 20_000


@pytest.mark.parametrize("path", SHIPPED, ids=str)
def test_tables_of_shipped_packages_are_searched_to_the_end(path: Path) -> None:
    """Nothing of them is left out for its cost: a hundred budgets would find the same."""
    model = parse_dmn(path.read_bytes())
    with act_budget() as budget:
        found = check_model(model)
    with act_budget(Limits(fuel=100 * DEFAULT_LIMITS.fuel)):
        assert check_model(model) == found
    assert budget.spent < DEFAULT_LIMITS.fuel / 10
