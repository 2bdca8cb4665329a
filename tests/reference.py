"""The reference pages that are written from the code; ``make reference`` writes them anew."""

import json
import tempfile
from pathlib import Path
from typing import Any

from flask import Flask

import engine.errors
from api.app import create_app
from api.settings import Settings
from engine.errors import Refusal
from engine.life.page import life_page
from engine.store.database import Database

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
OPENAPI = REFERENCE / "openapi.json"
ERRORS = REFERENCE / "errors.md"
LIFE = REFERENCE / "life.md"
ERRORS_HEAD = """# Errors

Every refusal has a code for machines, a kind that decides the HTTP status, and a sentence in \
Vietnamese. Kinds: `invalid` 422, `forbidden` 403 (`not_signed_in` 401), `not_found` 404, \
`conflict` 409, `unavailable` 503 (send again).

Faults of uploaded packages are listed in [diagnosis.md](diagnosis.md), those of working time in \
[worktime.md](worktime.md), those of a running process in [execution.md](execution.md).

| code | kind | when |
|---|---|---|
"""


def live(app: Flask) -> dict[str, Any]:
    """The OpenAPI description that the application serves."""
    answer: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").get_json()
    return answer


def refusals(base: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """Every refusal that has a code of its own."""
    found = [base] if "code" in vars(base) else []
    return found + [inner for sub in base.__subclasses__() for inner in refusals(sub)]


def errors_page() -> str:
    """The page of the refusals that ``engine.errors`` holds."""
    home = f"{engine.errors.__name__}."
    own = [one for one in refusals() if one.__module__.startswith(home)]
    rows = (
        f"| `{one.code}` | {one.kind} | {' '.join((one.__doc__ or '').split())} |"
        for one in sorted(own, key=lambda one: one.code)
    )
    return ERRORS_HEAD + "\n".join(rows) + "\n"


def write() -> None:
    """Write the pages."""
    ERRORS.write_text(errors_page(), encoding="utf-8")
    LIFE.write_text(life_page(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env({"MOTCUA_MODE": "demo", "MOTCUA_VAR": folder})
        app = create_app(settings, Database(f"sqlite:///{folder}/none.db"))
        text = json.dumps(live(app), ensure_ascii=False, indent=1, sort_keys=True)
        OPENAPI.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
