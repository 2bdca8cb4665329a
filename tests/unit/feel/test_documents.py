"""What the documents claim of FEEL is so."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from engine.feel import compile_expression
from engine.feel.check import CODES, check_expression
from engine.feel.comparison import equal
from engine.feel.compiler import BUILTINS
from engine.feel.dmn import errors as dmn_errors
from engine.feel.errors import FeelError
from engine.feel.limits import MAX_HEIGHT, MAX_NESTING, MAX_TEXT, Limits, Run
from engine.feel.typeref import ANY

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs/guide/designer-expressions.md").read_text()
REFERENCE = (ROOT / "docs/reference/feel.md").read_text()
PASSED = json.loads((ROOT / "tests/contract/dmn_tck_passed.json").read_text())
BLOCK = re.compile(r"```feel\n(.*?)```", re.DOTALL)
MOMENT = re.compile(r"^Lúc: (\S+)$", re.MULTILINE)
SECTIONS = re.split(r"^## ", GUIDE, flags=re.MULTILINE)[1:]


def test_the_guide_shows_twenty_expressions() -> None:
    assert len(SECTIONS) == 20


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.split("\n", 1)[0])
def test_an_expression_of_the_guide_gives_what_it_says(section: str) -> None:
    text, data, answer = BLOCK.findall(section)
    moment = MOMENT.search(section)
    now = dt.datetime.fromisoformat(moment[1]) if moment else None

    context = compile_expression(data).evaluate({})
    value = compile_expression(text).evaluate(context, now=now)

    assert equal(value, compile_expression(answer).evaluate({}), Run()) is True
    assert check_expression(text, dict.fromkeys(context, ANY)) == []


def test_every_function_is_in_the_reference() -> None:
    assert {name for name in BUILTINS if f"`{name}(" not in REFERENCE} == set()


def test_every_code_is_in_the_reference() -> None:
    raised = {error.code for error in _below(FeelError)} | {"dmn"}

    assert {code for code in raised | set(CODES) if f"`{code}`" not in REFERENCE} == set()
    assert dmn_errors.NotUnique.code in raised


def _below(error: type[FeelError]) -> set[type[FeelError]]:
    found = set(error.__subclasses__())
    return found.union(*map(_below, found)) if found else found


def test_the_counts_of_the_reference_are_the_committed_ones() -> None:
    for level, total in (("CL2", 126), ("CL3", 3369)):
        passed = sum(count for folder, count in PASSED.items() if folder.startswith(level))
        assert f"{level} {passed}/{total}" in REFERENCE


def test_the_limits_of_the_reference_are_the_real_ones() -> None:
    limits = Limits()
    numbers = (limits.fuel, limits.depth, limits.size, MAX_TEXT, MAX_NESTING, MAX_HEIGHT)

    for number in numbers:
        assert f"{number:,}".replace(",", ".") in REFERENCE
