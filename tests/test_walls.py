"""Each wall of ``setup.cfg`` is run into, also from rooms and adapters that don't exist yet."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(cache_dir=None))"
)
OFFENCES = (
    ("engine/fees/offence.py", "SpiffWorkflow"),
    ("engine/workflow/reading/offence.py", "SpiffWorkflow"),
    ("engine/newroom/offence.py", "SpiffWorkflow"),
    ("engine/newroom/offence.py", "flask"),
    ("engine/newroom/offence.py", "marshmallow"),
    ("engine/newroom/offence.py", "apscheduler"),
    ("engine/newroom/offence.py", "httpx"),
    ("engine/newroom/offence.py", "urllib.request"),
    ("engine/newroom/offence.py", "lxml.etree"),
    ("engine/newroom/offence.py", "importlib"),
    ("engine/newroom/offence.py", "api.http.parts"),
    ("engine/feel/offence.py", "engine.ports"),
    ("engine/feel/offence.py", "engine.store.base"),
    ("engine/worktime/offence.py", "sqlalchemy"),
    ("engine/worktime/offence.py", "engine.feel"),
    ("engine/life/offence.py", "sqlalchemy"),
    ("engine/life/offence.py", "engine.store.base"),
    ("adapters/newvendor/offence.py", "engine.administration"),
    ("adapters/newvendor/offence.py", "engine.cases"),
    ("adapters/newvendor/offence.py", "engine.newroom"),
    ("adapters/newvendor/offence.py", "sqlalchemy"),
    ("adapters/newvendor/offence.py", "adapters.folder.heads"),
    ("adapters/newvendor/offence.py", "api.settings"),
    ("web/newpages/offence.py", "engine.store.cases"),
    ("web/newpages/offence.py", "sqlalchemy.orm"),
    ("web/newpages/offence.py", "adapters.folder"),
    ("api/v1/offence.py", "engine.store.cases"),
    ("api/v1/offence.py", "sqlalchemy"),
    ("api/cli/offence.py", "adapters.folder"),
)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a copy of the product with every offence in it."""
    copy = tmp_path_factory.mktemp("walls")
    for top in ("engine", "adapters", "api", "web", "tests"):
        only_code = shutil.ignore_patterns("static", "templates", "islands", "__pycache__")
        shutil.copytree(ROOT / top, copy / top, ignore=only_code)
    shutil.copy(ROOT / "setup.cfg", copy)
    for file, imported in OFFENCES:
        (copy / file).parent.mkdir(exist_ok=True)
        (copy / file).parent.joinpath("__init__.py").touch()
        with (copy / file).open("a", encoding="utf-8") as offence:
            offence.write(f"import {imported}\n")
    done = subprocess.run(
        [sys.executable, "-c", LINT], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(("file", "imported"), OFFENCES)
def test_a_wall_stands_between(file: str, imported: str, broken: str) -> None:
    importer = file.removesuffix(".py").replace("/", ".")
    internal = imported.startswith(("engine", "adapters", "api", "web"))
    target = imported if internal else imported.partition(".")[0]
    lines = {line.strip(" -") for line in broken.splitlines()}
    assert any(
        line.startswith((f"{importer} -> {target} (", f"{importer} -> {target}:")) for line in lines
    )
