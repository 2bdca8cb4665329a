"""The work of a desk goes to another: what it touches first, then where to; and its end."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require, today
from api.http.doors import needs
from api.http.problems import status_of
from engine.administration.people.listing import positions, units
from engine.administration.people.move_desk import (
    DeskMoveEnd,
    DeskMoving,
    before_moving_desk,
    end_desk_move,
    move_desk,
)
from engine.errors import Refusal
from web.forms.administering import administrator_here
from web.forms.days import Days
from web.forms.faulty import faults_by_control
from web.forms.once import once

blueprint = Blueprint("moving_desk", __name__, url_prefix="/quan-tri/chuyen-viec")
SHOWN = 100
"""Rows of each list that the page shows; the rest are counted."""
RIGHT = "organisation.units"
MOVED = "Đã ghi. Việc đang mở chuyển đi từ ngày ấy, hẹn giữ nguyên."
WAITS = "Đã ghi đề nghị. Vị trí này ký: việc chuyển khi người thứ hai xác nhận ở Quyền."
Acting = Callable[[Any], str | None]


@blueprint.get("/<unit>/<position>")
@needs(RIGHT)
def shown(unit: str, position: str) -> str:
    """What lies there and will come there, and the form."""
    return _page(unit, position)


@blueprint.post("/<unit>/<position>")
@needs(RIGHT)
def done(unit: str, position: str) -> Response | tuple[str, int]:
    """Move the work of the desk."""

    def read(days: Days) -> Acting:
        form, day = request.form, days.needed("day", "Từ ngày")
        to = (form.get("to_unit", "").strip(), form.get("to_position", ""))
        entry = DeskMoving(unit, position, *to, day, form.get("basis", ""))
        return lambda session: move_desk(
            session, admin=administrator_here(session), entry=entry, now=now()
        )

    return _do(unit, position, read, MOVED)


@blueprint.post("/<unit>/<position>/thoi")
@needs(RIGHT)
def ended(unit: str, position: str) -> Response | tuple[str, int]:
    """The desk does its work itself again from a day on."""

    def read(days: Days) -> Acting:
        day, ends = days.needed("since", "Chuyển từ ngày"), days.needed("ends", "Thôi từ ngày")
        entry = DeskMoveEnd(unit, position, day, ends)
        return lambda session: end_desk_move(
            session, admin=administrator_here(session), entry=entry, now=now()
        )

    return _do(unit, position, read, "Đã ghi thôi chuyển. Việc đã chuyển đi ở lại nơi nhận.")


def _do(
    unit: str, position: str, read: Callable[[Days], Acting], words: str
) -> Response | tuple[str, int]:
    try:
        days = Days()
        act = read(days)

        def acted(session: Any) -> dict[str, Any]:
            return {"awaiting": days.around(lambda: act(session))}

        _, answer = once(require("officer"), acted)
    except Refusal as refusal:
        return _page(unit, position, refusal), status_of(refusal)
    flash(WAITS if answer["awaiting"] else words)
    return redirect(url_for("moving_desk.shown", unit=unit, position=position), code=303)


def _page(unit: str, position: str, refusal: Refusal | None = None) -> str:
    who = require("officer")
    told: dict[str, Any] = {"person": who, "province_code": who.province_code or ""}
    here = {"unit_code": unit, "position_code": position}
    with reading() as session:
        admin = administrator_here(session)
        found = before_moving_desk(session, admin=admin, now=now(), **here)
        every = units(session, **told, day=today())
        kinds = positions(session, **told)
    return render_template(
        "pages/moving_desk.html",
        unit=unit,
        position=position,
        found=found,
        open_moves=[one for one in found.moves if _holds(one.valid_to)],
        units=[(one.code, one.name) for one in every],
        positions=[(one.code, one.title) for one in kinds],
        refusal=refusal,
        faults=faults_by_control(refusal),
        typed=request.form if refusal else {},
        shown=SHOWN,
    )


def _holds(valid_to: date | None) -> bool:
    return valid_to is None or valid_to > today()
