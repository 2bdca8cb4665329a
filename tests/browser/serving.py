"""The real product on a port of this machine: embedded database, shipped data, demo accounts."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from api.app import create_app
from api.settings import Settings
from engine.accounts.demo import make_demo_accounts
from engine.organisation.loading import load_province, read_officers
from engine.publishing.folders import package_folders, province_folders, read_package_folder
from engine.publishing.publish import publish_package
from engine.queries.demo import DemoPerson, demo_people
from engine.store.database import Database
from engine.store.upgrade import upgrade
from web.demo_path import Desk, desk_of
from web.wording import VIETNAM

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
    people: dict[Desk, DemoPerson] = field(default_factory=dict)

    def at_desk(self, desk: Desk) -> DemoPerson:
        """The first demo person of a desk."""
        return self.people[desk]


def made_app(var: Path, clock: Clock, *, mode: str = "demo") -> tuple[Flask, Database]:
    """The application over a fresh embedded database with all that is shipped."""
    settings = Settings.from_env(
        {
            "MOTCUA_MODE": mode,
            "MOTCUA_VAR": str(var),
            "MOTCUA_SECRET_KEY": "k" * 32,
            "MOTCUA_AUDIT_KEY": "a" * 32,
        }
    )
    database = Database(f"sqlite:///{var / 'motcua.db'}")
    upgrade(database)
    for folder in province_folders(settings.processes):
        with database.writing() as session:
            load_province(session, folder)
            for package in package_folders(folder):
                publish_package(
                    session,
                    province_code=folder.name,
                    files=read_package_folder(package),
                    published_by="tests",
                    now=clock(),
                )
    if settings.demo:
        officers = [
            (folder.name, officer)
            for folder in province_folders(settings.processes)
            for officer in read_officers(folder)
        ]
        with database.writing() as session:
            make_demo_accounts(session, officers=officers, demo_mode=True, now=clock())
    return create_app(settings, database, clock=clock), database


@contextmanager
def serving(var: Path) -> Iterator[Product]:
    """The product on a free port of this machine, stopped at the end."""
    clock = Clock()
    app, database = made_app(var, clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with database.reading() as session:
            people = demo_people(session, today=clock().date())
        desks: dict[Desk, DemoPerson] = {}
        for one in people:
            desks.setdefault(desk_of(one), one)
        yield Product(app, f"http://127.0.0.1:{server.server_port}", clock, desks)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.dispose()
