"""A decision that nobody can take back is asked once more, with all that was typed kept."""

from collections.abc import Sequence

from flask import render_template, request

from api.http import now, reading
from engine.cases.act.moved import Moved
from engine.queries.case_file import case_file
from web.forms.act_inputs import control_of
from web.forms.form_key import FIELD
from web.forms.uploads import KEPT, KeptFile
from web.officer.case import reader
from web.officer.listing import Listing

CONFIRMED = "xac-nhan"
_OF_THE_PAGE = frozenset({"csrf_token", FIELD, KEPT})


def confirm_page(
    ref: str, listing: Listing, label: str, moved: Moved | None, kept: Sequence[KeptFile]
) -> str:
    """The question: what is decided, for whom, and who would get the case next.

    ``moved``: what the end of a step would do; ``None`` for an act on the case itself.
    """
    with reading() as session:
        file = case_file(session, ref=ref, person=reader(), now=now())
    typed = [one for one in request.form.items(multi=True) if one[0] not in _OF_THE_PAGE]
    return render_template(
        "pages/confirm.html",
        label=label.rstrip("…"),
        file=file,
        moved=moved,
        comment=request.form.get(control_of("comment"), ""),
        typed=typed,
        kept=kept,
        filter=listing,
        confirmed=CONFIRMED,
    )
