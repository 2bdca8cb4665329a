"""Copies of the tree in which mutants are tried, so that the checkout is never edited."""

import compileall
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from py_compile import PycInvalidationMode

from tests.mutants.areas import ROOT, Area
from tests.mutants.making import Mutant

LEFT_OUT = (".*", "var", "build", "dist", "out", "node_modules", "*.egg-info", "__pycache__")
PYTEST = (
    "pytest",
    "-x",
    "-q",
    "--no-header",
    "--tb=line",
    "--hypothesis-seed=0",
    "-p",
    "no:cacheprovider",
    "--basetemp=.tested",
    "-k",
    "not postgres",
)
PATIENCE = 4
"""A mutant whose tests take so many times as long as usual is noticed: it hangs."""


class Tree:
    """A copy of the tree. Its code is compiled with digests: a change is seen by its content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
        for top in ("engine", "adapters", "api", "web"):
            compileall.compile_dir(
                folder / top,
                quiet=1,
                invalidation_mode=PycInvalidationMode.CHECKED_HASH,
            )

    def usual_seconds(self, area: Area) -> float:
        """How long the area's tests take. Raises RuntimeError unless they pass, and on this copy.

        Run twice: the first time also compiles the tests.
        """
        where = self._run(["-c", "import engine; print(engine.__file__)"], None)
        if not where[1].startswith(str(self.folder)):
            raise RuntimeError(f"the tests would run on {where[1]}")
        for _ in range(2):
            begins = time.monotonic()
            code, told = self._run(["-m", *PYTEST, *area.tests], None)
            if code:
                raise RuntimeError(f"the tests fail without any change:\n{told}")
        return time.monotonic() - begins

    def notices(self, mutant: Mutant, area: Area, usual_seconds: float) -> bool:
        """Whether a test of the area fails, or hangs, with the change."""
        path = self.folder / mutant.file
        shutil.rmtree(self.folder / ".hypothesis" / "examples", ignore_errors=True)
        own = path.read_text(encoding="utf-8")
        path.write_text(mutant.text, encoding="utf-8")
        try:
            code, _ = self._run(["-m", *PYTEST, *area.tests], 30 + PATIENCE * usual_seconds)
        finally:
            path.write_text(own, encoding="utf-8")
        return code != 0

    def _run(self, arguments: list[str], seconds: float | None) -> tuple[int, str]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder), **_written(seconds)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            told, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return 1, ""
        return process.returncode, told


def _written(seconds: float | None) -> dict[str, str]:
    """Only the runs without a change, which nobody hurries, may leave compiled tests behind."""
    return {} if seconds is None else {"PYTHONDONTWRITEBYTECODE": "1"}
