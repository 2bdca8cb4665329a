"""What watches this process from outside asks here: does it live, can it serve, how does it fare.

``/health``: the process answers. ``/ready``: the database can be read and written, its tables are
those of this program, and there is room for files. ``/metrics``: numbers for Prometheus, of this
process since its start, and a few of the database.
"""

import errno
import hmac
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from flask import Flask, Response, abort, jsonify, request

from api.http.counting import Counted, counted
from api.http.parts import now, parts
from api.http.transaction import reading, writing
from engine.errors import DiskFull, Refusal, SchemaOutdated, StorageBroken, StorageReadOnly
from engine.queries.watched import probe, watched
from engine.store.upgrade import current, newest

ROOM = 64 * 1024 * 1024
"""Bytes that must be free where files lie: with less the next acts would fail."""
TEXT = "text/plain; version=0.0.4; charset=utf-8"
HERE = frozenset({"127.0.0.1", "::1"})


def install(app: Flask) -> None:
    """Add the three addresses."""

    @app.get("/health")
    def health() -> Response:
        return jsonify({"status": "ok"})

    @app.get("/ready")
    def ready() -> Response:
        wrong = list(dict.fromkeys((*_database(), *_disk(parts().var))))
        answer = jsonify({"status": "unavailable" if wrong else "ok", "wrong": wrong})
        answer.status_code = 503 if wrong else 200
        return answer

    @app.get("/metrics")
    def metrics() -> Response:
        token = parts().metrics_token
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        shown = hmac.compare_digest(given.encode(), token.encode()) if token else None
        if not (request.remote_addr in HERE if shown is None else shown):
            abort(404)
        lines = [*_of_process(counted()), *_of_database()]
        return Response("".join(f"{line}\n" for line in lines), content_type=TEXT)


def _database() -> Iterator[str]:
    """Writes one row of its own: a full or read-only disk is not seen otherwise."""
    try:
        with reading():
            if current(parts().database) != newest():
                raise SchemaOutdated(found="", needed="")
        with writing() as session:
            probe(session, now())
        if failed := parts().database.disk_failure.lately:
            yield failed.code
    except Refusal as refusal:
        yield refusal.code


def _disk(var: Path) -> Iterator[str]:
    """Whether files can be kept: a few bytes are written and taken away again."""
    try:
        if shutil.disk_usage(var).free < ROOM:
            yield DiskFull.code
            return
        # What the embedded PostgreSQL has kept in memory is on no disk yet, and its disk may be
        # another one: it is asked itself.
        _try(var)
        if (place := var / "postgres").is_dir():
            try:
                _try(place)
            except OSError as error:
                # A server that has ended for it tells nobody why.
                parts().database.disk_failure.note(_said(error))
                raise
    except OSError as error:
        yield _said(error).code


def _try(place: Path) -> None:
    with tempfile.TemporaryFile(dir=place) as file:
        file.write(b"motcua")
        file.flush()


def _said(error: OSError) -> type[Refusal]:
    return StorageReadOnly if error.errno == errno.EROFS else StorageBroken


def _of_process(found: Counted) -> Iterator[str]:
    with found.lock:
        requests, refusals, seconds = dict(found.requests), dict(found.refusals), found.seconds
    yield from _head("requests_total", "counter", "Requests that this process has answered.")
    for (method, status), count in sorted(requests.items()):
        yield f'motcua_requests_total{{method="{method}",status="{status}"}} {count}'
    yield from _head("request_seconds", "summary", "Seconds that answering them took.")
    yield f"motcua_request_seconds_sum {seconds:.6f}"
    yield f"motcua_request_seconds_count {sum(requests.values())}"
    yield from _head("refusals_total", "counter", "Refusals that were answered, by their code.")
    for code, count in sorted(refusals.items()):
        yield f'motcua_refusals_total{{code="{code}"}} {count}'


def _of_database() -> Iterator[str]:
    found: Mapping[str, tuple[str, int]] | None = None
    try:
        with reading() as session:
            found = watched(session, now=now())
    except Refusal:
        pass  # told by the first of these numbers
    yield from _head("database_up", "gauge", "Whether the database can be read.")
    yield f"motcua_database_up {int(found is not None)}"
    for name, (words, value) in (found or {}).items():
        yield from _head(name, "gauge", words)
        yield f"motcua_{name} {value}"


def _head(name: str, kind: str, words: str) -> Iterator[str]:
    yield f"# HELP motcua_{name} {words}"
    yield f"# TYPE motcua_{name} {kind}"
