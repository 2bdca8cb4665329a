"""Two versions of a procedure beside each other."""

from collections.abc import Sequence

from flask import Blueprint, render_template

from api.http import now, reading, require
from api.http.doors import needs
from engine.designing.comparing import VersionsCompared, versions_compared
from engine.designing.drafts import subject
from engine.designing.rights import designer
from engine.designing.versions import versions
from engine.errors import DesignNotFound
from engine.publishing.differing import WORDS
from web.forms.numbers import number_asked

blueprint = Blueprint("design_compare", __name__)
SHOWN = 300
"""Differences that the page shows; the rest are counted."""


@blueprint.get("/quy-trinh/<code>/so-sanh")
@needs("designs.read")
def show(code: str) -> str:
    """What two versions differ in; by default the two newest."""
    with reading() as session:
        who = designer(session, require("officer"))
        about = subject(session, who, code)
        rows = versions(session, who=who, procedure_code=code, now=now())
        numbers = [row.version for row in rows]
        after = _asked("ban", numbers, (numbers or [0])[0])
        earlier = [one for one in numbers if one < after] or [after]
        before = _asked("voi", numbers, earlier[0])
        told: VersionsCompared | None = None
        if rows and before != after:
            told = versions_compared(
                session, who=who, procedure_code=code, before=before, after=after, now=now()
            )
    return render_template(
        "pages/design_compare.html",
        about=about,
        versions=rows,
        before=before,
        after=after,
        told=told,
        shown=told.differences[:SHOWN] if told else (),
        words=WORDS,
    )


def _asked(name: str, numbers: Sequence[int], usual: int) -> int:
    number = number_asked(name, "bản")
    if number is not None and number not in numbers:
        raise DesignNotFound(what=f"bản {number}")
    return usual if number is None else number
