"""A process that steps cases until none is open, noting every act that was acknowledged to it.

Several of them step the same cases. Each act carries an id as its comment, which ends up in the
task and in the audit; the id is noted only after the commit, as a person would be told.
"""

import os
import random
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from adapters.folder.documents import FolderDocuments
from engine.errors import ActUncertain, CaseBusy, TaskAlreadyClaimed, TaskAlreadyDone, TaskNotFound
from engine.store.cases import Task
from engine.store.database import Database
from engine.store.ids import new_id
from tests.town import Town

PATIENCE = 60.0
"""Seconds of a database that is away before the stepper gives up."""


class Stepper:
    """Steps cases on one database; ``journal`` gets a line for each acknowledged act."""

    def __init__(self, url: str, folder: Path, journal: Path, case_ids: Sequence[str]) -> None:
        self.database = Database(url)
        self.town = Town(self.database, FolderDocuments(folder))
        self.case_ids = list(case_ids)
        self._journal = os.open(journal, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        self._away = 0.0

    def run(self) -> None:
        """Step random open cases until every one of them has ended."""
        while self.case_ids:
            case_id = random.choice(self.case_ids)
            try:
                self._step(case_id)
                self._away = 0.0
            except (TaskAlreadyDone, TaskAlreadyClaimed, TaskNotFound):
                continue  # the other process was faster
            except (CaseBusy, ActUncertain) as busy:
                self._note(f"busy {busy.code}")
                self._wait()
        self.database.dispose()

    def _step(self, case_id: str) -> None:
        task = self._open_task(case_id)
        if task is None:
            self.case_ids.remove(case_id)
            return
        act_id = new_id()
        self.town.now += timedelta(milliseconds=1)
        self.town.end(task, comment=act_id)
        self._note(f"done {act_id} {task.id}")

    def _open_task(self, case_id: str) -> Task | None:
        query = select(Task).where(Task.case_id == case_id, Task.state == "open")
        with self.database.reading() as session:
            return session.scalars(query).first()

    def _note(self, line: str) -> None:
        os.write(self._journal, f"{line}\n".encode())

    def _wait(self) -> None:
        self._away += 0.05
        if self._away > PATIENCE:
            raise TimeoutError
        time.sleep(0.05)


def step(url: str, folder: Path, journal: Path, case_ids: Sequence[str]) -> None:
    """What a process does, from its start to the end of the cases or of itself."""
    Stepper(url, folder, journal, case_ids).run()
