"""``motcua serve``: as many processes on one port as there are cores (gunicorn).

Each process has its own connections and its own memory of packages and runs; the address, and an
embedded PostgreSQL, belong to the parent. A process that dies is made anew. On SIGTERM each takes
no more requests, ends those in hand within ``GRACE`` seconds, and the parent then stops the
embedded database.
"""

from typing import Any

from gunicorn.app.base import BaseApplication

from api.app import create_app
from api.cli.held_connections import Places
from api.cli.opening import GRACE
from api.cli.patience import PatientWorker
from api.cli.too_long import LONGEST_LINE
from api.memory import settle_memory
from api.settings import Settings
from engine.store.database import Database
from engine.store.disk import DiskFailure

PATIENCE = 120
"""Seconds after which a process that answers nothing at all, not even its parent, is replaced."""


class Processes(BaseApplication):  # type: ignore[misc]  # gunicorn tells no types
    """The web server of one installation, over the database at ``url``."""

    def __init__(self, settings: Settings, url: str) -> None:
        self._settings = settings
        self._url = url
        self._disk_failure = DiskFailure()
        super().__init__()

    def load_config(self) -> None:
        """What gunicorn is told; it reads neither files nor its own environment variables."""
        places = Places()

        def begins(_: object, process: PatientWorker) -> None:
            process.held = places.given(process)

        given: dict[str, Any] = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": self._settings.processes_at_once,
            "worker_class": PatientWorker,
            "threads": self._settings.threads,
            # Gunicorn takes one and a half besides where a core is free, more where all are busy.
            "graceful_timeout": GRACE,
            "timeout": PATIENCE,
            # Seconds for who says nothing, before a first request and after each: costs no thread.
            "keepalive": 5,
            "proc_name": "motcua-serve",
            "limit_request_line": LONGEST_LINE,
            # Nobody says where the application hangs but the application.
            "forwarder_headers": "",
            "pre_fork": begins,
            "child_exit": lambda server, process: places.left(process),  # noqa: ARG005
            "post_worker_init": lambda worker: settle_memory(),  # noqa: ARG005
            "loglevel": "warning",
        }
        for name, value in given.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application of one process, made after the fork: connections are never shared."""
        demo_data, failure = self._settings.demo_data, self._disk_failure
        database = Database(self._url, demo_data=demo_data, disk_failure=failure)
        return create_app(self._settings, database)
