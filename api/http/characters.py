"""No text gets in that a database can't keep: with the character NUL, or half of a character.

No keyboard makes them. Half of a character is what UTF-16 calls a lone surrogate; only JSON's
escapes can write one.
"""

import re
from collections.abc import Iterator

from flask import Flask, abort, request

UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
IN_JSON = re.compile(rb"\\u(?:0000|d[89a-f])", re.IGNORECASE)
"""These as JSON has to write them; a pair of surrogates is one good character."""


def check() -> None:
    """Refuse a request (400) whose address, parameters, fields or JSON have such a character."""
    if any(UNKEEPABLE.search(text) for text in _texts()):
        abort(400)


def _texts() -> Iterator[str]:
    yield request.path
    for name, value in request.args.items(multi=True):
        yield from (name, value)
    if not request.is_json:
        for name, value in request.form.items(multi=True):
            yield from (name, value)
    elif IN_JSON.search(request.get_data()):
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
