"""Addresses that came with a request: only paths of this site are followed."""

from urllib.parse import SplitResult, urlsplit

from flask import request


def local_path(asked: str | None, default: str) -> str:
    """``asked`` if it is a path of this site, else ``default``. Never another site's address."""
    if not asked or not asked.startswith("/") or asked.startswith(("//", "/\\")):
        return default
    parts = _split(asked)
    return asked if parts and not parts.scheme and not parts.netloc else default


def here_path() -> str:
    """The page that the person is on; after a POST, the page that it was sent from."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    referrer = _split(request.referrer or "/")
    return local_path(f"{referrer.path}?{referrer.query}".rstrip("?") if referrer else None, "/")


def _split(address: str) -> SplitResult | None:
    """The parts of an address; ``None`` for one that no line of a header holds, or that is none."""
    if not address.isprintable():
        return None
    try:
        return urlsplit(address)
    except ValueError:
        return None
