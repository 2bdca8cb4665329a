"""The key of a form: what is sent with it is done once, and what is typed in it is kept under it.

The key names the person that the form was made for, signed: so whoever posts it after the session
has ended gets nothing done, but what was typed goes to that person's own drafts.
"""

from dataclasses import dataclass, replace
from functools import cache
from uuid import uuid4

from flask import current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer
from markupsafe import Markup, escape

from api.http import person
from engine.accounts import Person

FIELD = "khoa"


@dataclass(frozen=True, slots=True)
class FormKey:
    """A form that was shown to an account; ``title`` names it to that person."""

    account_id: str
    id: str
    title: str

    def __str__(self) -> str:
        return str(_signed().dumps([self.account_id, self.id, self.title]))


def posted_key(who: Person | None = None) -> FormKey | None:
    """The key that came with this request, if we made it, and for ``who`` if given."""
    if "posted_key" not in g:
        g.posted_key = _read(request.form.get(FIELD, ""))
    found: FormKey | None = g.posted_key
    return found if found and (who is None or found.account_id == who.account_id) else None


def _read(text: str) -> FormKey | None:
    try:
        return FormKey(*_signed().loads(text)) if text else None
    except BadSignature:
        return None


def use_key(form_id: str) -> None:
    """Go on under the key of a form that was begun before."""
    g.form_id = form_id


def key_to_go_on(key: FormKey) -> FormKey:
    """A new key for the same form: what it is about was sent under the old one."""
    use_key(uuid4().hex)
    return replace(key, id=g.form_id)


def key_in_use(who: Person) -> FormKey | None:
    """The key under which the posted form goes on: its own, or the one that took its place."""
    key = posted_key(who)
    return replace(key, id=g.form_id) if key and "form_id" in g else key


def key_field(title: str = "", form_id: str = "") -> str:
    """The hidden field with the key, for a form that ``title`` names.

    One key for each page, but for a form that was begun before (``form_id``) and stands beside
    others: those are not that one, and are done and kept for themselves.
    """
    who = person()
    if who is None:
        return ""
    if "form_id" not in g:
        posted = posted_key(who)
        g.form_id = posted.id if posted else uuid4().hex
    written: dict[FormKey, Markup] = g.setdefault("form_keys", {})
    key = FormKey(who.account_id, form_id or g.form_id, title)
    if key not in written:
        field = Markup('<input type="hidden" name="{}" value="{}">')
        written[key] = field.format(FIELD, escape(str(key)))
    return written[key]


def _signed() -> URLSafeSerializer:
    return _signer(str(current_app.secret_key))


@cache
def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=FIELD)
