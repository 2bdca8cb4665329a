"""Static files under an address that names their content, so that browsers may keep them for good.

All files share one digest in the path: the stylesheet's relative addresses of fonts stay right.
"""

import gzip
import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory

FOLDER = Path(__file__).parent / "static"
PREFIX = "/tinh"
_FOR_GOOD = "public, max-age=31536000, immutable"
_COMPRESSED = {".css": "text/css", ".js": "text/javascript"}

assets = Blueprint("assets", __name__)


@cache
def digest() -> str:
    """Twelve hex digits of the content of all static files."""
    total = hashlib.sha256()
    for file in sorted(FOLDER.rglob("*")):
        if file.is_file():
            total.update(file.relative_to(FOLDER).as_posix().encode())
            total.update(file.read_bytes())
    return total.hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a static file, such as ``tokens.css``."""
    return f"{PREFIX}/{digest()}/{name}"


@cache
def _gzipped(name: str) -> bytes:
    return gzip.compress((FOLDER / name).read_bytes(), mtime=0)


@assets.get(f"{PREFIX}/<seen>/<path:name>")
def static_file(seen: str, name: str) -> Response:
    """A static file; an address of an older build still answers, but is not kept."""
    kind = _COMPRESSED.get(Path(name).suffix)
    if kind and request.accept_encodings["gzip"] and "/" not in name and (FOLDER / name).is_file():
        response = Response(_gzipped(name), mimetype=kind)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = send_from_directory(FOLDER, name)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = _FOR_GOOD if seen == digest() else "no-cache"
    return response
