"""The late cases of a head's agency, or of the province: why, and whether anybody apologised."""

from collections.abc import Mapping
from typing import cast, get_args
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from api.http import now, reading, require
from api.http.doors import needs
from engine.queries.lateness.overdue import overdue
from engine.queries.petitions import late_petitions
from engine.queries.views.lateness import OverduePage, Which
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
}
LOOKS: Mapping[Which, str] = {"unapologised": "late", "waiting": "wait"}


@blueprint.get("/qua-han")
@needs("lateness.read")
def listed() -> str:
    """The part (``loc``) and the agency (``dv``) that the address names."""
    asked, agency = request.args.get("loc", "all"), request.args.get("dv") or None
    which = cast("Which", asked) if asked in get_args(Which) else "all"
    with reading() as session:
        petitions = late_petitions(session, person=require("officer"), now=now())
        page = overdue(session, person=require("officer"), now=now(), which=which, agency=agency)
    return render_template("pages/overdue.html", page=page, chips=_chips(page), petitions=petitions)


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
