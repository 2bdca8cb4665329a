"""The worker: APScheduler only ticks; what is due is found in the tables."""

import signal
import threading
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from adapters.folder.heads import FolderHeads
from api.settings import Settings
from engine.jobs.sealing import seal_due_days
from engine.store.database import Database

SEAL_EVERY = timedelta(minutes=10)


class Worker:
    """Ticks the jobs of one process. Any number of workers may run beside one another."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._scheduler = BackgroundScheduler(
            timezone="Asia/Ho_Chi_Minh", job_defaults={"coalesce": True, "max_instances": 1}
        )
        self._scheduler.add_job(
            self._seal,
            "interval",
            seconds=SEAL_EVERY.total_seconds(),
            next_run_time=datetime.now(UTC),
            id="seal",
        )

    def start(self) -> None:
        """Tick in the background from now on; the first ticks happen at once."""
        self._scheduler.start()

    def stop(self) -> None:
        """Let the running ticks end, then stop."""
        self._scheduler.shutdown(wait=True)

    def run_until_stopped(self) -> None:
        """Tick until the process is asked to stop."""
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        self.start()
        stopped.wait()
        self.stop()

    def _seal(self) -> None:
        heads = FolderHeads(self._settings.var / "heads")
        seal_due_days(self._database, heads, self._settings.audit_key)
