"""The desk that returns results: find one by its slip, see what holds it, hand it over."""

from collections.abc import Iterator, Mapping

from flask import Blueprint, render_template, request, url_for

from api.http import now, reading, require
from api.http.doors import needs
from api.http.opened_files import opened_file
from engine.queries.inbox import counted
from engine.queries.returning import results
from engine.queries.views.case import ActView, CaseFile
from engine.queries.views.returning import ResultsPage, WaitingPart
from web.forms.filters import chosen, unit_asked
from web.frame.refusing import trouble
from web.officer.case import task_fields
from web.officer.confirming import CONFIRMED
from web.officer.listing import Link

blueprint = Blueprint("return_desk", __name__)

RETURN = "return"
PARTS: Mapping[WaitingPart, tuple[str, str]] = {
    "ready": ("Chờ trả", ""),
    "over": ("Quá thời gian chờ", "late"),
    "coming": ("Chờ lưu kho", "wait"),
    "papers": ("Còn giữ bản giấy", "hold"),
}


@blueprint.get("/tra-ket-qua")
@needs("results.list")
def shown() -> str:
    """The part (``loc``), the counter (``dv``) and the result (``q``, ``hs``) of the address.

    What is found alone by its slip is opened at once.
    """
    part: WaitingPart = chosen("loc", "mục", PARTS, "ready")
    search = request.args.get("q", "").strip() or None
    with reading() as session:
        unit = unit_asked(session)
        page = results(
            *(session,), person=require("officer"), now=now(), part=part, unit=unit, search=search
        )
    ref = request.args.get("hs") or (page.rows[0].ref if search and len(page.rows) == 1 else None)
    file = opened_file(ref) if ref else None
    return render_template(
        "pages/return_desk.html",
        page=page,
        file=file,
        fields=task_fields(file, trouble(None), None) if file and _returns(file) else (),
        returns=file is not None and _returns(file),
        hands_over=[one for one in file.acts if one.kind == "hand_over"] if file else [],
        gives_back=_gives_back(file) if file else None,
        chips=list(_chips(page)),
        search=search,
        CONFIRMED=CONFIRMED,
    )


def _returns(file: CaseFile) -> bool:
    """Whether the viewer's step of the case is the one that returns its result."""
    return file.task is not None and file.task.act == RETURN and bool(file.task.outcomes)


def _gives_back(file: CaseFile) -> ActView | None:
    """How papers go back of a dossier that has no result to be fetched with them."""
    found = (one for one in file.acts if one.kind == "return_papers" and not file.solved)
    return next(found, None)


def _chips(page: ResultsPage) -> Iterator[Link]:
    for part, (label, look) in PARTS.items():
        href = url_for("return_desk.shown", loc=None if part == "ready" else part, dv=page.unit)
        yield Link(label, counted(page.counts[part]), href, part == page.part, look)
