"""Addresses that came with a request: only paths of this site are followed."""

from urllib.parse import urlsplit

from flask import request


def local_path(asked: str | None, default: str) -> str:
    """``asked`` if it is a path of this site, else ``default``. Never another site's address."""
    if not asked or not asked.startswith("/") or asked.startswith(("//", "/\\")):
        return default
    parts = urlsplit(asked)
    return default if parts.scheme or parts.netloc else asked


def here_path() -> str:
    """The page that the person is on; after a POST, the page that it was sent from."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    referrer = urlsplit(request.referrer or "/")
    return f"{referrer.path}?{referrer.query}".rstrip("?")
