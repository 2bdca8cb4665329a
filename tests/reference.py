"""The reference pages that are written from the code; ``make reference`` writes them anew."""

import json
import tempfile
from pathlib import Path
from typing import Any

from flask import Flask

import engine.errors
from api.app import create_app
from api.settings import Settings
from engine.catalogue.fields import Tables
from engine.catalogue.manifest_fields import MANIFEST_FIELDS
from engine.catalogue.scenarios import SCENARIO_FIELDS
from engine.errors import Refusal
from engine.store.database import Database

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
PACKAGES = REFERENCE / "packages.md"
OPENAPI = REFERENCE / "openapi.json"
ERRORS = REFERENCE / "errors.md"
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


def packages_page(text: str) -> str:
    """The page of packages with the fields of its files as they are declared."""
    for name, tables in (("procedure.toml", MANIFEST_FIELDS), ("scenarios", SCENARIO_FIELDS)):
        mark = f"<!-- fields of {name}: written by `make reference` -->\n"
        before, after = text.split(mark)
        _, rest = after.split("<!-- end of fields -->", maxsplit=1)
        text = f"{before}{mark}{_field_rows(tables)}<!-- end of fields -->{rest}"
    return text


def _field_rows(tables: Tables) -> str:
    rows = ["| field | | value | meaning |", "|---|---|---|---|"]
    for one in tables.fields:
        must = "must" if one.must else ""
        named = f"; {NAMES[one.names]}" if one.names else ""
        rows.append(f"| `{one.path}` | {must} | {one.form.page}{named} | {one.meaning} |")
    return "\n".join(rows) + "\n"


NAMES = {
    "unit": "a unit of the province",
    "form": "a form of the package",
    "bpmn": "a diagram of the package",
    "dmn": "a decision table of the package",
    "file": "a file of the package",
    "decision": "a decision of the fee table",
    "question": "a question of the filing form",
    "communes": "a question of the filing form with the communes to choose from",
    "step": "a step of the diagram",
    "end": "an end event of the diagram",
    "rule": "a kind of local rule",
}
"""What a field names, as the page says it."""


def write() -> None:
    """Write the pages."""
    PACKAGES.write_text(packages_page(PACKAGES.read_text(encoding="utf-8")), encoding="utf-8")
    ERRORS.write_text(errors_page(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env({"MOTCUA_MODE": "demo", "MOTCUA_VAR": folder})
        app = create_app(settings, Database(f"sqlite:///{folder}/none.db"))
        text = json.dumps(live(app), ensure_ascii=False, indent=1, sort_keys=True)
        OPENAPI.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
