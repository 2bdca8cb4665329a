"""Slips of a case, ready to print, with number and date (forms of circular 03/2025/TT-VPCP)."""

from flask import Blueprint, abort, render_template, request

from api.http.doors import needs
from api.http.opened_files import opened_file
from api.http.parts import now
from api.http.signing import require
from api.http.transaction import reading
from engine.queries.slip_heads import SlipHead, slip_head

blueprint = Blueprint("slips", __name__)


@blueprint.get("/ho-so/<ref>/phieu-bo-sung")
@needs("cases.read")
def supplement(ref: str) -> str:
    """Form 02; only of a case that was asked for a supplement."""
    file = opened_file(ref)
    if file.supplement is None:
        abort(404)
    return render_template(
        "pages/slip_supplement.html",
        file=file,
        slip=file.supplement,
        head=_head(ref, file.supplement.number),
    )


@blueprint.get("/ho-so/<ref>/phieu/<kind>")
@needs("cases.read")
def slip(ref: str, kind: str) -> str:
    """The slip of this kind with the number ``so``, else the newest."""
    file = opened_file(ref)
    number = request.args.get("so")
    right = (one for one in file.slips if one.kind == kind and number in (None, one.number))
    found = next(right, None) or abort(404)
    return render_template(
        "pages/slip_of_act.html", file=file, slip=found, head=_head(ref, found.number)
    )


def _head(ref: str, number: str) -> SlipHead:
    with reading() as session:
        return slip_head(session, ref=ref, number=number, person=require(), now=now())
