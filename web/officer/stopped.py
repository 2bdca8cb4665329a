"""The administrators' list of cases that nobody can take further, and how they mend them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.access import holds
from engine.accounts import Person
from engine.cases.confirm_repair import confirm_repair, drop_repair
from engine.cases.give_desk import give_desk
from engine.cases.give_value import give_value
from engine.cases.retry_case import retry_stopped
from engine.cases.send_back import send_back
from engine.errors import Refusal
from engine.queries.stopped import stopped_cases
from engine.typed.text import Typed
from web.forms.administering import administrator_here
from web.forms.once import once

blueprint = Blueprint("stopped", __name__)

KINDS = {"text": "Chữ", "number": "Số", "boolean": "Đúng hoặc sai"}


def sees_stopped(person: Person) -> bool:
    """Whether the list is for this person."""
    return holds(person, "incidents.read")


@blueprint.get("/su-co")
@needs("incidents.read")
def listed() -> str:
    """The cases that stand still within the administrator's rights."""
    return _page()


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair: its use-case, what its form brings, what the page says when it is done."""

    do: Callable[..., object]
    fields: tuple[str, ...]
    told: str


ON = "Hồ sơ {ref} sẽ được chạy lại; việc của cán bộ thì cán bộ bấm lại nút của bước."
MENDING: Mapping[str, Repair] = {
    "chay-lai": Repair(retry_stopped, (), ON),
    "gia-tri": Repair(
        give_value,
        ("name", "value", "kind", "reason", "paper"),
        "Đã ghi giá trị vào hồ sơ {ref}, hoặc đã gửi người thứ hai xác nhận nếu cần.",
    ),
    "ve-buoc": Repair(
        send_back,
        ("step", "reason", "paper"),
        "Hồ sơ {ref} đã về bước trước; ngày hẹn trả giữ nguyên.",
    ),
    "vi-tri": Repair(
        give_desk,
        ("task_id", "desk", "reason", "paper"),
        "Việc của hồ sơ {ref} đã giao cho vị trí khác.",
    ),
}
CONFIRMING: Mapping[str, Repair] = {
    "xac-nhan": Repair(confirm_repair, (), f"Đã xác nhận. {ON}"),
    "bo-de-nghi": Repair(drop_repair, ("reason",), "Đã bỏ đề nghị của hồ sơ {ref}."),
}


@blueprint.post("/su-co/<ref>/<word>")
@needs("incidents.mend")
def mended(ref: str, word: str) -> Response | tuple[str, int]:
    """One of the repairs: try again, give a value, send back, give to another desk."""
    return _repaired(MENDING, ref, word)


@blueprint.post("/su-co/<ref>/de-nghi/<word>")
@needs("incidents.confirm")
def confirmed(ref: str, word: str) -> Response | tuple[str, int]:
    """Confirm a value that somebody else proposed, or drop it."""
    return _repaired(CONFIRMING, ref, word)


def _repaired(repairs: Mapping[str, Repair], ref: str, word: str) -> Response | tuple[str, int]:
    repair = repairs.get(word)
    if repair is None:
        abort(404)

    def mend(session: Any) -> dict[str, Any]:
        given = {name: Typed(request.form.get(name, "")) for name in repair.fields}
        repair.do(session, admin=administrator_here(session), ref=ref, now=now(), **given)
        return {"ref": ref}

    try:
        once(require("officer"), mend)
    except Refusal as refusal:
        return _page(refusal, ref, word), status_of(refusal)
    flash(repair.told.format(ref=ref))
    return redirect(url_for("stopped.listed"), code=303)


def _page(refusal: Refusal | None = None, ref: str | None = None, word: str | None = None) -> str:
    with reading() as session:
        rows = stopped_cases(session, admin=administrator_here(session), now=now())
    return render_template(
        "pages/stopped.html",
        rows=rows,
        refusal=refusal,
        refused=ref,
        typed=request.form if refusal else {},
        refused_word=word,
        kinds=KINDS,
    )
