"""How long the first line and the headers of a request may be, and what is answered beyond."""

from http import HTTPStatus

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine

LONGEST_LINE = 8190
"""Bytes of a first line: the most that gunicorn lets be asked for; some 850 letters with marks."""
STATUS: dict[type[BaseException], int] = {
    LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
}
