"""Who files, and how: for heads, monitors and the province."""

from datetime import date

from flask import Blueprint, render_template, request

from api.http import now, reading, require
from api.http.doors import needs
from engine.queries.filers import filers
from engine.queries.views.filers import FilerList
from engine.typed import Unreadable
from engine.typed.dates import day_typed

blueprint = Blueprint("filers", __name__)
LISTS: dict[FilerList, str] = {
    "assisted": "Được hỗ trợ nộp trực tuyến",
    "represented": "Nộp thay theo ủy quyền",
    "agency_paper": "Cơ quan nộp bản giấy",
    "officials": "Cán bộ, công chức nộp hồ sơ của mình",
    "asked_again": "Yêu cầu lại giấy tờ đã có",
}


@blueprint.get("/ai-nop-ho-so")
@needs("oversight.read")
def listed() -> str:
    """The figures since a day, and the cases behind one of them."""
    asked = request.args.get("ds", "")
    which: FilerList = next((one for one in LISTS if one == asked), "assisted")
    with reading() as session:
        found = filers(session, person=require("officer"), since=_day(), which=which, now=now())
    return render_template("pages/filers.html", page=found, lists=LISTS)


def _day() -> date | None:
    """The day that was typed; what can't be read is as if nothing was."""
    try:
        return date.fromisoformat(day_typed(request.args.get("ngay", "")))
    except Unreadable:
        return None
