"""What a scenario brings: files made up for it, and what it gives to acts beside the way."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from engine.acts.act import Act
from engine.acts.inputs import InputKind
from engine.cases.adding_files import FiledDocument
from engine.cases.judging_papers import JudgedPaper
from engine.catalogue.forms import asked
from engine.catalogue.scenario_acts import UNNAMED
from engine.routing.as_it_stands import day_of

PAPER = b"%PDF-1.4\n% a paper of a scenario\n%%EOF\n"
FILE = "giay-to.pdf"


def files_asked(form: Mapping[str, Any], answers: Mapping[str, object]) -> list[str]:
    """The questions that want a file beside these answers."""
    return [
        str(one["key"])
        for one in asked(form, answers)
        if one["type"] == "filepicker" and one.get("validate", {}).get("required")
    ]


def given_to(act: Act, values: Mapping[str, object], now: datetime) -> dict[str, object]:
    """What a scenario gives to an act: papers by their code, judged ones as tables, a day also as
    so many days from the act on.
    """
    given = {
        one.name: _GIVEN.get(one.kind, _as_it_is)(values.get(one.name))
        for one in act.inputs
        if one.name in values or one.name not in UNNAMED
    }
    days = {one.name: given[one.name] for one in act.inputs if one.kind == "day"}
    return given | {
        name: (day_of(now) + timedelta(days=count)).isoformat()
        for name, count in days.items()
        if isinstance(count, int)
    }


def _as_it_is(value: object) -> object:
    return value


def _judged(value: object) -> list[JudgedPaper]:
    return [JudgedPaper(**row) for row in cast("list[dict[str, Any]]", value or [])]


def _files(value: object) -> list[FiledDocument]:
    codes = cast("list[str]", value or [])
    return [FiledDocument(code, FILE, PAPER) for code in codes]


_GIVEN: Mapping[InputKind, Callable[[object], object]] = {
    "judged": _judged,
    "supplied": _files,
    "files": lambda _: [FiledDocument(None, "van-ban.pdf", PAPER)],
    "on_hand": lambda value: value or [],
}
