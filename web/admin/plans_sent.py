"""A plan for units as its pages handle it: rehearsed, sent to the second person, told again."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from api.http import now, reading, require
from api.http.problems import status_of
from engine.administration.reorganising.mapping import Wish
from engine.errors import Refusal
from engine.proposing.propose import propose_reorganisation
from engine.proposing.reorganisations import rehearsed
from engine.proposing.review import Review
from engine.proposing.rights import publisher
from web.forms.once import once

Read = Callable[[], Wish]
"""What was typed. Raises EntryInvalid."""
Page = Callable[[Review | None, Refusal], str]


def dry_run(read: Read) -> Review:
    """What the plan touches. Raises what ``read`` and ``rehearsed`` do."""
    who = require("officer")
    with reading() as session:
        return rehearsed(session, who=publisher(session, who), wish=read(), now=now())


def sent(read: Read, page: Page) -> Response | tuple[str, int]:
    """Send it; after a refusal the page again, with the dry run where there can be one."""
    who, form = require("officer"), request.form
    try:
        wish = read()

        def acted(session: Any) -> dict[str, Any]:
            row = propose_reorganisation(
                session,
                who=publisher(session, who),
                wish=wish,
                basis=form.get("basis", ""),
                note=form.get("note") or None,
                now=now(),
            )
            return {"id": row.id}

        _, answer = once(who, acted)
    except Refusal as refusal:
        return page(_again(read), refusal), status_of(refusal)
    flash("Đã gửi người thứ hai duyệt. Chưa có gì thay đổi.")
    return redirect(url_for("publishing.show", proposal_id=answer["id"]), code=303)


def _again(read: Read) -> Review | None:
    try:
        return dry_run(read)
    except Refusal:
        return None
