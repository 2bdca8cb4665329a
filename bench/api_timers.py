"""Very many timers that are due, and how long workers take for them."""

import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, sleep

from sqlalchemy import func, select

from bench.engine_town import HISTORY, BenchTown, copy_rows
from engine.store.base import table_of
from engine.store.jobs import Timer

DOWN = subprocess.DEVNULL
_BEFORE = 2
"""Steps to the one that has a timer."""


def fill_timers(town: BenchTown, count: int) -> None:
    """So many cases more whose supplement is long overdue: the real clock is past their day."""
    case_id = town.file()
    for _ in range(_BEFORE):
        town.step(case_id)
    with town.database.writing() as session:
        for entity in (*HISTORY, Timer):
            copy_rows(session, table_of(entity), case_id, count)
    # As the server does by itself some minutes later: the first to drain would pay for its absence.
    with town.database.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _left(town: BenchTown) -> int:
    with town.database.reading() as session:
        query = select(func.count()).select_from(Timer).where(Timer.due_at <= datetime.now(UTC))
        return session.scalars(query).one()


def drained(town: BenchTown, env: Mapping[str, str], workers: int) -> float:
    """The seconds that so many workers take for all, from the first that goes."""
    motcua = Path(sys.executable).with_name("motcua")
    before = _left(town)
    with ExitStack() as running:
        for _ in range(workers):
            worker = subprocess.Popen([motcua, "worker"], env=env, stdout=DOWN, stderr=DOWN)
            running.callback(worker.wait, 30)
            running.callback(worker.terminate)
        while (first := _left(town)) == before:
            sleep(0.02)
        begun = perf_counter()
        while _left(town):
            sleep(0.02)
        return (perf_counter() - begun) * before / first
