"""Who files, and how: for heads, monitors and the province."""

from datetime import date

from flask import Blueprint, Response, render_template, request

from api.http import now, reading, require
from api.http.doors import needs
from api.http.problems import page_of
from engine.errors import EntryInvalid
from engine.queries.filers import filers
from engine.queries.views.filers import FilerList
from web.forms.days import day_in

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
def listed() -> str | Response:
    """The figures since a day, and the cases behind one of them."""
    try:
        return _page(day_in("ngay", "Từ ngày", request.args.get("ngay")))
    except EntryInvalid as refusal:
        return page_of(_page(None, refusal), refusal)


def _page(since: date | None, refusal: EntryInvalid | None = None) -> str:
    asked = request.args.get("ds", "")
    which: FilerList = next((one for one in LISTS if one == asked), "assisted")
    with reading() as session:
        found = filers(session, person=require("officer"), since=since, which=which, now=now())
    typed = request.args.get("ngay") if refusal else None
    return render_template(
        "pages/filers.html", page=found, lists=LISTS, refusal=refusal, typed=typed
    )
