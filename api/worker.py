"""The worker: APScheduler only ticks; what is due is found in the tables."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.background import BackgroundScheduler

from api.memory import with_room
from api.ports import DOCUMENTS, HEADS
from api.settings import Settings
from engine.accounts.sessions import drop_old_sessions
from engine.accounts.wrong_facts import sweep_facts
from engine.drafts.drop import drop_old_drafts
from engine.errors import Unavailable
from engine.jobs.checking import check_published
from engine.jobs.following import (
    follow_moved_desks,
    follow_successions,
    return_after_undoing,
)
from engine.jobs.pacing import Pace
from engine.jobs.renaming import rename_units
from engine.jobs.sealing import seal_due_days
from engine.jobs.sweeping import sweep_files, sweep_keys
from engine.jobs.timers import fire_due_timers
from engine.jobs.turns import take_turn
from engine.jobs.waking import close_all_unpaid, give_own_times, tell_late, wake_due_cases
from engine.store.database import Database

SEAL_EVERY = timedelta(minutes=10)
FIRE_EVERY = timedelta(seconds=5)
WAKE_EVERY = timedelta(minutes=1)
DROP_EVERY = timedelta(hours=1)
SESSIONS_SHOWN = timedelta(days=30)
"""How long an ended session stays to be looked into."""
SWEEP_AT = 2
"""The hour of the night in which what has served its time goes."""
CHECK_AT = 3
"""The hour in which what is published is checked for being fileable, on the day that begins."""
NIGHT = timedelta(hours=12)
"""For how long a nightly job is the worker's that took it first."""

REST = 1.5
"""After each case so many times as long as it took: a worker takes two fifths of what it could from
people at work."""

_log = logging.getLogger(__name__)


class Worker:
    """Ticks the jobs of one process. Any number of workers may run beside one another."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._pace = Pace(REST)
        self._heads = HEADS.make(settings)
        self._documents = DOCUMENTS.make(settings)
        self._scheduler = BackgroundScheduler(
            timezone="Asia/Ho_Chi_Minh", job_defaults={"coalesce": True, "max_instances": 1}
        )
        self._tick("seal", self._seal, SEAL_EVERY)
        self._tick("timers", self._fire, FIRE_EVERY)
        self._tick("sessions", self._drop_sessions, DROP_EVERY)
        self._tick("waking", self._wake, WAKE_EVERY)
        self._tick("drafts", self._drop_drafts, DROP_EVERY)
        self._nightly("keys", self._sweep_keys)
        self._nightly("files", self._sweep_files)
        self._nightly("own_times", self._give_own_times)
        self._nightly("fileable", self._check_published, hour=CHECK_AT)

    def start(self) -> None:
        """Tick in the background from now on; the first ticks happen at once."""
        self._scheduler.start()

    def stop_soon(self) -> None:
        """Begin no case more, so that stopping waits for those in hand alone."""
        self._pace.stop()

    def stop(self) -> None:
        """Let the running ticks end after the case in hand, then stop."""
        self.stop_soon()
        self._scheduler.shutdown(wait=True)

    def run_until_stopped(self) -> None:
        """Tick until the process is asked to stop."""
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        self.start()
        stopped.wait()
        self.stop()

    def _tick(self, name: str, job: Callable[[], None], every: timedelta) -> None:
        self._scheduler.add_job(
            _unless_busy,
            "interval",
            args=(name, job),
            seconds=every.total_seconds(),
            next_run_time=datetime.now(UTC),
            id=name,
        )

    def _nightly(self, name: str, job: Callable[[], None], *, hour: int = SWEEP_AT) -> None:
        self._scheduler.add_job(
            _unless_busy, "cron", args=(name, partial(self._if_mine, name, job)), hour=hour, id=name
        )

    def _if_mine(self, name: str, job: Callable[[], None]) -> None:
        """One worker does it in a night."""
        if take_turn(self._database, name, now=datetime.now(UTC), length=NIGHT):
            job()

    def _fire(self) -> None:
        fire_due_timers(self._database, pace=self._pace)

    def _wake(self) -> None:
        rename_units(self._database)
        for job in (
            follow_successions,
            follow_moved_desks,
            return_after_undoing,
            wake_due_cases,
            tell_late,
            close_all_unpaid,
        ):
            job(self._database, pace=self._pace)

    def _drop_drafts(self) -> None:
        drop_old_drafts(self._database, until=_days_ago(self._settings.draft_days))

    def _sweep_keys(self) -> None:
        sweep_keys(self._database, until=_days_ago(self._settings.key_days))
        sweep_facts(self._database, now=datetime.now(UTC))

    def _sweep_files(self) -> None:
        until = _days_ago(self._settings.draft_days)
        sweep_files(self._database, self._documents, until=until)

    def _give_own_times(self) -> None:
        give_own_times(self._database, pace=self._pace)

    def _check_published(self) -> None:
        check_published(self._database, now=datetime.now(UTC))

    def _drop_sessions(self) -> None:
        noted = _days_ago(self._settings.sign_in_days)
        drop_old_sessions(self._database, ended=datetime.now(UTC) - SESSIONS_SHOWN, noted=noted)

    def _seal(self) -> None:
        seal_due_days(self._database, self._heads, self._settings.audit_key)


def _days_ago(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def _unless_busy(name: str, job: Callable[[], None]) -> None:
    """A database or store that is away is no fault of the job: the next tick does what is left."""
    try:
        with_room(job)()
    except Unavailable as busy:
        _log.warning("%s: %s", name, busy)
