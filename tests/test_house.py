"""The house itself: packaging, names and what a machine can check of the habits."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import processes

ROOT = Path(__file__).parent.parent
CODE = [
    path
    for top in ("engine", "adapters", "api", "web")
    for path in sorted((ROOT / top).rglob("*.py"))
]


def parsed(having: str) -> Iterator[tuple[Path, ast.Module]]:
    """The modules whose text has what is looked for: to parse them all takes seconds."""
    for path in CODE:
        text = path.read_text(encoding="utf-8")
        if re.search(having, text):
            yield path, ast.parse(text)


LONG, LONGEST = 330, 520
"""Lines of a module: what few have, and what none has."""


def test_no_installed_distribution_takes_our_package_names() -> None:
    for name in ("engine", "api", "adapters", "web", "processes"):
        assert set(packages_distributions().get(name, [])) <= {"motcua"}, name


def test_processes_hold_data_only() -> None:
    assert [path.name for path in processes.root().glob("*/**/*.py")] == []
    assert (processes.root() / "nghe_an" / "province.toml").is_file()


def test_setup_cfg_has_no_percent_sign_for_pip_would_choke_on_it() -> None:
    assert "%" not in (ROOT / "setup.cfg").read_text(encoding="utf-8")


def test_pyproject_holds_only_what_setup_cfg_can_not() -> None:
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(content) == {"build-system", "tool"}
    assert set(content["tool"]) == {"ruff"}


@pytest.mark.parametrize("word", ["utils", "helpers", "manager"])
def test_no_module_is_a_drawer_for_everything(word: str) -> None:
    assert [str(path) for path in CODE if word in path.stem] == []


def test_only_settings_reads_the_environment() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in CODE
        if re.search(r"\b(environb?|getenvb?)\b", path.read_text(encoding="utf-8"))
    }
    assert readers == {"api/settings.py"}


def test_every_module_says_what_it_is() -> None:
    speaks_at_once = r'\A"""[^"\s]'
    silent = [
        str(path.relative_to(ROOT))
        for path, tree in parsed(rf"\A(?!{speaks_at_once})")
        if not ast.get_docstring(tree)
    ]
    assert silent == []


def test_no_sentence_is_mended_by_making_letters_small() -> None:
    """A name may stand anywhere in it: "trình UBND tỉnh" must not become "trình ubnd tỉnh"."""
    shown = [ROOT / "engine/queries", ROOT / "engine/facts", ROOT / "web"]
    small = re.compile(r"\.(lower|capitalize|title)\(\)|\|\s*(lower|capitalize|title)\b")
    files = [f for top in shown for f in sorted(top.rglob("*")) if f.suffix in {".py", ".html"}]
    mended = [str(f.relative_to(ROOT)) for f in files if small.search(f.read_text("utf-8"))]
    assert mended == []


def test_no_code_knows_a_province() -> None:
    """Routes, deadlines and fees of a province are data; code that names one is a wall. Trap 7."""
    provinces = [path.parent.name for path in processes.root().glob("*/province.toml")]
    knowing = {
        f"{path.relative_to(ROOT)}: {province}"
        for path in CODE
        for province in provinces
        if province in path.read_text(encoding="utf-8")
    }
    assert knowing == set()


def test_nothing_reads_from_words_whether_something_went_well() -> None:
    """A refusal has a code and a class; words are for people. Trap 6."""
    names = "|".join(ERRORS)
    read = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in parsed(rf"\bstr\(\s*({names})\b|\b({names})\s*\.\s*(message|args)\b")
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare) and any(map(_of_error, (node.left, *node.comparators)))
    }
    # The driver of the database has no class for a pipeline that was cut off.
    assert {place.partition(":")[0] for place in read} <= {"engine/store/round_trips.py"}


ERRORS = {"error", "refusal", "refused", "failed", "wrong", "exc", "unreadable"}
"""What caught errors are called."""


def _of_error(node: ast.expr) -> bool:
    """Whether this is ``str(error)``, or the message of one."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "str" and node.args:
        return getattr(node.args[0], "id", "") in ERRORS
    return isinstance(node, ast.Attribute) and (
        node.attr in {"message", "args"} and getattr(node.value, "id", "") in ERRORS
    )


def test_nothing_is_found_by_a_part_of_a_text_but_what_people_look_for() -> None:
    """Ids stand each in its own row or column, so that none is part of another. Trap 8."""
    like = re.compile(r"\.(i?like|regexp_match)\(")
    found = {str(p.relative_to(ROOT)) for p in CODE if like.search(p.read_text(encoding="utf-8"))}
    assert found <= {"engine/queries/inbox/searching.py", "engine/queries/all_cases/asking.py"}


def test_no_module_grows_to_what_nobody_reads() -> None:
    """About 300 lines are the rule, and few are longer. Trap 11."""
    lines = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in CODE}
    long = {name for name, count in lines.items() if count > LONG}
    assert max(lines.values()) <= LONGEST
    assert len(long) < len(lines) / 20


def test_no_import_is_hidden_from_the_walls() -> None:
    """What a string names can't be checked; ``importlib`` has a line of its own in setup.cfg."""
    hidden = {"__import__", "exec", "eval"}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in parsed(rf"\b({'|'.join(hidden)}|modules)\b")
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id in hidden)
        or (
            isinstance(node, ast.Attribute)
            and node.attr == "modules"
            and getattr(node.value, "id", "") == "sys"
        )
    ]
    assert found == []
