"""The administrators' list of cases that nobody can take further, and how they mend them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
from engine.queries.mended import mended as mended_lately
from engine.queries.stopped import Kind, Stopped, stopped_cases
from engine.typed.text import Typed
from web.forms.administering import administrator_here
from web.forms.filters import chosen
from web.forms.once import once
from web.officer.listing import Link

blueprint = Blueprint("stopped", __name__)

KINDS = {"text": "Chữ", "number": "Số", "boolean": "Đúng hoặc sai"}
CAUSES: Mapping[str, tuple[Kind, str]] = {
    "may": ("incident", "Máy không đi tiếp được"),
    "trong": ("nobody_there", "Không ai giữ vị trí"),
    "thoi": ("holder_gone", "Người giữ đã thôi vị trí"),
    "ket-qua": ("result_owed", "Kết quả chưa trả"),
}
"""Why cases stand still, by the word of an address (``loc``)."""
ROOTS: Mapping[str, tuple[str, str]] = {
    "nobody": ("units_pages.shown", "Đơn vị và cán bộ"),
    "workflow.": ("design_list.listed", "Quy trình"),
    "feel.": ("design_list.listed", "Quy trình"),
}
"""How codes of incidents begin, and the page where such a cause is mended."""


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
        "Đã gửi người thứ hai xác nhận giá trị của hồ sơ {ref}.",
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
WAITS = "Bước này ký kết quả: việc của hồ sơ {ref} chờ người thứ hai xác nhận vị trí mới."
CONFIRMING: Mapping[str, Repair] = {
    "xac-nhan": Repair(confirm_repair, ("seen",), f"Đã xác nhận. {ON}"),
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
    """Confirm a repair that somebody else proposed, or drop it."""
    return _repaired(CONFIRMING, ref, word)


def _repaired(repairs: Mapping[str, Repair], ref: str, word: str) -> Response | tuple[str, int]:
    repair = repairs.get(word)
    if repair is None:
        abort(404)

    def mend(session: Any) -> dict[str, Any]:
        given = {name: Typed(request.form.get(name, "")) for name in repair.fields}
        waits = repair.do(session, admin=administrator_here(session), ref=ref, now=now(), **given)
        return {"ref": ref, "waits": bool(waits)}

    try:
        _, answer = once(require("officer"), mend)
    except Refusal as refusal:
        return _page(refusal, ref, word), status_of(refusal)
    flash((WAITS if answer["waits"] else repair.told).format(ref=ref))
    return redirect(url_for("stopped.listed"), code=303)


def _page(refusal: Refusal | None = None, ref: str | None = None, word: str | None = None) -> str:
    """The list, and below it the case that the address opens (``hs``): else the first of it."""
    with reading() as session:
        admin = administrator_here(session)
        rows = stopped_cases(session, admin=admin, now=now())
        told = mended_lately(session, admin=admin, now=now())
    part = chosen("loc", "mục", CAUSES, "")
    kind = CAUSES[part][0] if part in CAUSES else None
    shown = [row for row in rows if kind in (None, row.kind)]
    wanted = ref or request.args.get("hs") or (shown[0].ref if shown else None)
    return render_template(
        "pages/stopped.html",
        rows=rows,
        shown=shown,
        opened=[row for row in rows if row.ref == wanted],
        chips=list(_chips(rows, part)),
        mended=told,
        refusal=refusal,
        refused=ref,
        typed=request.form if refusal else {},
        refused_word=word,
        kinds=KINDS,
        roots=_root,
        appoints=holds(require("officer"), "organisation.posts"),
    )


def _chips(rows: Sequence[Stopped], part: str) -> Iterator[Link]:
    yield Link("Tất cả", str(len(rows)), url_for("stopped.listed"), part not in CAUSES)
    for word, (kind, label) in CAUSES.items():
        if number := sum(row.kind == kind for row in rows):
            yield Link(label, str(number), url_for("stopped.listed", loc=word), word == part)


def _root(code: str) -> tuple[str, str] | None:
    """Where the cause itself is mended, by the code of what stopped the case."""
    return next((page for begin, page in ROOTS.items() if code.startswith(begin)), None)
