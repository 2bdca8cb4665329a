"""A file of a case as an answer: shown beside a form where a browser can, never run by it."""

from collections.abc import Mapping
from io import BytesIO

from flask import send_file
from werkzeug.wrappers import Response

from api.http.attached import one_line
from api.http.kept_files import bytes_of
from engine.cases.adding_files import kind_by_bytes

_RUNS_NOTHING = "default-src 'none'; sandbox; frame-ancestors 'self'"
_POLICIES: Mapping[str, str] = {
    "image/png": _RUNS_NOTHING,
    "image/jpeg": _RUNS_NOTHING,
    # A sandbox keeps browsers from opening their PDF viewer, which is a plug-in of the page; the
    # file itself still loads and runs nothing.
    "application/pdf": "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'",
}


def sent(*, digest: str, name: str) -> Response:
    """The file under the name it was handed in: shown if its bytes are a PDF, PNG or JPEG."""
    content = bytes_of(digest)
    kind = kind_by_bytes(content)
    response = send_file(
        BytesIO(content),
        mimetype=kind or "application/octet-stream",
        as_attachment=kind is None,
        download_name=one_line(name),
    )
    response.headers["Content-Security-Policy"] = _POLICIES.get(kind or "", _RUNS_NOTHING)
    # A file is personal: no cache keeps it, and nobody else's page learns that it is there.
    response.headers["Cache-Control"] = "no-store"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
