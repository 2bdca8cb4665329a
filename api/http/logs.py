"""Log lines that machines read: one JSON object a line, with the case in hand."""

import json
import logging
import sys
from datetime import UTC, datetime
from time import monotonic

from flask import Flask, Response, g, request

from api.http.counting import method_of_request
from engine.store.in_hand import CASE, take_in_hand

_log = logging.getLogger("motcua.request")


class JsonLines(logging.Formatter):
    """``at``, ``level``, ``logger``, ``message``; ``case`` where one is in hand; ``error`` in full.

    What a request adds (``extra={"told": …}``) stands beside them.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (case := CASE.get()) is not None:
            line["case"] = case
        line |= getattr(record, "told", {})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def write_lines(*, as_json: bool) -> None:
    """Send the log of this process to its standard error, for people or for machines."""
    handler = logging.StreamHandler(sys.stderr)
    if as_json:
        handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # Theirs tell of every tick; ours tell what came of it.
    for quiet in ("apscheduler", "alembic", "waitress.queue"):
        logging.getLogger(quiet).setLevel(logging.WARNING)


def _begin() -> None:
    g.began = monotonic()
    take_in_hand((request.view_args or {}).get("ref"))


def _end(response: Response) -> Response:
    told = {
        "method": method_of_request(),
        "route": request.url_rule.rule if request.url_rule else None,
        "status": response.status_code,
        "ms": round((monotonic() - g.get("began", monotonic())) * 1000, 1),
    }
    _log.info("%s %s", told["method"], told["route"], extra={"told": told})
    return response


def install(app: Flask) -> None:
    """Write a line for each request: its route, never what was sent or who it was about."""
    app.before_request(_begin)
    app.after_request(_end)
