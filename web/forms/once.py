"""What is sent with a form is done once: sent again, it shows the answer of the first time."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from flask import request

from api.http import reading, writing
from api.http.idempotency import first_answer, known_answer
from engine.accounts import Person
from web.forms.form_key import posted_key


def once(who: Person, act: Callable[[Any], dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    """The key under which the answer of ``act`` is kept, and that answer or the first one.

    A form without a key is taken as a new one. Raises whatever the act raises.
    """
    key = key_here(who) or f"{uuid4().hex}.{_here()}"
    with writing() as session:
        return key, first_answer(session, who, key=key, sent=request.path, act=lambda: act(session))


def answered_before(who: Person) -> str | None:
    """The key of this form, if what it asks for here has been done with it."""
    key = key_here(who)
    return key if key and answer_to(who, key) is not None else None


def answer_to(who: Person, key: str) -> dict[str, Any] | None:
    """What the person was answered under this key."""
    with reading() as session:
        return known_answer(session, who, key)


def key_here(who: Person) -> str | None:
    """The key of the form that came, for what it asks for at this address."""
    found = posted_key(who)
    return f"{found.id}.{_here()}" if found else None


def _here() -> str:
    """This address, short: one form may do several acts, each at its own address."""
    return hashlib.sha256(request.path.encode()).hexdigest()[:16]
