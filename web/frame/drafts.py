"""Drafts of one's own: opened again as a form of a page, given up."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from api.http import require
from api.http.doors import needs
from engine.drafts.drop import drop_draft
from web.entrance.sign_in import place_of
from web.forms.drafting import DRAFT
from web.forms.form_key import use_key
from web.forms.once import once
from web.forms.opened_again import FIELD
from web.forms.opened_again import opened as opened_again
from web.forms.uploads import KEPT, shown_again
from web.frame.kept_words import kept_words

blueprint = Blueprint("draft_pages", __name__)


@blueprint.get("/nhap")
@needs("drafts.keep")
def opened() -> str:
    """A form that could not be sent, as it was typed; one press opens it where it belongs."""
    return kept_page(request.args.get(DRAFT, ""))


@blueprint.post("/nhap/<draft_id>/bo")
@needs("drafts.keep")
def drop(draft_id: str) -> Response:
    """Forget the draft, and go to where the person's work begins."""
    who = require()

    def dropped(session: Any) -> dict[str, Any]:
        drop_draft(session, account_id=who.account_id, draft_id=draft_id)
        return {}

    once(who, dropped)
    flash("Đã bỏ bản nháp.")
    return redirect(place_of(who), code=303)


def kept_page(draft_id: str, *, opens: bool = True) -> str:
    """What was typed, and the press that opens it again, or sends it. Raises DraftNotFound.

    ``opens`` is false for a form whose own page can't show what was typed.
    """
    who, draft = require(), opened_again(draft_id)
    use_key(draft.id)
    return render_template(
        "pages/form_kept.html",
        layout="citizen.html" if who.kind == "citizen" else "office.html",
        draft=draft,
        typed=[(name, value) for name, values in draft.answers.items() for value in values],
        told=kept_words(draft),
        files=list(shown_again(who.account_id, draft.files)),
        KEPT=KEPT,
        again=FIELD if opens else None,
    )
