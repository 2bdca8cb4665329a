"""JSON as the API writes it: in UTF-8, several times faster than Python's own."""

from typing import Any

import msgspec
from flask import Response, current_app
from flask.json.provider import DefaultJSONProvider


class Json(DefaultJSONProvider):
    """As Flask's, names sorted. What the fast writer can't (numbers beyond 64 bits), Flask writes.

    Moments and days come here as text: schemas tell them.
    """

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """The values as a JSON answer."""
        told = self._prepare_response_obj(args, kwargs)
        try:
            body = msgspec.json.encode(told, order="sorted")
        except (OverflowError, TypeError, ValueError):
            body = self.dumps(told).encode()
        return current_app.response_class(body, mimetype=self.mimetype)
