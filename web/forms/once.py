"""What is sent with a form is done once: sent again, it shows the answer of the first time."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import request

from api.http import reading, writing
from api.http.idempotency import first_answer, known_answer, once_in_parts
from engine.accounts import Person
from engine.errors import FormSentBefore, IdempotencyMismatch
from web.forms.form_key import FIELD, posted_key, use_key

ASIDE = frozenset({FIELD, "csrf_token", "xac-nhan", "nhap", "giu"})
"""Fields that are about the form and not what it says."""


def once(who: Person, act: Callable[[Any], dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    """The key under which the answer of ``act`` is kept, and that answer or the first one.

    A form without a key is taken as a new one. Raises FormSentBefore, after which the page goes on
    under a new key, and whatever the act raises.
    """
    key, sent = key_here(who) or f"{uuid4().hex}.{_here()}", what_came()
    try:
        with writing() as session:
            return key, first_answer(session, who, key=key, sent=sent, act=lambda: act(session))
    except IdempotencyMismatch as other:
        use_key(uuid4().hex)
        raise FormSentBefore from other


def once_by_parts(
    who: Person, parts: Callable[[], list[Any]], told: Callable[[list[Any]], dict[str, Any]]
) -> dict[str, Any]:
    """The same of an act that is done in several transactions (``once_in_parts``)."""
    key = key_here(who) or f"{uuid4().hex}.{_here()}"
    try:
        return once_in_parts(who, parts, told, key=key, sent=what_came())
    except IdempotencyMismatch as other:
        use_key(uuid4().hex)
        raise FormSentBefore from other


def answered_before(who: Person) -> str | None:
    """The key of this form, if it has been done with these very words here."""
    key = key_here(who)
    return key if key and answer_to(who, key, sent=what_came()) is not None else None


def sent_before(who: Person) -> bool:
    """Whether this form has been done here, with whatever words."""
    key = key_here(who)
    return key is not None and answer_to(who, key) is not None


def answer_to(who: Person, key: str, *, sent: str | None = None) -> dict[str, Any] | None:
    """What the person was answered under this key, for ``sent`` if it is given."""
    with reading() as session:
        return known_answer(session, who, key, sent=sent)


def what_came() -> str:
    """What tells this form from the same one with other words: its address and its fields.

    Files are told apart by nobody: a form that is shown again has them kept.
    """
    fields = sorted(
        (name, value) for name, value in request.form.items(multi=True) if name not in ASIDE
    )
    return hashlib.sha256(repr((request.path, fields)).encode()).hexdigest()


def key_here(who: Person) -> str | None:
    """The key of the form that came, for what it asks for at this address."""
    found = posted_key(who)
    return f"{found.id}.{_here()}" if found else None


def _here() -> str:
    """This address, short: one form may do several acts, each at its own address."""
    return hashlib.sha256(request.path.encode()).hexdigest()[:16]
