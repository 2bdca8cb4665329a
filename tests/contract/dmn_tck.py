"""Runs the DMN Technology Compatibility Kit, levels 2 and 3, over ``engine.feel``.

``python -m tests.contract.dmn_tck [folder]``: with a folder, its misses one by one. The folder of
the kit is named by the environment variable DMN_TCK.
"""

import collections
import datetime as dt
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from engine.feel.dmn import DmnModel, parse_dmn
from engine.feel.dmn.markup import child, children, local_name, read_root
from engine.feel.errors import FeelError, LimitExceeded
from engine.feel.lexer import join_parts
from engine.feel.literals import parse_date, parse_date_time, parse_duration, parse_time

KIT = Path(os.environ.get("DMN_TCK", "../shared/data/dmn-tck"))
RECORD = Path(__file__).with_name("dmn_tck_passed.json")
REFUSED = Path(__file__).with_name("dmn_tck_refused.txt")
LEVELS = {"CL2": "compliance-level-2", "CL3": "compliance-level-3"}
TOTALS = {"CL2": 126, "CL3": 3369}
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
TOLERANCE = Decimal("1e-8")


class Unrepresentable:
    """An expected value that Python's dates can't hold: equal to nothing."""


@dataclass(frozen=True)
class Case:
    level: str
    folder: str
    model: Path
    name: str
    result: str
    kind: str | None
    invocable: str | None
    inputs: dict[str, Any]
    expected: Any


@dataclass(frozen=True)
class Verdict:
    case: Case
    passed: bool
    got: Any


def cases(only: str = "") -> Iterator[Case]:
    """Every expected result of every test case."""
    for level, folder_name in LEVELS.items():
        for folder in sorted((KIT / folder_name).iterdir()):
            if only in folder.name:
                for file in sorted(folder.rglob("*test*.xml")):
                    yield from _cases_of(level, folder, file)


def _cases_of(level: str, folder: Path, file: Path) -> Iterator[Case]:
    root = etree.parse(str(file)).getroot()
    if local_name(root) != "testCases":
        return
    model_name = child(root, "modelName")
    model = file.parent / (model_name.text or "").strip() if model_name is not None else file
    for case in children(root, "testCase"):
        inputs = {
            join_parts(node.get("name", "")): value(node) for node in children(case, "inputNode")
        }
        for node in children(case, "resultNode"):
            expected = child(node, "expected")
            yield Case(
                level=level,
                folder=folder.name,
                model=model,
                name=case.get("id", ""),
                result=node.get("name", ""),
                kind=case.get("type"),
                invocable=case.get("invocableName"),
                inputs=inputs,
                expected=None if expected is None else value(expected),
            )


def value(element: Any) -> Any:
    """A value of the test file."""
    if element.get(XSI + "nil") == "true":
        return None
    simple = child(element, "value")
    if simple is not None:
        return _simple(simple)
    listed = child(element, "list")
    if listed is not None:
        nil = listed.get(XSI + "nil") == "true"
        return None if nil else [value(item) for item in children(listed, "item")]
    components = {part.get("name"): value(part) for part in children(element, "component")}
    return components or None


def _simple(element: Any) -> Any:
    if element.get(XSI + "nil") == "true":
        return None
    kind = element.get(XSI + "type", "xsd:string").split(":")[-1]
    text = element.text or ""
    if kind in {"decimal", "double", "integer", "float", "int"}:
        return None if text.strip() in {"NaN", "INF", "-INF"} else Decimal(text)
    if kind == "boolean":
        return text.strip() in {"true", "1"}
    parsers = {
        "date": parse_date, "time": parse_time, "dateTime": parse_date_time, "duration":
        parse_duration, }  # fmt: skip
    if kind not in parsers:
        return text
    parsed = parsers[kind](text.strip())  # type: ignore[operator]
    return Unrepresentable() if parsed is None else parsed


def same(got: Any, expected: Any) -> bool:
    """Whether an answer is the expected one; numbers to eight digits, as the kit computes
    doubles."""
    if isinstance(expected, list):
        return isinstance(got, list) and len(got) == len(expected) and all(map(same, got, expected))
    if isinstance(expected, dict):
        return (
            isinstance(got, dict)
            and got.keys() == expected.keys()
            and all(same(got[key], expected[key]) for key in expected)
        )
    if type(got) is not type(expected):
        return False
    if isinstance(expected, Decimal):
        return abs(got - expected) <= TOLERANCE * max(Decimal(1), abs(expected))
    if isinstance(expected, (dt.datetime, dt.time)) and bool(got.tzinfo) != bool(expected.tzinfo):
        return False
    return bool(got == expected)


class Runner:
    """Loads each model once and judges cases."""

    def __init__(self) -> None:
        self._models: dict[Path, DmnModel] = {}

    def model(self, path: Path) -> DmnModel:
        """A model with the models of its folder to import from."""
        if path not in self._models:
            data = path.read_bytes()
            wanted = {part.get("namespace") for part in children(read_root(data), "import")}
            neighbours = [other for other in path.parent.glob("*.dmn") if wanted and other != path]
            imported = (
                self.model(other)
                for other in neighbours
                if read_root(other.read_bytes()).get("namespace") in wanted
            )
            self._models[path] = parse_dmn(data, imports={m.namespace: m for m in imported})
        return self._models[path]

    def judge(self, case: Case) -> Verdict:
        """Whether a case passes. A decision that can't be made counts as null, a limit as a
        miss."""
        try:
            got = self._answer(case)
        except LimitExceeded as error:
            return Verdict(case, passed=False, got=error)
        except FeelError as error:
            return Verdict(case, passed=case.expected is None, got=error)
        return Verdict(case, passed=same(got, case.expected), got=got)

    def _answer(self, case: Case) -> Any:
        model = self.model(case.model)
        name = case.invocable if case.kind in {"decisionService", "bkm"} else case.result
        got = model.evaluate(name or "", case.inputs, lenient=True)
        if case.kind == "decisionService" and isinstance(got, dict):
            outputs = model.element(name or "").outputs
            return got.get(case.result) if len(outputs) > 1 else got
        return got


def run(only: str = "") -> list[Verdict]:
    """All verdicts."""
    runner = Runner()
    return [runner.judge(case) for case in cases(only)]


def passed_by_folder(verdicts: list[Verdict]) -> dict[str, int]:
    """How many cases passed in each folder, keyed ``CL3/0001-filter``."""
    counts: collections.Counter[str] = collections.Counter()
    for verdict in verdicts:
        counts[f"{verdict.case.level}/{verdict.case.folder}"] += verdict.passed
    return dict(sorted(counts.items()))


def missed(verdicts: list[Verdict]) -> list[str]:
    """The cases that did not pass, by name."""
    return sorted(
        f"{v.case.level}/{v.case.folder}/{v.case.name}/{v.case.result}"
        for v in verdicts
        if not v.passed
    )


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def show_misses(verdicts: list[Verdict]) -> None:
    """The misses one by one."""
    for verdict in verdicts:
        if not verdict.passed:
            case = verdict.case
            say(f"{case.name} {case.result} | {case.expected!r} | {verdict.got!r}")


def main(arguments: list[str]) -> int:
    """Print the misses of a folder, or the summary; ``--record`` writes the committed files."""
    if not KIT.is_dir():
        say(f"tck: không có thư mục {KIT} (đặt biến DMN_TCK)")
        return 1
    only = next((a for a in arguments if not a.startswith("-")), "")
    verdicts = run(only)
    if only:
        show_misses(verdicts)
    record = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    counts = passed_by_folder(verdicts)
    fallen = {name: count for name, count in counts.items() if count < record.get(name, 0)}
    for name, count in fallen.items():
        say(f"{name}: {count}, trước đây {record[name]}")
    if "--record" in arguments:
        RECORD.write_text(json.dumps(counts, indent=1) + "\n")
        REFUSED.write_text("\n".join(missed(verdicts)) + "\n")
    totals = {level: sum(v.passed for v in verdicts if v.case.level == level) for level in LEVELS}
    say("tck: " + " ".join(f"{level} {totals[level]}/{TOTALS[level]}" for level in LEVELS))
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
