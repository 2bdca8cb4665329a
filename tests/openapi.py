"""The OpenAPI description of the running product; ``python -m tests.openapi`` writes it down."""

import json
import tempfile
from pathlib import Path
from typing import Any

from flask import Flask

from api.app import create_app
from api.settings import Settings
from engine.store.database import Database

OPENAPI = Path(__file__).parent.parent / "docs" / "reference" / "openapi.json"


def live(app: Flask) -> dict[str, Any]:
    """What the application serves."""
    answer: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").get_json()
    return answer


def write() -> None:
    """Write the description beside the other reference pages."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env({"MOTCUA_MODE": "demo", "MOTCUA_VAR": folder})
        app = create_app(settings, Database(f"sqlite:///{folder}/none.db"))
        text = json.dumps(live(app), ensure_ascii=False, indent=1, sort_keys=True)
        OPENAPI.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
