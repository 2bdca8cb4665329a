"""Whether an expression is null when one thing it reads is empty: as the interpreter has it."""

import pytest

from engine.feel import compile_expression
from engine.feel.check.emptiness import null_when_empty, reads

TEXTS = [
    "case.x > 5",
    'case.x = "a"',
    "case.x != null and case.x > 5",
    "case.x = null or case.x > 5",
    "not(case.x)",
    "not(case.x > 1)",
    "if case.x then true else false",
    "if case.x > 1 then case.x else 3",
    'case.x in ("a", "b")',
    "case.x in (> 5, < 2)",
    "case.x in [1..5]",
    "get or else(case.x, 3) > 2",
    "case.x + 1 > 2",
    "-case.x < 2",
    "some i in case.x satisfies i > 1",
    "count(case.x) > 1",
    'count(case.x[item = "a"]) > 2',
    'list contains(case.x, "a")',
    "case.x between 1 and 5",
    "case.x instance of number",
    "is defined(case.x)",
    "case.x < 5 and case.y > 3",
    "case.x < 5 and case.y > 30",
    "case.x.z > 1",
    'contains(case.x, "a")',
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_interpreter_says_the_same(text: str) -> None:
    value = compile_expression(text).evaluate({"case": {"x": None, "y": 10}})
    told = null_when_empty(text, ("case", "x"))
    # "and" with a part that is not null may be false: it is told, as it need not be.
    assert told is (value is None) or (told and "and case.y" in text)


def test_what_is_read_is_told_as_paths() -> None:
    assert set(reads("case.x.z + applicant.owner_name[1] > dien_tich")) == {
        ("case", "x", "z"),
        ("applicant", "owner_name"),
        ("dien_tich",),
    }
    assert reads("case.x >") == []
