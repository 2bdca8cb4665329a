"""The worker's ticks find what is due by themselves."""

import time
from pathlib import Path

from api.settings import Settings
from api.worker import Worker
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
