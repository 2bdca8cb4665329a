"""What the shipped provinces have in common, and in what they differ."""

from pathlib import Path
from typing import Any

from tests.processes.reading import BPMN, TTHC, diagram, package_folders, toml


def shipped() -> dict[str, dict[str, Path]]:
    """Procedure code → province → package."""
    found: dict[str, dict[str, Path]] = {}
    for package in package_folders():
        code = toml(package / "procedure.toml")["code"]
        assert package.parent.name not in found.setdefault(code, {}), package
        found[code][package.parent.name] = package
    return found


def route(package: Path) -> list[tuple[Any, ...]]:
    """The nodes in turn: what each is and, for a step, who does it."""
    path = f"{BPMN}extensionElements/{TTHC}assignment"
    nodes = diagram(package).nodes.values()
    assigned = [(node.tag, node.find(path)) for node in nodes]
    return [(tag, () if who is None else tuple(sorted(who.items()))) for tag, who in assigned]


def limit(package: Path) -> float:
    span = toml(package / "procedure.toml")["time_limit"]
    return float(span["amount"] * (1 if span["unit"] == "working_hours" else 8))


def fees(package: Path) -> str:
    table = package / "fees.dmn"
    return table.read_text(encoding="utf-8") if table.exists() else ""


def in_all_three() -> list[list[Path]]:
    return [list(found.values()) for found in shipped().values() if len(found) == 3]


def test_fourteen_procedures_or_more_are_shipped_and_four_or_more_in_all_three_provinces() -> None:
    assert len(shipped()) >= 14
    assert len(in_all_three()) >= 4


def test_what_all_three_ship_differs_in_route_everywhere() -> None:
    for packages in in_all_three():
        routes = [route(package) for package in packages]
        assert all(one != two for n, one in enumerate(routes) for two in routes[n + 1 :])


def test_four_procedures_differ_in_time_limit_or_in_fees_between_all_three() -> None:
    limits = [p for p in in_all_three() if len({limit(package) for package in p}) == 3]
    tables = [p for p in in_all_three() if len({fees(package) for package in p}) == 3]
    assert len(limits) >= 3
    assert len(tables) >= 3


def test_invented_decisions_say_so_and_published_ones_do_not() -> None:
    published = {"3854/QĐ-UBND", "3857/QĐ-UBND"}
    for package in package_folders():
        decision = toml(package / "procedure.toml")["decision"]
        assert (decision["number"] in published) == ("source" not in decision), package


def test_a_result_that_depends_on_the_end_names_an_end_of_the_diagram() -> None:
    for package in package_folders():
        manifest = toml(package / "procedure.toml")
        ends = {end.get("id") for end in diagram(package).all("endEvent")}
        steps = {step.get("id") for step in diagram(package).steps}
        assert {r["when"] for r in manifest["results"] if "when" in r} <= ends
        assert {w["element"] for w in manifest.get("waits", [])} <= steps


def test_steps_of_a_procedure_without_an_approved_table_are_marked_as_invented() -> None:
    for package in package_folders():
        if (package / "decision.csv").exists():
            continue
        for step in diagram(package).steps:
            for name in ("assignment", "duration"):
                found = step.find(f"{BPMN}extensionElements/{TTHC}{name}")
                assert found.get("source") == "demo", (package, step.get("id"))
