"""What designers do to a draft by a button: each address one act, done once."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from api.http import now, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.designing import change
from engine.designing.drafts import subject
from engine.designing.keeping_played import keep_played
from engine.designing.proposing_it import propose_draft
from engine.designing.rights import designer
from engine.errors import DesignDraftless, DesignNotFound, MayNotPublish, Refusal
from engine.proposing.propose import propose_retirement
from engine.proposing.rights import publisher
from web.designer import draft, faults, fixing, playing, publishing
from web.designer.sending import done_once
from web.forms.numbers import number_asked, small
from web.forms.once import once

blueprint = Blueprint("design_acts", __name__)
Act = Callable[[Any], dict[str, Any]]


def _number(name: str) -> int:
    return request.form.get(name, -1, type=small)


def _seen() -> int:
    """The revision that the page showed; none: nothing that a colleague did was seen."""
    return request.form.get("seen", 0, type=small)


def _removing(code: str) -> Act:
    path = request.form.get("path", "")
    made: Act = done_once(change.remove_file, procedure_code=code, path=path, seen=_seen())
    return made


def _dropping(code: str) -> Act:
    made: Act = done_once(change.drop_draft, procedure_code=code, seen=_seen())
    return made


def _mending(code: str) -> Act:
    made: Act = done_once(change.mend_files, procedure_code=code, seen=_number("seen"))
    return made


def _setting(code: str) -> Act:
    made: Act = done_once(
        change.fix_files, procedure_code=code, fix=fixing.typed(), seen=_number("seen")
    )
    return made


def _taking(code: str) -> Act:
    made: Act = done_once(
        change.take_version, procedure_code=code, version=_number("version"), seen=_seen()
    )
    return made


def _restoring(code: str) -> Act:
    made: Act = done_once(
        change.restore_files, procedure_code=code, number=_number("number"), seen=_seen()
    )
    return made


def _proposing(code: str) -> Act:
    person = require("officer")
    told: dict[str, Any] = {
        "procedure_code": code,
        "seen": _number("seen"),
        "reasons": publishing.reasons_typed(),
        "valid_from": publishing.day_typed(),
        "basis": request.form.get("basis") or None,
        "note": request.form.get("note") or None,
    }

    def acted(session: Any) -> dict[str, Any]:
        part, who = publisher(session, person), designer(session, person)
        propose_draft(session, who=who, part=part, now=now(), **told)
        return {"words": "Đã gửi. Người khác duyệt thì bản này mới áp dụng."}

    return acted


def _keeping(code: str) -> Act:
    made: Act = done_once(
        keep_played,
        procedure_code=code,
        text=request.form.get("da-lam", ""),
        name=request.form.get("ten-kich-ban", ""),
    )
    return made


def _retiring(code: str) -> Act:
    person = require("officer")
    told: dict[str, Any] = {
        "procedure_code": code,
        "basis": request.form.get("basis", ""),
        "version": number_asked("version", "bản", request.form),
        "note": request.form.get("note") or None,
        "valid_from": publishing.day_typed(),
    }

    def acted(session: Any) -> dict[str, Any]:
        subject(session, designer(session, person), code)  # what may not be seen is not found
        propose_retirement(session, who=publisher(session, person), now=now(), **told)
        return {"words": "Đã gửi đề nghị thu hồi. Người khác duyệt thì mới thu hồi."}

    return acted


ACTS: Mapping[str, tuple[Callable[[str], Act], Callable[[str, Refusal], str], str]] = {
    "bo-tep": (_removing, draft.page, "design_faults.listed"),
    "bo-nhap": (_dropping, draft.page, "design.show"),
    "sua": (_mending, faults.mending_page, "design_faults.listed"),
    "dat": (_setting, fixing.page, "design_faults.listed"),
    "lay-ban": (_taking, draft.page, "design.show"),
    "lay-lai": (_restoring, draft.page, "design_faults.listed"),
    "ghi-kich-ban": (_keeping, playing.again, "design_try.show"),
    "gui-duyet": (_proposing, publishing.page, "design.show"),
    "thu-hoi": (_retiring, draft.page, "design.show"),
}
"""Word of the address → what it does, the page that tells a refusal, where it goes then."""


@blueprint.get("/quy-trinh/<code>/<word>")
@needs("designs.read")
def after(code: str, word: str) -> Response:
    """The address of an act that was refused, asked for again: its page, and nothing is done."""
    _, _, then = ACTS.get(word) or abort(404)
    return redirect(url_for(then, code=code))


@blueprint.post("/quy-trinh/<code>/<word>")
@needs("designs.keep", "packages.propose")
def done(code: str, word: str) -> Response | tuple[str, int]:
    """Do one act."""
    act, page, then = ACTS.get(word) or abort(404)
    try:
        _, answer = once(require("officer"), act(code))
    except DesignDraftless as refusal:
        return draft.page(code, refusal), status_of(refusal)
    except Refusal as refusal:
        if isinstance(refusal, MayNotPublish | DesignNotFound):
            raise
        return page(code, refusal), status_of(refusal)
    flash(answer["words"])
    return redirect(url_for(then, code=code), code=303)
