"""What is found out once of cookies, rows and answers says no more than asking again would."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from flask import Flask, session
from flask.testing import FlaskClient

from api.http.cookies import Cookies
from api.http.in_json import Json
from engine.queries.inbox.rows import LOOKED_AT
from engine.queries.offering import seen_at

TOO_LARGE = 10**30


def _app() -> Flask:
    app = Flask(__name__)
    app.secret_key = "k" * 32
    app.session_interface, app.json = Cookies(), Json(app)
    app.add_url_rule("/", view_func=lambda: {"name": session.get("name"), "n": TOO_LARGE})

    @app.get("/set")
    def _set() -> str:
        session["name"] = "Bảo"
        session.permanent = True
        return ""

    return app


def _name(client: FlaskClient) -> Any:
    return client.get("/").get_json()["name"]


def test_a_cookie_that_was_good_is_no_more_when_it_is_too_old() -> None:
    app = _app()
    client = app.test_client()
    client.get("/set")
    assert [_name(client), _name(client)] == ["Bảo", "Bảo"]
    app.permanent_session_lifetime = timedelta(seconds=-1)
    assert _name(client) is None


def test_a_cookie_that_somebody_changed_says_nothing() -> None:
    app = _app()
    client = app.test_client()
    client.get("/set")
    good = client.get_cookie("session")
    assert good is not None
    assert _name(client) == "Bảo"
    client.set_cookie("session", good.value[:-2] + ("AA" if good.value[-2:] != "AA" else "BB"))
    assert _name(client) is None


def test_numbers_that_the_fast_writer_cannot_are_written() -> None:
    assert _app().test_client().get("/").get_json()["n"] == TOO_LARGE


class _Read(dict[str, Any]):
    read: set[str]

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return super().__getitem__(name)


def test_rows_that_share_what_is_offered_are_alike_in_all_that_acts_look_at() -> None:
    row, read = _Read(dict.fromkeys(LOOKED_AT, "x")), set[str]()
    row.read = read
    setting = SimpleNamespace(led_from=lambda unit: (unit,))
    seen_at(row, setting, row)  # type: ignore[arg-type]
    assert read == set(LOOKED_AT)
