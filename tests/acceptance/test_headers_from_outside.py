"""No header that somebody makes up is a fault of the server's."""

from itertools import product

import pytest
from flask import Flask

from tests.client import Api

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PATHS = ("/health", "/dang-nhap", "/api/v1/session")
NAMES = (
    "Accept", "Accept-Charset", "Accept-Encoding", "Accept-Language", "Authorization",
    "Cache-Control", "Content-Encoding", "Content-Length", "Content-Type", "Cookie", "Date",
    "Expect", "Forwarded", "HX-Request", "HX-Target", "Host", "Idempotency-Key", "If-Match",
    "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Origin", "Pragma",
    "Range", "Referer", "Sec-Fetch-Site", "User-Agent", "X-CSRF-Token", "X-Forwarded-For",
    "X-Forwarded-Host", "X-Forwarded-Proto", "X-HTTP-Method-Override", "X-Request-ID",
)  # fmt: skip
VALUES = (
    "", "é", "Basic é", "Bearer é", 'Digest username="é', "=\xff;\xfe=", "\x80" * 500,
    "bytes=9-1,é", "text/html;charset=é", "multipart/form-data; boundary=é", "-1", "9" * 20,
    "motcua=.é.é", "[::1", "a b:é",
)  # fmt: skip


def test_a_header_of_any_letters_is_no_fault_of_ours(app: Flask) -> None:
    person, stranger = Api(app, "bao.pq@nghe_an").client, app.test_client()
    for name, value in product(NAMES, VALUES):
        told = {name: value}
        answers = [stranger.get(path, headers=told) for path in PATHS]
        answers += [person.get("/api/v1/queue", headers=told)]
        answers += [person.post("/api/v1/session", data=b"\xff{", headers=told)]
        assert max(one.status_code for one in answers) < 500, (name, value)
