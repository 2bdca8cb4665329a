"""Which tests hold the product to a time point of the law, or to a trap of systems in use.

A test says so in its docstring: "Time point 9", "Trap 2", "Better 3".
``docs/reference/time-points.md`` is written from here (``make reference``); a point that no test
names fails ``tests/test_docs.py``.
"""

import ast
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
NAMES_A_POINT = re.compile(r"(Time point|Trap|Better) \d")
TIME_POINTS: Mapping[int, str] = {
    1: "A working day is 8 hours; parts of a day, 0 hours and “không tính thời gian” are read",
    2: "The clock starts at the full valid reception, not at the filing (art. 17.3)",
    3: "After 15:00 papers, and what is due the same day, count as of the next working day (18.2)",
    4: "What comes by night or on a weekend counts from the next working hour; post, as it comes",
    5: "Working days, days of the calendar, hours; the last day moves off a rest day",
    6: "Saturdays count only where the calendar of the unit says so",
    7: "National days, swapped and made-up days are data, and say how sure they are",
    8: "Hours differ by unit, season and date; a calendar says what a working day is worth",
    9: "A supplement stops the clock; a complete answer starts it from zero, with a new due time",
    10: "Waiting for a financial duty is outside the solving time",
    11: "Every changed due time keeps its old value, who, why, by which paper",
    12: "An outage suspends no clock",
    13: "Mountain and island communes have longer times, by area",
}
"""Ways of counting that decree 118/2025/NĐ-CP and the decisions of provinces ask for."""
TRAPS: Mapping[int, str] = {
    1: "Figures bent at the source: states, days and results made up on the way",
    2: "Lateness that somebody can erase",
    3: "Money that anybody outside can call paid",
    4: "A clock in several places; cases that a timer forgets; times nulled on the way back",
    5: "One poisoned message or case that stops the others; errors that are swallowed",
    6: "Success that is read from the words of an answer",
    7: "Provinces known to the code",
    8: "Ids joined in one text and searched by a part of it",
    9: "Public links to results; secrets that are kept as they are",
    10: "Statistics in a second table that drifts",
    11: "Modules of thousands of lines",
    12: "Five drafts of one form; what was typed lost with the session",
}
"""What systems that do this job get wrong."""
BETTER: Mapping[int, str] = {
    1: "Lists by what is to be done, with a live count",
    2: "Before a result is handed over: the fee is paid",
    3: "A mark and a remark on each paper",
    4: "What is said to the citizen and what is internal are two things",
    5: "One act on many dossiers, with an answer for each",
    6: "What the province holds of the owner is filled in and not asked again",
    7: "To end a task a second time is a refusal of its own",
}
"""What systems in use do better for the clerk, as far as the life of a case goes."""
HEAD = """# Time points and traps

Where a stranger finds the tests that hold the product to how the law counts time, and to what \
other systems get wrong. Each test says so in its first line; this page is written from them \
(`make reference`).
"""


def named(words: str) -> Mapping[int, list[str]]:
    """Number → the tests whose docstring says "``words`` number"."""
    found: dict[int, list[str]] = {}
    for place, said in _tests():
        for number in re.findall(rf"{words} (\d+)", said):
            found.setdefault(int(number), []).append(place)
    return found


@cache
def _tests() -> tuple[tuple[str, str], ...]:
    """Place and docstring of each test, of the files that name a point at all."""
    return tuple(
        (
            f"`{file.relative_to(TESTS).as_posix()}`: {node.name.removeprefix('test_')}",
            ast.get_docstring(node) or "",
        )
        for file in sorted(TESTS.rglob("test_*.py"))
        if NAMES_A_POINT.search(text := file.read_text("utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def points_page() -> str:
    """The page."""
    parts = [HEAD]
    for title, words, known in (
        ("Time points", "Time point", TIME_POINTS),
        ("Traps", "Trap", TRAPS),
        ("What others do better for the clerk", "Better", BETTER),
    ):
        tests = named(words)
        parts.append(f"\n## {title}\n")
        for number, text in known.items():
            parts.append(f"\n{number}. {text}\n\n")
            parts += [f"   - {place}\n" for place in tests[number]]
    return "".join(parts)
