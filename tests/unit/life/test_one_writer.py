"""Over the source: the life has one writer and one table; nobody else compares its parts."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
HOME = ("engine/life/", "engine/cases/act/turning.py", "engine/cases/act/settling.py")
CLOCKS = {"answer", "supplement", "finance"}
DATES = {"received_at", "due_at", "finished_at", "returned_at"}


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the product outside the life's home."""
    for top in ("engine", "api", "web", "adapters"):
        for path in sorted((ROOT / top).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith((*HOME, "engine/store/migrations/")):
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def faults_of(name: str, tree: ast.Module) -> Iterator[str]:
    """Where a module does what only the life may do."""
    for node in ast.walk(tree):
        place = f"{name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Compare) and _compares_a_status(node):
            yield f"{place} compares a status: ask engine.life.state(…)"
        elif isinstance(node, ast.Call) and _changes(node) & ({"status"} | DATES - {"due_at"}):
            yield f"{place} writes a status or its dates: act.turn(…) does"
        elif isinstance(node, ast.Constant) and node.value in CLOCKS:
            yield f"{place} names a clock"
        elif isinstance(node, ast.Attribute) and _is_clock(node):
            yield f"{place} names a clock: ask State.counts, SOLVING or PAUSES"


def _compares_a_status(node: ast.Compare) -> bool:
    sides = [node.left, *node.comparators]
    return any(map(_reads_status, sides)) and any(map(_is_status, sides))


def _reads_status(node: ast.expr) -> bool:
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value == "status"
    return isinstance(node, ast.Attribute) and node.attr in ("status", "status_code")


def _is_status(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return any(map(_is_status, node.args))
    if isinstance(node, ast.Attribute):
        return isinstance(node.value, ast.Name) and node.value.id in ("Status", "Portal")
    if isinstance(node, ast.Set | ast.Tuple | ast.List):
        return any(map(_is_status, node.elts))
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _changes(node: ast.Call) -> set[str]:
    called = node.func
    if not (isinstance(called, ast.Attribute) and called.attr == "change"):
        return set()
    return {keyword.arg or "" for keyword in node.keywords}


def _is_clock(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "Clock"


def test_no_other_module_writes_a_status_names_a_clock_or_compares_a_status() -> None:
    assert [fault for name, tree in sources() for fault in faults_of(name, tree)] == []


def test_the_check_sees_what_it_is_for() -> None:
    wrong = ast.parse(
        "if case['status'] in {3, 7}: pass\n"
        "if row.status == Status.RECEIVED: pass\n"
        "act.change(status=4)\n"
        "act.change(finished_at=now)\n"
        "clock = 'finance'\n"
        "clock = Clock.CASE\n"
    )
    found = [fault.split()[0] for fault in faults_of("x", wrong)]
    assert found == [f"x:{line}" for line in range(1, 7)]
