"""Any other form of a page that was kept: opened again it is shown as it was typed, and only that.

The form is sent once more to its own address with ``mo-lai`` beside it; nothing can be written in
such a request, so each page answers as to any refusal: the form comes back filled. Once it is sent
for good, the draft goes.
"""

import hashlib
from http import HTTPStatus
from typing import Any

from flask import g, request, session
from werkzeug.wrappers import Response

from api.http import oldest_draft, person, reading, require, writing
from engine.drafts.draft import KeptDraft, own_draft
from engine.drafts.drop import drop_draft
from engine.errors import DraftNotFound
from web.forms.drafting import Sheet
from web.forms.form_key import FormKey, posted_key

FIELD, OPENED = "mo-lai", "opened_again"
"""With which a kept form is only opened; the draft that this browser opened, and its address."""
UNNAMED = "Biểu mẫu chưa gửi"
"""The title of a form that its page doesn't name."""
MOST = 200_000
"""Letters of a form that are kept."""


def sheet_of_page() -> Sheet | None:
    """The form that this request sends to a page; ``None`` where it is too much to keep."""
    typed = sum(len(name) + len(value) for name, value in request.form.items(multi=True))
    target = request.endpoint
    return Sheet("page", None, target, _sent_to()) if target and typed <= MOST else None


def key_of_page(key: FormKey) -> FormKey:
    """A page has one key for all its forms; each is kept for itself."""
    told = hashlib.sha256(f"{key.id}.{request.path}".encode()).hexdigest()
    return FormKey(key.account_id, told[: len(key.id)], key.title or UNNAMED)


def opened(draft_id: str) -> KeptDraft:
    """One's own draft of a page's form, in hand from now on. Raises DraftNotFound."""
    with reading() as database:
        found = own_draft(
            database,
            account_id=require().account_id,
            draft_id=draft_id,
            since=oldest_draft(),
        )
    if found.kind != "page":
        raise DraftNotFound
    session[OPENED] = [found.id, found.address]
    return found


_DONE = (HTTPStatus.OK, HTTPStatus.SEE_OTHER)


def only_shown() -> None:
    """Before a request: whether a form is only opened again."""
    if request.method == "POST" and FIELD in request.form and person() is not None:
        g.only_shown = True


def forget_when_sent(response: Response) -> Response:
    """After a request: a kept form that was sent for good is no draft any more."""
    answer = HTTPStatus(response.status_code)
    if request.method == "POST" and answer in _DONE and OPENED in session:
        who, kept = person(), list[Any](session[OPENED])
        key = posted_key(who) if who else None
        if who and key and kept == [key.id, _sent_to()]:
            del session[OPENED]
            with writing() as database:
                drop_draft(database, account_id=who.account_id, draft_id=key.id)
    return response


def _sent_to() -> str:
    """The address that this form was sent to, whole."""
    query = request.query_string.decode(errors="replace")
    return f"{request.path}?{query}" if query else request.path
