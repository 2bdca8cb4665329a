"""Over the source: the life has one writer and one table; nobody else compares its parts."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

ROOT = Path(__file__).parents[3]
ACTS = ("engine/cases/act/turning.py", "engine/cases/act/settling.py")
PETITIONS = ("engine/petitions/", "engine/demonstration/voices.py")
"""Petitions are no cases: they have a life, and terms to answer in, of their own."""
HOME = ("engine/life/", *ACTS, "engine/store/migrations/", "engine/facts/", *PETITIONS)
RUNS = ("engine/workflow/", "engine/cases/act/")
"""Where a run is stepped: parking is a method there."""
CLOCKS = {"answer", "supplement", "finance"}
DATES = {"received_at", "finished_at", "returned_at"}
SQL = re.compile(r"\bUPDATE\s+cases\b|\bclock\s*=\s*'", re.IGNORECASE)
TELLS = {"StatusChanged", "CaseParked", "CaseResumed"}
LOOKED_AT = re.compile(
    rf"status|Clock|\b(park|resume|{'|'.join(DATES | TELLS)})\b|{SQL.pattern}"
    rf"|['\"]({'|'.join(CLOCKS)})['\"]",
    re.IGNORECASE,
)
"""What stands in the text of every fault: to parse what has none of it takes seconds."""


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the product outside the life's home."""
    for top in ("engine", "api", "web", "adapters"):
        for path in sorted((ROOT / top).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            text = path.read_text(encoding="utf-8")
            if not name.startswith(HOME) and LOOKED_AT.search(text):
                yield name, ast.parse(text)


ASKED_ABOUT = (ast.Match, ast.Call, ast.Compare, ast.Constant, ast.Assign, ast.Attribute)
"""Nodes that a check says something of: most of a module are others."""


def faults_of(name: str, tree: ast.Module) -> list[str]:
    """Where a module does what only the life may do, each line once."""
    found = {
        node.lineno: f"{name}:{node.lineno} {why}"
        for node in ast.walk(tree)
        if isinstance(node, ASKED_ABOUT) and (why := _why(name, node))
    }
    return [found[line] for line in sorted(found)]


def _why(name: str, node: ast.expr | ast.stmt) -> str | None:
    return next((why for does, why in CHECKS if does(name, node)), None)


def _compares(_: str, node: ast.AST) -> bool:
    if isinstance(node, ast.Match):
        return _reads_status(node.subject)
    if _calls(node, "in_", "not_in") and _owner(node) == "status":
        return isinstance(node.args[0], ast.List | ast.Tuple | ast.Set)
    return isinstance(node, ast.Compare) and _compares_a_status(node)


def _writes(_: str, node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return bool(SQL.search(str(node.value)))
    if _calls(node, "change", "values"):
        return bool(_given(node) & ({"status"} | DATES))
    return isinstance(node, ast.Assign) and any(map(_is_status_column, node.targets))


def _tells(_: str, node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TELLS


def _names_a_clock(name: str, node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and node.value in CLOCKS and name.startswith("engine/")
    if not isinstance(node, ast.Attribute) or not node.attr.isupper():
        return False
    of = node.value
    return "Clock" in (getattr(of, "id", ""), getattr(of, "attr", ""))


def _asks_a_date(_: str, node: ast.AST) -> bool:
    return _calls(node, "is_", "is_not") and _owner(node) == "finished_at"


def _parks(name: str, node: ast.AST) -> bool:
    return _calls(node, "park", "resume") and not name.startswith(RUNS)


CHECKS: tuple[tuple[Callable[[str, ast.AST], bool], str], ...] = (
    (_compares, "compares a status: ask engine.life.state(…) or RUNNING"),
    (_writes, "writes a status or its dates: act.turn(…) does"),
    (_tells, "tells of a status or a clock: act.turn(…) does"),
    (_names_a_clock, "names a clock: ask State.counts, SOLVING or PAUSES"),
    (_asks_a_date, "asks a date whether a case ended: ask RUNNING or state(…)"),
    (_parks, "parks a run: act.turn(…) does"),
)


def _calls(node: ast.AST, *names: str) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
    )


def _owner(node: ast.Call) -> str:
    """The attribute that a method is called on."""
    of = node.func.value if isinstance(node.func, ast.Attribute) else None
    return of.attr if isinstance(of, ast.Attribute) else ""


def _given(node: ast.Call) -> set[str]:
    names = {keyword.arg or "" for keyword in node.keywords}
    for keyword in node.keywords:
        if keyword.arg is None and isinstance(keyword.value, ast.Dict):
            names |= {key.value for key in keyword.value.keys if isinstance(key, ast.Constant)}
    return names


def _compares_a_status(node: ast.Compare) -> bool:
    sides = [node.left, *node.comparators]
    return any(map(_reads_status, sides)) and any(map(_is_status, sides))


def _is_status_column(node: ast.expr) -> bool:
    if not (isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)):
        return False
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else ""
    return node.slice.value == "status" and owner in {"changes", "case"}


def _reads_status(node: ast.expr) -> bool:
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value == "status"
    if isinstance(node, ast.Call):
        return any(map(_reads_status, node.args)) or (
            isinstance(node.func, ast.Attribute)
            and node.func.attr == "get"
            and any(isinstance(one, ast.Constant) and one.value == "status" for one in node.args)
        )
    return isinstance(node, ast.Attribute) and node.attr in ("status", "status_code")


def _is_status(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return any(map(_is_status, node.args))
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name) and node.value.id in ("Status", "Portal")
    if isinstance(node, ast.Set | ast.Tuple | ast.List):
        return any(map(_is_status, node.elts))
    if isinstance(node, ast.Name):
        return node.id.isupper()  # a number with a name is a number
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def test_no_other_module_writes_a_status_names_a_clock_or_compares_a_status() -> None:
    """Trap 4: a clock has one home."""
    assert [fault for name, tree in sources() for fault in faults_of(name, tree)] == []


@pytest.mark.parametrize(
    "wrong",
    [
        "if case['status'] in {3, 7}: pass",
        "if row.get('status') == 6: pass",
        "if row.status == Status.RECEIVED: pass",
        "if Status(row['status']) is Status.RECEIVED: pass",
        "match case['status']:\n case 6: pass",
        "query.where(Case.status.in_([3, 7, 8]))",
        "query.where(Case.status == DONE)",
        "if case['status'] in WAITING: pass",
        "query.where(Case.finished_at.is_(None))",
        "act.change(status=4)",
        "act.change(finished_at=now)",
        "act.change(**{'status': 4})",
        "act.changes['status'] = 4",
        "connection.execute(update(_case).values(status=4, finished_at=now))",
        'connection.execute(text("UPDATE cases SET status=4"))',
        "act.announce(StatusChanged(status=4))",
        "act.run.park(now)",
        "clock = 'finance'",
        "clock = Clock.CASE",
        "clock = life.Clock.CASE",
        "text(\"SELECT 1 FROM clock_intervals WHERE clock='case'\")",
    ],
)
def test_the_check_sees_what_it_is_for(wrong: str) -> None:
    assert LOOKED_AT.search(wrong)
    assert faults_of("engine/queries/x.py", ast.parse(wrong)) != []
