"""A client of the JSON API as a person at a computer has it."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from engine.accounts.demo import PASSWORD


class Api:
    """A signed-in client that carries the session's CSRF token."""

    def __init__(self, app: Flask, username: str | None = None) -> None:
        self.client: FlaskClient = app.test_client()
        self.token = self.client.get("/api/v1/csrf").json["csrf_token"]  # type: ignore[index]
        if username:
            body = {"username": username, "password": PASSWORD}
            assert self.post("/session", body).status_code == 200
            self.token = self.client.get("/api/v1/csrf").json["csrf_token"]  # type: ignore[index]

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}")

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"X-CSRF-Token": self.token, **headers}
        return self.client.post(f"/api/v1{path}", json=body or {}, headers=sent)


def seen_by(who: Api, awaiting_id: str, province: str = "nghe_an") -> dict[str, str]:
    """What somebody sends with a confirmation: the mark of what they are shown under the id."""
    shown = {row["id"]: row["seen"] for row in who.get(f"/access/{province}/awaiting").json}
    return {"seen": shown.get(awaiting_id, "")}


def confirmed_repair(who: Api, ref: str, province: str = "nghe_an") -> Any:
    """The answer to who confirms what they are shown to be done with a case that stands still."""
    listed = who.get(f"/incidents/{province}")
    rows = listed.json if listed.status_code == 200 else []
    shown = [row["proposed"]["seen"] for row in rows if row["ref"] == ref and row["proposed"]]
    sent = {"seen": shown[0] if shown else ""}
    return who.post(f"/incidents/{province}/{ref}/confirm", sent)
