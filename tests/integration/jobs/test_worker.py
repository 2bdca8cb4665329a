"""The worker's ticks find what is due by themselves."""

import time
from datetime import datetime, timedelta
from pathlib import Path

from api.settings import Settings
from api.worker import Worker
from engine.jobs.turns import take_turn
from engine.store.database import Database
from tests.at_once import by_two_workers
from tests.integration.jobs.procedures import elements, file, install, task
from tests.integration.workflow.diagrams import boundary, flows, nodes, timer
from tests.town import Town

PATIENCE = 30.0
"""Seconds; the first tick happens at once."""


def test_a_worker_fires_what_is_due_soon_after_it_starts(town: Town, tmp_path: Path) -> None:
    overdue = boundary("han", "a", timer("PT2H"))
    install(town, nodes("start:s end:e"), task("a"), task("b"), overdue, flows("s>a>e han>b>e"))
    case_id = file(town).case_id
    settings = Settings.from_env({"MOTCUA_MODE": "demo", "MOTCUA_VAR": str(tmp_path)})
    worker = Worker(settings, town.database)
    worker.start()
    try:
        until = time.monotonic() + PATIENCE
        while elements(town, case_id) != ["b"] and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        worker.stop()
    assert elements(town, case_id) == ["b"]


def test_a_job_of_the_night_is_done_by_one_of_two_workers(town: Town) -> None:
    def turn(database: Database, *, now: datetime) -> bool:
        return take_turn(database, "files", now=now, length=timedelta(hours=12))

    assert sorted(by_two_workers(turn, town.database, now=town.now)) == [False, True]
    assert not turn(town.database, now=town.now + timedelta(hours=11)), "it is taken"
    tomorrow = town.now + timedelta(hours=24)
    assert sorted(by_two_workers(turn, town.database, now=tomorrow)) == [False, True]
    assert take_turn(town.database, "keys", now=town.now, length=timedelta(hours=12)), "another job"
