"""Static files under an address that names their content, so that browsers may keep them for good.

All files share one digest in the path: the stylesheet's relative addresses of fonts stay right.
"""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, abort, request

FOLDER = Path(__file__).parent.parent / "static"
PREFIX = "/tinh"
_FOR_GOOD = "public, max-age=31536000, immutable"
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}
_SHRINK = frozenset({".css", ".js", ".svg", ".txt"})

assets = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file as it is sent."""

    media_type: str
    content: bytes
    shrunk: bytes | None


@cache
def _files() -> Mapping[str, Asset]:
    """Every static file by its address below the digest; together they are small."""
    return {
        path.relative_to(FOLDER).as_posix(): _read(path)
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in _TYPES
    }


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    shrunk = gzip.compress(content, mtime=0) if path.suffix in _SHRINK else None
    return Asset(_TYPES[path.suffix], content, shrunk)


@cache
def digest() -> str:
    """Twelve hex digits of the content of all static files."""
    total = hashlib.sha256()
    for name, file in _files().items():
        total.update(name.encode() + b"\0" + file.content)
    return total.hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a static file, such as ``tokens.css``. Raises KeyError if there is none."""
    if name not in _files():
        raise KeyError(name)
    return f"{PREFIX}/{digest()}/{name}"


@assets.get(f"{PREFIX}/<seen>/<path:name>")
def static_file(seen: str, name: str) -> Response:
    """A static file; an address of an older build still answers, but is not kept."""
    file = _files().get(name)
    if file is None:
        abort(404)
    if file.shrunk is not None and request.accept_encodings["gzip"]:
        response = Response(file.shrunk, mimetype=file.media_type)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(file.content, mimetype=file.media_type)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = _FOR_GOOD if seen == digest() else "no-cache"
    return response
