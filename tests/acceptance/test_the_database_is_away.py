"""The database is away for a moment: people read that in words, wherever they were."""

from typing import NoReturn

import pytest
from flask import Flask

from engine.errors import CaseBusy
from engine.store.database import Database
from tests.client import Api

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_who_was_signed_in_reads_in_words_that_the_database_is_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Api(app, "bao.pq@nghe_an").client

    def away(*_: object, **__: object) -> NoReturn:
        raise CaseBusy

    monkeypatch.setattr(Database, "_looking", away)
    for path, status in (("/viec", 503), ("/khong-co-trang-nay", 404)):
        shown = person.get(path)
        assert shown.status_code == status
        assert "<h1" in shown.text
