"""The lateness desk: late cases, the causes that were told of them, the figures by unit.

Units, their heads and the technical department each see what is theirs, and do it here.
"""

from collections.abc import Iterator, Mapping
from typing import Any, get_args
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from api.http import now, reading, require
from api.http.doors import needs
from api.http.opened_files import opened_file
from engine.errors import Refusal
from engine.queries.lateness.acting import ABOUT, APOLOGISE
from engine.queries.lateness.by_unit import lateness_by_unit
from engine.queries.lateness.causes import causes
from engine.queries.lateness.overdue import overdue
from engine.queries.petitions import late_petitions
from engine.queries.views.case import CaseFile
from engine.queries.views.lateness import CausesPage, CauseState, OverduePage, Which
from web.forms.filters import chosen, unit_asked
from web.frame.refusing import Trouble, posted_act, trouble_of_act
from web.officer.listing import Link

blueprint = Blueprint("overdue", __name__)

CHIPS: Mapping[Which, str] = {
    "all": "Tất cả",
    "unapologised": "Chưa xin lỗi",
    "waiting": "Chờ xác nhận nguyên nhân",
    "untold": "Chưa nêu nguyên nhân",
    "agency": "Do đơn vị",
    "other_agency": "Do đơn vị khác",
    "citizen": "Do người nộp",
    "systems": "Phần mềm, đồng bộ",
    "stopped_unapologised": "Thời hạn đã dừng, chưa xin lỗi",
    "came_late": "Đến khi đã quá hạn, lại để quá hạn riêng",
}
LOOKS: Mapping[Which, str] = {
    "unapologised": "late",
    "waiting": "wait",
    "stopped_unapologised": "late",
}
STATES: Mapping[CauseState, str] = {
    "claimed": "Chờ xác nhận",
    "confirmed": "Đã xác nhận",
    "rejected": "Không xác nhận",
    "stated": "Không cần xác nhận",
}
HERE = frozenset({*ABOUT, APOLOGISE})
"""The acts that the desk has at hand."""


@blueprint.get("/qua-han")
@needs("lateness.read")
def listed() -> str:
    """The part (``loc``) and the agency (``dv``) that the address names."""
    return late_page()


def late_page(refusal: Refusal | None = None) -> str:
    """The list of late cases, saying why an act on it did not happen."""
    which: Which = chosen("loc", "mục", get_args(Which), "all")
    with reading() as session:
        agency = unit_asked(session)
        petitions = late_petitions(session, person=require("officer"), now=now())
        page = overdue(session, person=require("officer"), now=now(), which=which, agency=agency)
    return render_template(
        "pages/overdue.html",
        page=page,
        chips=_chips(page),
        petitions=petitions,
        **_wrong(refusal),
        **_opened(),
    )


@blueprint.get("/qua-han/nguyen-nhan")
@needs("lateness.read")
def told() -> str:
    """The causes in the state (``tt``) that the address names, with evidence."""
    return causes_page()


def causes_page(refusal: Refusal | None = None) -> str:
    """The causes, saying why an act on them did not happen."""
    state: CauseState = chosen("tt", "mục", STATES, "claimed")
    with reading() as session:
        page = causes(session, person=require("officer"), now=now(), which=state)
    chips = list(_states(page))
    return render_template(
        "pages/lateness_causes.html", page=page, chips=chips, **_wrong(refusal), **_opened()
    )


@blueprint.get("/qua-han/don-vi")
@needs("lateness.read")
def by_unit() -> str:
    """Raw and adjusted figures of each agency, and what it has still to do."""
    with reading() as session:
        page = lateness_by_unit(session, person=require("officer"), now=now())
    return render_template("pages/lateness_units.html", page=page)


def _wrong(refusal: Refusal | None) -> dict[str, Any]:
    """Why an act of the open case did not happen: above the page, and at its controls."""
    act = posted_act()
    found = trouble_of_act(act, refusal) if act else Trouble(banner=refusal)
    return {"refusal": found.banner, "faults": found.faults, "errors": found.by_field}


def _opened() -> dict[str, CaseFile | frozenset[str] | None]:
    """The case (``hs``) that the address or a form that came back opens, with the acts at hand.

    Raises CaseNotFound.
    """
    ref = request.values.get("hs")
    return {"file": opened_file(ref) if ref else None, "HERE": HERE}


def _states(page: CausesPage) -> Iterator[Link]:
    for state, label in STATES.items():
        href = url_for("overdue.told", tt=None if state == "claimed" else state)
        here, look = state == page.state, "wait" if state == "claimed" else ""
        yield Link(label, str(page.counts[state]), href, here, look)


def _chips(page: OverduePage) -> list[Link]:
    return [
        Link(
            label,
            str(page.counts[which]),
            _address(which, page.agency),
            which == page.which,
            LOOKS.get(which, ""),
        )
        for which, label in CHIPS.items()
    ]


def _address(which: Which, agency: str | None) -> str:
    named = {"loc": "" if which == "all" else which, "dv": agency or ""}
    query = urlencode({key: value for key, value in named.items() if value})
    return url_for("overdue.listed") + (f"?{query}" if query else "")
