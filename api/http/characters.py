"""No text with the character NUL gets in: PostgreSQL can't keep it, and no keyboard makes it."""

from collections.abc import Iterator

from flask import Flask, abort, request

NUL = "\x00"
IN_JSON = rb"\u0000"
"""NUL as JSON has to write it."""


def check() -> None:
    """Refuse a request (400) whose address, parameters, fields or JSON have the character."""
    if any(NUL in text for text in _texts()):
        abort(400)


def _texts() -> Iterator[str]:
    yield request.path
    for name, value in request.args.items(multi=True):
        yield from (name, value)
    if not request.is_json:
        for name, value in request.form.items(multi=True):
            yield from (name, value)
    elif IN_JSON in request.get_data():
        yield from _strings(request.get_json(silent=True))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def install(app: Flask) -> None:
    """Check every request of the app."""
    app.before_request(check)
