"""What happened at the door, of the officers of a reach: who tried and from where."""

from flask import Blueprint, render_template, request

from api.http import reading, today
from api.http.doors import needs
from engine.queries.inbox import counted
from engine.queries.sign_ins import KINDS, sign_ins
from web.forms.administering import administrator_here
from web.forms.filters import chosen

blueprint = Blueprint("signing_in_log", __name__)


@blueprint.get("/dang-nhap/nhat-ky")
@needs("sign_ins.read")
def listed() -> str:
    """The page that the address names; ``ten``: of one user name, ``loai``: of one kind."""
    kind = chosen("loai", "loại", KINDS, "")
    name = request.args.get("ten", "").strip()
    with reading() as session:
        log = sign_ins(
            session,
            admin=administrator_here(session),
            day=today(),
            username=name or None,
            kind=kind or None,
            cursor=request.args.get("tu") or None,
        )
    return render_template(
        "pages/sign_ins.html",
        log=log,
        count=counted(log.count),
        name=name,
        kind=kind,
        kinds=KINDS,
    )
