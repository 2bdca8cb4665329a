"""Two processes step the same cases and are killed at random moments; then all is checked."""

import json
import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlalchemy import select

from adapters.folder.documents import FolderDocuments
from adapters.folder.heads import FolderHeads
from engine.audit.heads import head_faults
from engine.cases.vouching.verify import case_faults
from engine.jobs.sealing import seal_due_days
from engine.life import Status
from engine.store.audit import CaseEvent
from engine.store.cases import Case, Task
from engine.store.database import Database
from tests.integration.faults.stepper import step
from tests.town import Town

PROCESSES = 2
KEY = b"k" * 32


@dataclass
class Killing:
    """Cases on a database and the processes that step them."""

    url: str
    folder: Path
    cases: int
    seed: int = 118
    kills: int = 0
    case_ids: list[str] = field(default_factory=list)
    _processes: list[BaseProcess] = field(default_factory=list)

    @property
    def journal(self) -> Path:
        """Where the processes note what was acknowledged to them."""
        return self.folder / "journal.txt"

    def file_cases(self) -> None:
        """File cases to step, besides those that were filed before."""
        database = Database(self.url)
        town = Town(database, FolderDocuments(self.folder / "documents"))
        self.case_ids += [town.file().case_id for _ in range(self.cases)]
        database.dispose()

    def start(self) -> BaseProcess:
        """Start one more process on the cases."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.integration.faults.stepper"])
        process = context.Process(
            target=step,
            args=(self.url, self.folder / "documents", self.journal, self.case_ids),
        )
        process.start()
        self._processes.append(process)
        return process

    def kill_at_random(self, kills: int, *, longest: float = 0.4) -> None:
        """Kill a process in the middle of its work so many times, each time starting another."""
        chance = random.Random(self.seed)
        while self.kills < kills:
            self.keep_working()
            self.until_working()
            time.sleep(chance.uniform(0.0, longest))
            victim = chance.choice(self._processes)
            if not victim.is_alive():
                continue
            assert victim.pid is not None
            os.kill(victim.pid, signal.SIGKILL)
            victim.join()
            self._processes.remove(victim)
            self.kills += 1

    def keep_working(self) -> None:
        """Both processes run and have something to do: a fast machine gets more cases."""
        ended = [process for process in self._processes if not process.is_alive()]
        for process in ended:
            assert process.exitcode == 0, "a process failed by itself"
            self._processes.remove(process)
        if ended:
            self.file_cases()
        while len(self._processes) < PROCESSES:
            self.start()

    def until_working(self) -> None:
        """Wait until something more was acknowledged: every kill meets processes at work."""
        before, until = len(self.acknowledged()), time.monotonic() + 60
        while len(self.acknowledged()) == before:
            assert time.monotonic() < until, "nothing moves any more"
            if not all(process.is_alive() for process in self._processes):
                return
            time.sleep(0.01)

    def finish(self) -> None:
        """Let the processes take every case to its end."""
        while len(self._processes) < PROCESSES:
            self.start()
        for process in self._processes:
            process.join(timeout=300)
            assert process.exitcode == 0, "a process failed by itself"
        self._processes.clear()

    def stop(self) -> None:
        """End what still runs."""
        for process in self._processes:
            process.kill()
            process.join()

    def lines(self, kind: str) -> list[str]:
        """What the processes noted of one kind. A line cut off by a kill was not acknowledged."""
        if not self.journal.exists():
            return []
        whole = self.journal.read_text(encoding="utf-8").split("\n")[:-1]
        return [line.removeprefix(f"{kind} ") for line in whole if line.startswith(kind)]

    def acknowledged(self) -> list[str]:
        """The ids of the acts that a process was told are done."""
        return [line.split()[0] for line in self.lines("done")]

    def faults(self) -> list[str]:
        """Everything that is not as it must be; empty when all is well."""
        database = Database(self.url)
        with database.reading() as session:
            cases = session.scalars(select(Case)).all()
            found = [fault for case in cases for fault in case_faults(session, case)]
            found += [f"case {c.id} is stuck" for c in cases if c.status != Status.RETURNED]
            found += _acts(
                self.acknowledged(),
                session.scalars(select(CaseEvent).where(CaseEvent.kind == "task_completed")).all(),
                session.scalars(select(Task).where(Task.state == "done")).all(),
            )
        found += self._heads(database)
        database.dispose()
        return found

    def _heads(self, database: Database) -> list[str]:
        """Seal every day and check the keyed heads, as ``motcua cases verify`` does."""
        heads = FolderHeads(self.folder / "heads")
        seal_due_days(database, heads, KEY, now=datetime.now(UTC) + timedelta(days=2))
        with database.reading() as session:
            return head_faults(session, heads, KEY)


def _acts(
    acknowledged: Sequence[str], events: Sequence[CaseEvent], tasks: Sequence[Task]
) -> list[str]:
    """Acknowledged acts that are not there exactly once, and tasks that were done twice."""
    told = [json.loads(event.body)["data"] for event in events]
    there, done = Counter(data["comment"] for data in told), Counter(data["task"] for data in told)
    found = [f"act {act} is there {there[act]} times" for act in acknowledged if there[act] != 1]
    found += [f"task {task} was done {times} times" for task, times in done.items() if times != 1]
    if {task.id for task in tasks} != set(done):
        found.append("the done tasks and the events that did them differ")
    return found


def survive(
    url: str, folder: Path, *, cases: int, kills: int, say: Callable[[str], None] = print
) -> list[str]:
    """File cases, kill, finish, check; what is wrong afterwards."""
    killing = Killing(url, folder, cases)
    killing.file_cases()
    try:
        killing.kill_at_random(kills)
        at_kills = len(killing.acknowledged())
        killing.finish()
    finally:
        killing.stop()
    say(f"{kills} kills, {at_kills} acts by then, {len(killing.acknowledged())} acts in all")
    return killing.faults()
