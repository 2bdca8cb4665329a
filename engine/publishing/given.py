"""What a scenario brings: files made up for it, and what it gives to acts beside the way."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, cast

from engine.acts.act import Act
from engine.acts.inputs import InputKind
from engine.cases.adding_files import FiledDocument
from engine.cases.judging_papers import JudgedPaper
from engine.catalogue.forms import asked
from engine.catalogue.scenario_acts import UNNAMED
from engine.deadlines.extensions import close_of_day
from engine.routing.as_it_stands import day_of
from engine.worktime import Calendar

PAPER = (
    b"%PDF-1.4\n"
    b"1 0 obj<</Type/Catalog/Pages 2 0 R>> endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>> endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000053 00000 n \n0000000103 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n167\n%%EOF\n"
)
"""An empty page that every viewer opens: of a damaged file it complains in a dialog, which takes
the keys of whoever types beside it."""
FILE = "giay-to.pdf"


def files_asked(form: Mapping[str, Any], answers: Mapping[str, object]) -> list[str]:
    """The questions that want a file beside these answers."""
    return [
        str(one["key"])
        for one in asked(form, answers)
        if one["type"] == "filepicker" and one.get("validate", {}).get("required")
    ]


def given_to(
    act: Act, values: Mapping[str, object], now: datetime, calendar: Calendar
) -> dict[str, object]:
    """What a scenario gives to an act: papers by their code, judged ones as tables, a day also as
    so many days from the act on, or the next working day.
    """
    given = {
        one.name: _GIVEN.get(one.kind, _as_it_is)(values.get(one.name))
        for one in act.inputs
        if one.name in values or one.name not in UNNAMED
    }
    days = {one.name: given[one.name] for one in act.inputs if one.kind == "day"}
    return given | {
        name: _day(now, count, calendar).isoformat()
        for name, count in days.items()
        if isinstance(count, int)
    }


def _day(now: datetime, count: int, calendar: Calendar) -> date:
    day = day_of(now) + timedelta(days=count)
    return day_of(close_of_day(calendar, day)) if count > 0 else day


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
