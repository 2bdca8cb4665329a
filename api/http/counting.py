"""What this process has done since its start, in numbers."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from time import monotonic

from flask import Flask, Response, current_app, g, request

KEY = "motcua_counted"
METHODS = frozenset(
    {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}
)
OTHER = "other"


@dataclass
class Counted:
    """Requests and refusals. Safe for use by many threads."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    """By method and status."""
    refusals: Counter[str] = field(default_factory=Counter)
    """By code."""
    seconds: float = 0.0
    """That answering took, all together."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, method: str, status: int, seconds: float) -> None:
        """One request was answered."""
        with self.lock:
            self.requests[method, status] += 1
            self.seconds += seconds

    def refused(self, code: str) -> None:
        """Somebody was answered a refusal."""
        with self.lock:
            self.refusals[code] += 1


def method_of_request() -> str:
    """The method of this request by its name, one that HTTP doesn't know as ``other``: what is
    counted for ever and logged isn't a visitor's to choose."""
    return request.method if request.method in METHODS else OTHER


def counted() -> Counted:
    """What the process that serves this request has done."""
    found: Counted = current_app.extensions[KEY]
    return found


def _count(response: Response) -> Response:
    began = g.get("began", monotonic())
    counted().note(method_of_request(), response.status_code, monotonic() - began)
    return response


def install(app: Flask) -> None:
    """Count every request of the app."""
    app.extensions[KEY] = Counted()
    app.after_request(_count)
