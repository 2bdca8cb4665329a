"""Steps completed a second on SQLite, now and at an earlier commit of this repository, in one run.

``make bench-before BEFORE=commit``: each tree prepares a database of its own by its own code and
serves it by its own server; the clients are today's, and so is the mix of ``make bench-api``. Runs
of the two take turns, with bare steps of SpiffWorkflow in memory between them, so that a machine
that changes speed changes both. Writes its keys of bench/out/api.json.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from shutil import copy

from bench.api import CASES_PER_SECOND
from bench.api_clients import Load, wait_for
from bench.serving import DOWN, PORT, bare_steps, environment, write

HERE = Path(__file__).parent
BEFORE = "5d352765"
"""The last commit before work on speed over HTTP began."""
LENT = ("api.py", "api_clients.py", "api_timers.py", "serving.py")
"""What lays the cases ready; an earlier tree may not have it."""
_PREPARED = "import sys; from bench.api import prepared; prepared(sys.argv[1], int(sys.argv[2]))"
_SERVED = "from api.cli import main; main()"


def earlier(commit: str, into: Path) -> Path:
    """The tree of the commit, with the benchmark's own files."""
    packed = subprocess.run(
        ["git", "archive", "--format=tar", commit], cwd=HERE.parent, check=True, capture_output=True
    )
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as files:
        files.extractall(into, filter="data")
    for name in LENT:
        copy(HERE / name, into / "bench" / name)
    copy(HERE / "engine_town.py", into / "bench" / "engine_town.py")
    return into


@contextmanager
def served(tree: Path, var: Path, port: int, cases: int) -> Iterator[Load]:
    """Clerks at a server of the tree, with so many cases ready."""
    url = f"sqlite:///{var}/motcua.db"
    env = {**environment(url, var), "PYTHONPATH": str(tree), "MOTCUA_PORT": str(port)}
    laid = [sys.executable, "-c", _PREPARED, url, str(cases)]
    subprocess.run(laid, cwd=tree, env=env, check=True, stdout=DOWN)
    serve = [sys.executable, "-c", _SERVED, "serve"]
    with subprocess.Popen(serve, cwd=tree, env=env, stdout=DOWN, stderr=DOWN) as running:
        try:
            wait_for(port)
            with Load(port) as load:
                yield load
        finally:
            running.terminate()
            running.wait(timeout=30)


def main() -> int:
    """Build, measure, print, write; 1 when SQLite is slower than it was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", default=BEFORE)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10)
    told = parser.parse_args()
    cases = int(told.runs * told.seconds * CASES_PER_SECOND / 3) + 50
    rates: dict[str, list[float]] = {"before": [], "now": []}
    stock = [bare_steps()]
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder, ExitStack() as stack:
        made = Path(folder)
        trees = {"before": earlier(told.before, made / "tree"), "now": HERE.parent}
        loads = {}
        for place, (name, tree) in enumerate(trees.items()):
            (made / name).mkdir()
            at = served(tree, made / name, PORT + place, cases)
            loads[name] = stack.enter_context(at)
        for _ in range(told.runs):
            for name, load in loads.items():
                rates[name].append(len(load.steps(told.seconds)) / told.seconds)
                stock.append(bare_steps())
    found = {f"sqlite_completions_s_{name}": statistics.median(of) for name, of in rates.items()}
    print(f"{os.cpu_count()} cores, bare steps {statistics.median(stock):.0f} a second; {rates}")
    write({name: round(value, 2) for name, value in found.items()})
    return int(found["sqlite_completions_s_now"] < found["sqlite_completions_s_before"])


if __name__ == "__main__":
    sys.exit(main())
