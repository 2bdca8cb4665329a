"""The reference pages that are written from the code; ``make reference`` writes them anew."""

import json
import tempfile
from pathlib import Path
from typing import Any

from flask import Flask

import engine.errors
from api.app import create_app
from api.settings import Settings
from api.v1.acts import many_path_of, path_of
from engine.access import of_act, reaches_of
from engine.access.page import access_page
from engine.acts import ACTS
from engine.acts.act import Act
from engine.catalogue.fields import Tables
from engine.catalogue.manifest_fields import MANIFEST_FIELDS
from engine.catalogue.scenarios import SCENARIO_FIELDS
from engine.errors import Refusal
from engine.life.page import life_page
from engine.store.database import Database
from tests.points import points_page
from tests.reference_facts import facts_page
from tests.reference_forms import forms_page

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
PACKAGES = REFERENCE / "packages.md"
OPENAPI = REFERENCE / "openapi.json"
ERRORS = REFERENCE / "errors.md"
LIFE = REFERENCE / "life.md"
ACCESS = REFERENCE / "access.md"
FACTS = REFERENCE / "facts.md"
FORMS = REFERENCE / "forms.md"
POINTS = REFERENCE / "time-points.md"
ERRORS_HEAD = """# Errors

Every refusal has a code for machines, a kind that decides the HTTP status, and a sentence in \
Vietnamese. Kinds: `invalid` 422, `forbidden` 403 (`not_signed_in` 401), `not_found` 404, \
`conflict` 409, `too_often` 429 and `unavailable` 503 (send again after `Retry-After`).

Faults of uploaded packages are listed in [diagnosis.md](diagnosis.md), those of working time in \
[worktime.md](worktime.md), those of a running process in [execution.md](execution.md).

| code | kind | when |
|---|---|---|
"""
ACTS_PAGE = REFERENCE / "acts.md"
ACTS_HEAD = """# Acts

What people do to a case and to its tasks. The table stands in `engine/acts/`; pages, the API, \
walks and the diagnosis draw from it. What a person may do now is `acts` in `GET /cases/{ref}`: \
exactly that is offered on their page and taken by the API.

Whose act it is, in words of [the table of rights](access.md): the reaches that some role has in \
it. A substitute only in the procedures they stand in for.

Who may have the task: `free`: nobody has it; `mine`: the person has it; `not_others`: one of the \
two; `with_other`: another has it; `beyond_claim`: another has it, or it is free at a desk of \
others. What was not done before: `first_supplement`: none was asked for; `own_dossier`: \
it corrects no result; `at_reception`: the step \
receives the case; `asked_before`: a supplement was; `nothing_proposed`: no suspension or stop \
waits for approval; `proposed_by_other`: one does, and somebody else proposed it; `papers_wait`: \
papers wait at the counter to be sent on; `papers_come`: papers are on their way; `late`: the case \
is late, or was once; `late_in_the_past`: its time runs no more, or it fell late with another \
unit; `cause_open`: its cause neither waits for confirmation nor was confirmed; \
`cause_of_other`: one waits, claimed by somebody else; `slip_open`: it was \
received at the counter, and no slip of an outage is taken; `slip_of_other`: one waits, taken by \
somebody else; `answer_open`: the time for the answer to a supplement is \
not over; `rating_open`: its rating may be given or \
changed. What the process left undone: \
`result_owed`: it is over, and its result still lies in the store; `correctable`: its result is \
given, all is paid, and no correction of it goes on. `received`: it was, so there is a \
receipt. Of its papers: `papers_held`: some lie in it; \
`papers_here`: they do, and no carrier has them; \
`papers_lacking`: some were lost, and no copy is held; `has_destinations`: in another commune \
another unit would decide it. `undecided`: its result is not signed yet, `deciding`: the step \
signs it (`engine/routing/deciding.py`), `prepared_by_other`: no rule keeps from it who prepared \
the case. Of its fees: `fee_due`: it has \
some; `fee_owed`: some is still to be paid; `fee_kept`: some was paid and not given back; \
`money_recorded`: a payment or a refund counts; `nothing_owed`: all is paid. In which states of \
the case an act may be done says [the life](life.md).

In a diagram (`tthc:act`): `first_and_once`: every path comes to it first, and only once; \
`before_return`: every path comes to it before the result is returned; `before_end`: every path \
comes to it before a normal end. A step that names no act is completed; a step that names one is \
ended by no other (`wrong_act`).

The answer to an act that ends a step says where the case went (`Moved`). An input in brackets may \
be left out.

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
    "serving": "a role in which units of the province serve communes",
}
"""What a field names, as the page says it."""


def acts_page() -> str:
    """The page of the acts."""
    head = (
        "act",
        "API",
        "button",
        "whose",
        "the task",
        "takes",
        "ends the step",
        "a page asks twice",
        "in a diagram",
        "on many tasks",
    )
    lines = [head, ("---",) * len(head), *map(_act_cells, ACTS.values())]
    return ACTS_HEAD + "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _act_cells(act: Act) -> tuple[str, ...]:
    inputs = (f"`{one.name}`" if one.required else f"[`{one.name}`]" for one in act.inputs)
    return (
        f"`{act.kind}`",
        f"`POST {shown_path(act)}`",
        act.label,
        ", ".join(f"`{reach}`" for reach in reaches_of(of_act(act.kind))),
        ", ".join(f"`{condition}`" for condition in act.only_if),
        ", ".join(inputs),
        "yes" if act.ends_step else "",
        "yes" if act.final else "by the outcome" if act.ends_step else "",
        f"`{act.path}`" if act.path else "",
        f"`POST {many_path_of(act)}`" if act.many else "",
    )


def shown_path(act: Act) -> str:
    """The address of an act as the OpenAPI description spells it."""
    return path_of(act).replace("<", "{").replace(">", "}")


def write() -> None:
    """Write the pages."""
    PACKAGES.write_text(packages_page(PACKAGES.read_text(encoding="utf-8")), encoding="utf-8")

    ACTS_PAGE.write_text(acts_page(), encoding="utf-8")
    FACTS.write_text(facts_page(), encoding="utf-8")
    ERRORS.write_text(errors_page(), encoding="utf-8")
    ACCESS.write_text(access_page(), encoding="utf-8")
    LIFE.write_text(life_page(), encoding="utf-8")
    FORMS.write_text(forms_page(), encoding="utf-8")
    POINTS.write_text(points_page(), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env({"MOTCUA_MODE": "demo", "MOTCUA_VAR": folder})
        app = create_app(settings, Database(f"sqlite:///{folder}/none.db"))
        text = json.dumps(live(app), ensure_ascii=False, indent=1, sort_keys=True)
        OPENAPI.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
