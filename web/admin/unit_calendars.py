"""A unit's own calendar: begun beside the province's, and chosen by units."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from api.http import now, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.administration.people.calendars import begin_calendar
from engine.administration.people.choose_calendar import choose_calendar
from engine.errors import Refusal
from web.admin.calendars import calendar_page
from web.forms.administering import administrator_here
from web.forms.once import once

blueprint = Blueprint("unit_calendar_pages", __name__, url_prefix="/quan-tri/lich")
CHOSEN = "Đã ghi lịch của đơn vị. Hẹn đã tính giữ nguyên."
WAITS = "Đã gửi: chờ người thứ hai xác nhận ở Quyền. Đến lúc ấy đơn vị vẫn theo lịch cũ."


@blueprint.post("/moi")
@needs("organisation.calendars")
def begun() -> Response | tuple[str, int]:
    """Begin a calendar that is as the province's until days of it are changed."""
    code = request.form.get("code", "").strip()

    def begin(session: Any) -> dict[str, Any]:
        admin = administrator_here(session)
        name = request.form.get("ten", "")
        begin_calendar(session, admin=admin, code=code, name=name, now=now())
        return {}

    words = "Đã lập lịch riêng; đến khi đổi ngày, lịch ấy như lịch chung."
    return _do(begin, lambda _: words, code)


@blueprint.post("/don-vi")
@needs("organisation.unit_calendars")
def chosen() -> Response | tuple[str, int]:
    """A unit and those below it work by this calendar, or again by that of the unit above."""
    code = request.form.get("lich", "")

    def choose(session: Any) -> dict[str, Any]:
        unit = request.form.get("unit", "")
        back = bool(request.form.get("thoi"))
        waits = choose_calendar(
            session,
            admin=administrator_here(session),
            unit_code=unit,
            calendar_code=None if back else code,
            now=now(),
        )
        return {"waits": waits}

    return _do(choose, lambda done: WAITS if done["waits"] else CHOSEN, code)


def _do(
    act: Callable[[Any], dict[str, Any]], words: Callable[[dict[str, Any]], str], calendar: str
) -> Response | tuple[str, int]:
    try:
        _, done = once(require("officer"), act)
    except Refusal as refusal:
        return calendar_page(refusal), status_of(refusal)
    flash(words(done))
    return redirect(url_for("calendar_pages.shown", lich=calendar), code=303)
