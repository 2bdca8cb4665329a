"""All cases of a province or unit: by stage, unit, procedure, days, lateness; also as a table."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast, get_args
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for

from api.http import now, reading, require
from api.http.attached import attached
from api.http.doors import needs
from api.http.problems import page_of
from api.http.tables import table_of_cases
from engine.access import holds
from engine.accounts import Person
from engine.catalogue.register_words import WORDS
from engine.errors import DaysReversed, EntryInvalid, Refusal
from engine.life import state_names
from engine.life.stages import STAGE_NAMES, Stage
from engine.queries.all_cases import all_cases
from engine.queries.inbox import counted
from engine.queries.views.all_cases import AllCasesPage, CasesAsked, Lateness
from web.forms.days import day_in
from web.forms.filters import named, procedure_asked, unit_asked
from web.officer.listing import Link

blueprint = Blueprint("every_case", __name__)

PAGE = 25
SHOWN = 60
"""Signs that a refusal repeats of a day."""
LATE: Mapping[Lateness, str] = {
    "running": "Đang quá hạn",
    "ended": "Đã xong quá hạn",
    "no": "Không quá hạn",
}
LEVELS = WORDS["level"]
FIELDS = ("gd", "tre", "dv", "thu-tuc", "trang-thai", "tu-ngay", "den-ngay", "q")
DAYS = {"tu-ngay": "Nộp từ ngày", "den-ngay": "Đến hết ngày"}


def sees_cases(person: Person) -> bool:
    """Whether the list is for this person."""
    return holds(person, "cases.list")


@blueprint.get("/tat-ca-ho-so")
@needs("cases.list")
def listed() -> str | Response:
    """The part that the address names, the newest first."""
    try:
        return _page(_asked())
    except (EntryInvalid, DaysReversed) as refusal:
        return page_of(_page(CasesAsked(), refusal), refusal)


@blueprint.get("/tat-ca-ho-so.csv")
@needs("cases.list")
def table() -> str | Response:
    """Exactly the part that the address names, as a table."""
    try:
        text = table_of_cases(_asked())
    except Refusal as refusal:
        return page_of(_page(CasesAsked(), refusal), refusal)
    return attached(text.encode(), "ho-so.csv", "text/csv")


def _page(asked: CasesAsked, refusal: Refusal | None = None) -> str:
    cursor = None if refusal else request.args.get("tu") or None
    with reading() as session:
        page = all_cases(
            session, person=require("officer"), now=now(), asked=asked, cursor=cursor, limit=PAGE
        )
    if refusal is not None:  # a list of all is no answer to a slip
        page = replace(page, rows=(), count=0, next_cursor=None)
    return render_template(
        "pages/all_cases.html",
        page=page,
        typed=_typed(),
        chips=list(_chips(page)),
        count=counted(page.count),
        late=LATE,
        levels=LEVELS,
        statuses=state_names(),
        filtered=bool(_typed()),
        first=_address({}) if cursor else None,
        next=_address({"tu": page.next_cursor}) if page.next_cursor else None,
        export=_address({}, "every_case.table"),
        refusal=refusal,
    )


def _typed() -> dict[str, str]:
    found = {name: request.args.get(name, "").strip() for name in FIELDS}
    return {name: value for name, value in found.items() if value}


def _asked() -> CasesAsked:
    """What the address asks for. Raises EntryInvalid: a list of all is no answer to a slip."""
    typed = _typed()
    stage = named("gd", "giai đoạn", STAGE_NAMES)
    late = named("tre", "tình trạng hạn", get_args(Lateness))
    status = named("trang-thai", "trạng thái", {str(code) for code in state_names()})
    with reading() as session:
        unit, procedure = unit_asked(session), procedure_asked(session, "thu-tuc")
    return CasesAsked(
        stage=cast("Stage | None", stage),
        late=cast("Lateness | None", late),
        status=int(status) if status else None,
        unit=unit,
        procedure=procedure,
        submitted_from=_day("tu-ngay", typed),
        submitted_to=_day("den-ngay", typed),
        search=typed.get("q"),
    )


def _day(name: str, typed: Mapping[str, str]) -> date | None:
    text = typed.get(name, "")
    return day_in(name, f"{DAYS[name]} “{text[:SHOWN]}”", text)


def _chips(page: AllCasesPage) -> Iterator[Link]:
    here = _typed().get("gd", "")
    for stage, label in STAGE_NAMES.items():
        pressed = stage == here
        href = _address({"gd": "" if pressed else stage})
        yield Link(label, counted(page.stages[stage]), href, pressed)


def _address(changed: Mapping[str, Any], endpoint: str = "every_case.listed") -> str:
    query = {name: value for name, value in {**_typed(), **changed}.items() if value}
    return url_for(endpoint) + (f"?{urlencode(query)}" if query else "")
