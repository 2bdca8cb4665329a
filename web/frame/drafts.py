"""Give up a draft of one's own."""

from typing import Any

from flask import Blueprint, flash, redirect
from werkzeug.wrappers import Response

from api.http import require
from api.http.doors import needs
from engine.drafts.drop import drop_draft
from web.entrance.sign_in import place_of
from web.forms.once import once

blueprint = Blueprint("draft_pages", __name__)


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
