"""The one gate of what a request brings: read once, and refused here if it can't be kept.

Numbers that no answer needs, nesting that no form has, another encoding than UTF-8, the character
NUL and half of a character: no keyboard makes them, and whoever comes later may trust that none
gets in. Half of a character is what UTF-16 calls a lone surrogate; only JSON's escapes write one.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from itertools import islice
from typing import Any, NoReturn

from flask import Flask, abort, g, request

from engine.errors import BodyUnreadable, KeyRefused

UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
ESCAPED = re.compile(rb"\\u(?:0000|d[89a-f])", re.IGNORECASE)
"""These as JSON has to write them; a pair of surrogates is one good character."""
_PLAIN = re.compile(rb"[!-$&-~]*")
"""A query that writes nothing by its number: what stands there can be kept."""
DEEPEST = 64
"""Lists and objects within each other; forms and calendars have some five."""
LONGEST_NUMBER = 40
"""Characters of one number: FEEL calculates with 34 digits."""
KEY = "Idempotency-Key"
KEY_WORDS = re.compile(r"[\x21-\x7e]{1,200}")
MOST_VALUES = 20_000
"""Values of a JSON body, lists and objects among them: each wrong one becomes an error. Long tables
are sent as files."""
MOST_FIELDS = 5_000
"""Fields of a page's form."""
_UP_TO_A_VALUE = re.compile(
    rb'[^",:\[{]*+(?:"(?:[^"\\]++|\\.)*+"?[^",:\[{]*+)*+(?:[,:\[{]|\Z)', re.DOTALL
)
"""Up to the next sign before a value, texts passed over; the rest counts as one more."""
_BODILY = ("Content-Type", "Content-Encoding", "Transfer-Encoding")
"""What a request says besides its length if it brings a body."""
UNREAD: ContextVar[int | None] = ContextVar("motcua_unread", default=None)
"""Of a request that the server could not read: the status to answer with."""
_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii"})


def check() -> None:
    """Refuse a request that brings what can't be kept.

    Raises KeyRefused and BodyUnreadable; 400 for characters, 415 for a body of another
    kind, 414 and 431 for what the server found too long.
    """
    if status := UNREAD.get():
        abort(status)
    if KEY in request.headers and not KEY_WORDS.fullmatch(request.headers[KEY]):
        raise KeyRefused
    if any(UNKEEPABLE.search(text) for text in _addressed()):
        abort(400)
    if not _brings_a_body():
        return
    _check_kind()
    if request.is_json:
        body()
    elif any(UNKEEPABLE.search(text) for text in _filled_in()):
        abort(400)


def check_fields() -> None:
    """Refuse a form of too many fields, before anybody reads one of them: 413."""
    if request.mimetype != "application/x-www-form-urlencoded" or not _brings_a_body():
        return
    longest = request.max_form_memory_size or 0
    if (request.content_length or 0) <= longest and request.get_data().count(b"&") >= MOST_FIELDS:
        abort(413)


def body() -> Any:
    """The JSON of the request; ``None`` without any. Raises BodyUnreadable."""
    if "body" not in g:
        raw = request.get_data(cache=True)
        g.body = _read(raw) if raw and request.is_json else None
    return g.body


def _brings_a_body() -> bool:
    return bool(request.content_length) or any(name in request.headers for name in _BODILY)


def _addressed() -> Iterator[str]:
    yield request.path
    if _PLAIN.fullmatch(request.query_string):
        return
    for name, value in request.args.items(multi=True):
        yield from (name, value)


def _filled_in() -> Iterator[str]:
    # A part of a form may have no name at all.
    for name, value in request.form.items(multi=True):
        yield from (name or "", value)
    for field, file in request.files.items(multi=True):
        yield from (field or "", file.filename or "")


def _check_kind() -> None:
    """What the API reads as JSON must be sent as JSON, in UTF-8."""
    told = request.mimetype_params.get("charset", "utf-8").lower()
    form = request.mimetype in ("multipart/form-data", "application/x-www-form-urlencoded")
    if told not in _UTF_8 or "Content-Encoding" in request.headers:
        abort(415)
    sent = bool(request.content_length) or "chunked" in request.headers.get("Transfer-Encoding", "")
    if sent and request.path.startswith("/api/") and not (request.is_json or form):
        abort(415)


def _read(raw: bytes) -> Any:
    if _is_too_much(raw):
        most = f"{MOST_VALUES:,}".replace(",", ".")
        raise BodyUnreadable(reason=f"có hơn {most} giá trị; bảng dài hãy gửi bằng tệp")
    try:
        found = json.loads(
            raw.decode(), parse_int=_whole, parse_float=_broken, parse_constant=_no_number
        )
    except UnicodeDecodeError:
        raise BodyUnreadable(reason="phải theo mã UTF-8") from None
    except RecursionError:
        raise BodyUnreadable(reason=f"lồng nhau quá {DEEPEST} tầng") from None
    except json.JSONDecodeError as wrong:
        raise BodyUnreadable(reason=f"sai JSON ở dòng {wrong.lineno}, cột {wrong.colno}") from None
    if ESCAPED.search(raw) or raw.count(b"[") + raw.count(b"{") > DEEPEST:
        _check_within(found)
    return found


def _is_too_much(raw: bytes) -> bool:
    """Whether there are too many values, told without building one."""
    if sum(map(raw.count, (b",", b":", b"[", b"{"))) <= MOST_VALUES:
        return False
    return any(islice(_UP_TO_A_VALUE.finditer(raw), MOST_VALUES + 1, None))


def _check_within(found: object) -> None:
    """Texts and depth, without recursion of one's own."""
    level = [found]
    for _ in range(DEEPEST + 1):
        if any(isinstance(one, str) and UNKEEPABLE.search(one) for one in level):
            abort(400)
        level = [inner for one in level for inner in _parts(one)]
        if not level:
            return
    raise BodyUnreadable(reason=f"lồng nhau quá {DEEPEST} tầng")


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, Mapping):
        yield from value
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        _no_number(digits)
    return int(digits)


def _broken(digits: str) -> float:
    if len(digits) > LONGEST_NUMBER or not math.isfinite(found := float(digits)):
        _no_number(digits)
    return found


def _no_number(digits: str) -> NoReturn:
    raise BodyUnreadable(reason=f"số {digits[:LONGEST_NUMBER]} không dùng được")


def install(app: Flask) -> None:
    """Check every request of the app."""
    app.before_request(check)
