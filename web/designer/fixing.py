"""What a designer sets at a fault: asked there, shown as a difference, then done once."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request

from api.http import reading, require
from api.http.doors import needs
from api.http.problems import status_of
from engine.designing.drafts import the_draft
from engine.designing.fixing.asked import Ground, Offer
from engine.designing.fixing.offering import Fix, fixed, ground_of, offered
from engine.designing.looked import look
from engine.designing.mending_shown import MendedFile, fix_shown
from engine.designing.rights import designer
from engine.errors import DesignDraftless, DesignNotFound, MayNotPublish, Refusal
from web.designer import draft
from web.forms.numbers import number_asked

blueprint = Blueprint("design_fix", __name__)
ANSWER = "a-"
"""Before the names of answers, so that a question may be called as it likes."""


def typed() -> Fix:
    """What this request sets."""
    given = request.values
    return Fix(
        kind=given.get("viec", ""),
        file=given.get("tep", ""),
        element=given.get("cho", ""),
        answers={
            name.removeprefix(ANSWER): value
            for name, value in given.items()
            if name.startswith(ANSWER)
        },
    )


@blueprint.get("/quy-trinh/<code>/sua-tai-cho")
@needs("designs.keep")
def shown(code: str) -> str | tuple[str, int]:
    """What would change; nothing is changed by looking."""
    try:
        return page(code)
    except DesignDraftless as refusal:
        return draft.page(code, refusal), status_of(refusal)
    except Refusal as refusal:
        if isinstance(refusal, MayNotPublish | DesignNotFound):
            raise
        return page(code, refusal), status_of(refusal)


def page(code: str, refusal: Refusal | None = None) -> str:
    """The difference, and the questions with what was answered; with why it was refused."""
    fix = typed()
    number = _number()
    with reading() as session:
        who = designer(session, require("officer"))
        found = the_draft(session, who, code)
        who.require(found.subject.sector)
        looked = look(session, who.province_code, code, found.files)
        ground = ground_of(session, who, code, found.files, looked)
    files: tuple[MendedFile, ...] = ()
    if refusal is None:
        files = fix_shown(found.files, fixed(ground, fix))
    return render_template(
        "pages/design_fix.html",
        about=found.subject,
        draft=found,
        fix=fix,
        files=files,
        offer=_asked(ground, fix),
        number=number,
        refusal=refusal,
        wrong=wrong_fields(refusal),
    )


def _number() -> int:
    """The fault at which it is set; 0: none is named."""
    return number_asked("loi", "lỗi", request.values) or 0


def _asked(ground: Ground, fix: Fix) -> Offer | None:
    """The questions again, as they are asked at the fault."""
    number = _number()
    rows = ground.faults[number - 1 : number] if number > 0 else ground.faults
    for fault in rows:
        found = offered(ground, fault) if fault.file == fix.file else None
        if found and (found.kind, found.element) == (fix.kind, fix.element):
            return found
    return None


def wrong_fields(refusal: Refusal | None) -> Mapping[str, str]:
    """What is wrong with which answer."""
    if refusal is None:
        return {}
    told: Any = refusal.details.get("faults") or ()
    found = {str(one["field"]): str(one["message"]) for one in told}
    field = refusal.details.get("field")
    return {**found, str(field): str(refusal)} if field else found
