"""The real product on a port of this machine, over a prepared embedded database."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from api.app import create_app
from engine.queries.demo import DemoPerson, demo_people
from engine.store.database import Database
from tests.conftest import settings_for
from web.entrance.demo_path import Desk, desk_of
from web.frame.wording import VIETNAM

BEGIN = datetime(2025, 12, 3, 8, 0, tzinfo=VIETNAM)


@dataclass
class Clock:
    """The product's clock in tests: it stands until a test moves it, and only forward."""

    at: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.at

    def wait(self, **lasting: int) -> None:
        """Let this much time go by."""
        self.at += timedelta(**lasting)


@dataclass
class Product:
    """A running product, where it answers, and who can sign in by desk."""

    app: Flask
    url: str
    clock: Clock
    people: tuple[DemoPerson, ...]

    def everyone_at(self, desk: Desk) -> list[DemoPerson]:
        """The demo people of a desk."""
        return [person for person in self.people if desk_of(person) == desk]

    def at_desk(self, desk: Desk) -> DemoPerson:
        """The first demo person of a desk."""
        return self.everyone_at(desk)[0]


@contextmanager
def serving(var: Path, prepared: Path | str, begin: datetime = BEGIN) -> Iterator[Product]:
    """The product on a free port, stopped at the end.

    Over a copy of a prepared SQLite file, or over the prepared database at a URL itself.
    """
    if isinstance(prepared, Path):
        shutil.copy(prepared, var / "motcua.db")
        prepared = f"sqlite:///{var / 'motcua.db'}"
    database = Database(prepared)
    clock = Clock(begin)
    app = create_app(settings_for(var), database, clock=clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with database.reading() as session:
            people = demo_people(session, today=clock().date())
        yield Product(app, f"http://127.0.0.1:{server.server_port}", clock, people)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.dispose()
