"""A full, read-only or broken disk: said as it is, logged, red to who watches; one reads on."""

import errno
import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from time import sleep
from typing import Any, cast

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, exc, text

from adapters.folder.documents import FolderDocuments
from api.app import create_app
from api.http.logs import JsonLines
from engine.errors import (
    CaseBusy,
    DiskFull,
    Refusal,
    StorageBroken,
    StorageReadOnly,
    StoreUnavailable,
)
from engine.queries.watched import probe
from engine.store.database import Database
from engine.store.disk import refusal_of
from tests.acceptance.test_the_api import RECEIVER, filing
from tests.client import Api
from tests.conftest import settings_for
from tests.papers import PDF
from tests.town import Town

ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def on_every_connection(statement: str) -> Callable[[Database], None]:
    def spoil(database: Database) -> None:
        database.engine.dispose()

        @event.listens_for(database.engine, "connect")
        def _spoil(connection: object, _record: object) -> None:
            connection.cursor().execute(statement)  # type: ignore[attr-defined]

    return spoil


FULL = on_every_connection("PRAGMA max_page_count = 1")
READ_ONLY = on_every_connection("PRAGMA query_only = ON")


@ONE
@pytest.mark.parametrize(
    ("spoil", "code"), [(FULL, "disk_full"), (READ_ONLY, "storage_read_only")], ids=["full", "read"]
)
def test_a_disk_that_takes_nothing_is_said_so_and_reading_goes_on(
    app: Flask,
    town: Town,
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[Database], None],
    code: str,
) -> None:
    citizen, officer = Api(app, "congdan"), Api(app, RECEIVER)
    ref = citizen.post("/cases", filing()).json["submission_number"]
    assert app.test_client().get("/ready").status_code == 200
    spoil(town.database)
    answers = (citizen.post("/cases", filing()) for _ in range(40))  # what is left of a page
    refused = next(one for one in answers if one.status_code != 200)
    assert (refused.status_code, refused.json["code"]) == (503, code)
    assert [one for one in caplog.records if one.levelno == logging.ERROR and code in one.message]
    assert officer.get(f"/cases/{ref}").status_code == 200
    assert officer.get("/queue").json["tab_counts"]["unit"]
    ready = app.test_client().get("/ready")
    assert (ready.status_code, ready.json) == (503, {"status": "unavailable", "wrong": [code]})


def test_a_server_that_only_reads_is_said_so(app: Flask, town: Town, database_url: str) -> None:
    if town.database.is_sqlite:
        pytest.skip("tried above")
    citizen = Api(app, "congdan")
    with town.database.engine.begin() as connection:
        name = town.database.url.database
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    town.database.engine.dispose()
    refused = citizen.post("/cases", filing())
    assert (refused.status_code, refused.json["code"]) == (503, "storage_read_only")
    assert app.test_client().get("/ready").json["wrong"] == ["storage_read_only"]


def refused_by(state: str | None, said: str) -> type[Refusal] | None:
    class Told(psycopg.Error):
        sqlstate = state

    kind = exc.ProgrammingError if state == "42501" else exc.OperationalError
    error = kind("SELECT", {}, cast("Any", Told(said)))
    error.__cause__ = Told(said)
    return refusal_of(error)


@pytest.mark.parametrize(
    ("state", "said", "refusal"),
    [
        (
            "42501",
            (
                'could not extend file "base/5/16398": Read-only file system\nHINT:  Check'
                " free disk space."
            ),
            StorageReadOnly,
        ),
        (
            "42501",
            'could not extend file "base/5/1" with FileFallocate(): Permission denied',
            StorageReadOnly,
        ),
        ("42501", 'could not write to file "pg_wal/000": Operation not permitted', StorageReadOnly),
        (
            "42501",
            (
                "could not access status of transaction 7\nDETAIL:  Could not open file"
                ' "pg_xact/0000": Read-only file system.'
            ),
            StorageReadOnly,
        ),
        ("58P01", 'could not open file "base/5/1": No such file or directory', StorageBroken),
        (
            None,
            (
                'connection failed: FATAL:  could not open file "global/pg_filenode.map":'
                " Input/output error"
            ),
            StorageBroken,
        ),
        ("42501", "permission denied for table cases", None),
        ("42501", "must be owner of table cases", None),
        ("58P01", 'could not access file "$libdir/x": No such file or directory', CaseBusy),
        (None, "connection refused", CaseBusy),
        ("57P03", "the database system is in recovery mode", CaseBusy),
    ],
)
def test_what_postgresql_says_of_a_file_is_told_from_a_right_that_lacks(
    state: str | None, said: str, refusal: type[Refusal] | None
) -> None:
    assert refused_by(state, said) is refusal


def test_a_server_that_its_disk_has_stopped_is_not_told_as_busy(
    database: Database,
) -> None:
    def looked(error: Exception) -> Refusal:
        with pytest.raises(Refusal) as told, database.reading():
            raise error
        return told.value

    gone = exc.OperationalError("SELECT", {}, Exception("server closed the connection"))
    gone.connection_invalidated = True
    assert isinstance(looked(gone), CaseBusy)
    database.disk_failure.note(StorageReadOnly)
    assert isinstance(looked(gone), StorageReadOnly)
    assert isinstance(looked(exc.TimeoutError("pool")), CaseBusy)


@ONE
def test_who_watches_sees_the_disk_of_an_embedded_server_and_tells_the_others(
    app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = app.extensions["motcua"].var / "postgres"
    beside.mkdir()

    def made(dir: Path) -> object:  # noqa: A002 - its name there
        if dir == beside:
            raise OSError(errno.EROFS, "no")
        return BytesIO()

    monkeypatch.setattr("api.http.watching.tempfile.TemporaryFile", made)
    ready = app.test_client().get("/ready")
    assert (ready.status_code, ready.json["wrong"]) == (503, ["storage_read_only"])
    assert town.database.disk_failure.lately is StorageReadOnly


@ONE
def test_a_broken_database_is_told_from_a_busy_one(app: Flask, town: Town) -> None:
    citizen = Api(app, "congdan")
    town.database.engine.dispose()
    path = Path(str(town.database.url.database))
    for one in path.parent.glob(f"{path.name}*"):
        one.write_bytes(b"nonsense" * 4096)
    refused = citizen.post("/cases", filing())
    assert (refused.status_code, refused.json["code"]) == (503, "storage_broken")
    watched = app.test_client()
    assert watched.get("/ready").json["wrong"] == ["storage_broken"]
    assert watched.get("/health").json == {"status": "ok"}
    assert "motcua_database_up 0\n" in watched.get("/metrics").text


@pytest.mark.parametrize(
    ("number", "refusal"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EROFS, StorageReadOnly),
        (errno.EIO, StoreUnavailable),
    ],
)
def test_a_file_that_cant_be_kept_whole_leaves_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    refusal: type[Exception],
) -> None:
    store = FolderDocuments(tmp_path / "documents")

    def full(_file: int) -> None:
        raise OSError(number, "no")

    with monkeypatch.context() as bad:
        bad.setattr("os.fsync", full)
        with pytest.raises(refusal):
            store.put(PDF)
    assert [one for one in store.root.rglob("*") if one.is_file()] == []
    assert store.get(store.put(PDF)) == PDF


@ONE
def test_a_lost_file_is_a_refusal_and_not_a_fault_of_the_page(
    app: Flask, town: Town, documents: FolderDocuments, caplog: pytest.LogCaptureFixture
) -> None:
    citizen = Api(app, "congdan")
    ref = citizen.post("/cases", filing()).json["submission_number"]
    document = citizen.get(f"/cases/{ref}").json["documents"][0]["id"]
    for file in [one for one in tmp_root(app).rglob("*") if one.is_file() and len(one.name) == 64]:
        file.unlink()
    lost = citizen.get(f"/cases/{ref}/documents/{document}")
    assert (lost.status_code, lost.json["code"]) == (503, "store_unavailable")
    assert "is lost" in caplog.text


def tmp_root(app: Flask) -> Path:
    """Where the application's own document store lies."""
    root: Path = app.extensions["motcua"].documents.root
    return root


@ONE
def test_numbers_are_for_who_may_read_them(town: Town, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, MOTCUA_METRICS_TOKEN="t" * 20)
    app = create_app(settings, town.database, clock=lambda: town.now)
    Api(app).get("/queue")
    client = app.test_client()
    assert client.get("/metrics").status_code == 404
    told = client.get("/metrics", headers={"Authorization": "Bearer " + "t" * 20})
    assert told.content_type.startswith("text/plain; version=0.0.4")
    assert 'motcua_refusals_total{code="not_signed_in"} 1\n' in told.text
    assert "motcua_incidents_open 0\n" in told.text
    open_here = create_app(settings_for(tmp_path), town.database, clock=lambda: town.now)
    here = open_here.test_client()
    for method in ("AAA", 'A"} 1', "B" * 3_000):
        assert here.open("/health", method=method).status_code == 403
    counted = [line for line in here.get("/metrics").text.splitlines() if "requests_total{" in line]
    assert counted == ['motcua_requests_total{method="other",status="403"} 3']
    assert here.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 404


@ONE
def test_a_line_of_the_log_names_the_case_and_nobody(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    citizen, lines = Api(app, "congdan"), []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(JsonLines().format(record))  # type: ignore[method-assign]
    with caplog.at_level(logging.INFO, logger="motcua.request"):
        logging.getLogger("motcua.request").addHandler(handler)
        ref = citizen.post("/cases", filing()).json["submission_number"]
        citizen.get("/own-cases")
        logging.getLogger("motcua.request").removeHandler(handler)
    filed, listed = map(json.loads, lines)
    assert (filed["case"], filed["method"], filed["status"]) == (ref, "POST", 200)
    assert filed["route"] == "/api/v1/cases"
    assert "case" not in listed
    assert "Thành" not in "".join(lines)


def test_two_who_ask_at_once_whether_the_server_is_ready(database: Database) -> None:
    now = datetime(2026, 11, 27, tzinfo=UTC)

    def asks() -> None:
        with database.writing() as session:
            probe(session, now)

    asks()
    with ThreadPoolExecutor(1) as other:
        with database.writing() as session:
            probe(session, now)
            waits = other.submit(asks)
            sleep(0.3)
        waits.result(30)
