"""What is sent again gets the answer of the first time, and is not done again.

The API sends an ``Idempotency-Key``, a page the key of its form. The answer is kept in the
transaction of the act, so either both are there or neither.
"""

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from time import monotonic, sleep
from typing import Any, TypeVar

from flask import Response, jsonify, request
from sqlalchemy import and_, bindparam, delete, select, update
from sqlalchemy.orm import Session

from api.http.bodies import KEY
from api.http.parts import now
from api.http.transaction import reading, writing
from engine.accounts import Person
from engine.errors import IdempotencyMismatch, Refusal, StillBeingWritten
from engine.store.base import table_of
from engine.store.database import connection_of
from engine.store.jobs import IdempotencyKey
from engine.store.many_tables import INSERTS
from engine.store.prepared import Prepared, PreparedQuery

Part = TypeVar("Part")
_TURN_SECONDS = 0.03
"""Who waits to write on SQLite asks for its turn more often than this."""
_DONE, _BEING_DONE = 200, 102
"""What ``status`` says of a key: its answer is kept, or its request is still written in parts."""
WAITS_SECONDS = 6.0
"""How long a second press waits for the end of the first."""
_LOOKS_SECONDS = 0.2
GIVEN_UP = timedelta(minutes=2)
"""After so long without a part its request has died: the next one goes on with what is left."""
_keys = table_of(IdempotencyKey)
_mine = and_(_keys.c.account_id == bindparam("whose"), _keys.c.key == bindparam("named"))
_IN_PARTS = _keys.c.status.is_distinct_from(_DONE)
_KNOWN = PreparedQuery(
    select(_keys.c.request_hash, _keys.c.answer, _keys.c.status, _keys.c.created_at).where(_mine)
)
_ANSWER = Prepared(update(_keys).where(_mine))
_TAKE = PreparedQuery(
    {
        name: insert(_keys).on_conflict_do_nothing().returning(_keys.c.key)
        for name, insert in INSERTS.items()
    }
)


def once(
    who: Person, act: Callable[[Session], Any], dump: Callable[[Any], dict[str, Any]]
) -> Response:
    """The dumped answer of ``act`` as JSON, done at most once for the request's key.

    Without the header the act is simply done. Raises IdempotencyMismatch when the key came with
    another request before, and whatever the act raises.
    """
    key = request.headers.get(KEY)
    with writing() as session:
        if key is None:
            return jsonify(dump(act(session)))
        answer = first_answer(
            session, who, key=key, sent=request_hash(), act=lambda: dump(act(session))
        )
        return jsonify(answer)


def once_in_parts(
    who: Person,
    parts: Callable[[], Iterable[Callable[[Session], Part]]],
    told: Callable[[list[Part]], dict[str, Any]],
    *,
    key: str | None,
    sent: str,
) -> dict[str, Any]:
    """What is ``told`` of the parts of a long act, each done in a transaction of its own.

    Between two of them whoever else waits to write has a turn. Only for acts that change nothing
    where they are done already: what a part refuses leaves those before it done, and sent again
    the rest follows. Who comes with the same key meanwhile waits for the answer. Raises
    IdempotencyMismatch, StillBeingWritten, and whatever a part raises; then the key is free.
    """
    if key is None:
        return told(_in_turn(parts(), lambda _: None))
    if (known := _begun(who, key, sent)) is not None:
        return known
    here = _named(who, key)

    def goes_on(session: Session) -> None:
        _ANSWER.run(connection_of(session), [{**here, "created_at": now()}])

    try:
        answer = told(_in_turn(parts(), goes_on))
        with writing() as session:
            _ANSWER.run(connection_of(session), [{**here, "answer": answer, "status": _DONE}])
    except Exception:
        with suppress(Refusal), writing() as session:
            session.execute(delete(_keys).where(_mine, _IN_PARTS), here)
        raise
    return answer


def _in_turn(
    parts: Iterable[Callable[[Session], Part]], goes_on: Callable[[Session], None]
) -> list[Part]:
    done = []
    for number, part in enumerate(parts):
        if number:
            sleep(_TURN_SECONDS)
        with writing() as session:
            goes_on(session)
            done.append(part(session))
    return done


def _begun(who: Person, key: str, sent: str) -> dict[str, Any] | None:
    """The answer of who came first with the key; ``None``: this request does it from now on.

    Raises IdempotencyMismatch, and StillBeingWritten where the first one takes long.
    """
    until = monotonic() + WAITS_SECONDS
    while True:
        with reading() as session:
            known = _KNOWN.one_or_none(connection_of(session), _named(who, key))
        if known is None or (known[2] == _BEING_DONE and known[3] < now() - GIVEN_UP):
            if _begins(who, key, sent):
                return None
        elif known[0] != sent:
            raise IdempotencyMismatch
        elif known[2] != _BEING_DONE:
            return dict(known[1])
        if monotonic() > until:
            raise StillBeingWritten
        sleep(_LOOKS_SECONDS)


def _begins(who: Person, key: str, sent: str) -> bool:
    """Whether the key is this request's from now on, new or left by one that died."""
    with writing() as session:
        session.execute(
            delete(_keys).where(_mine, _IN_PARTS, _keys.c.created_at < now() - GIVEN_UP),
            _named(who, key),
        )
        return _taken(session, who, key, sent, status=_BEING_DONE)


def claimed_key(who: Person) -> tuple[str | None, str]:
    """The request's key, from now on of this request alone, and what tells the request apart.

    For a request that is done in several transactions. Raises IdempotencyMismatch.
    """
    key, sent = request.headers.get(KEY), request_hash()
    if key:
        with writing() as session:
            first_answer(session, who, key=key, sent=sent, act=dict)
    return key or None, sent


def first_answer(
    session: Session, who: Person, *, key: str, sent: str, act: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """What ``act`` answers, or answered when the key came first; ``sent`` tells requests apart.

    The key is written before the act: who comes with the same key meanwhile waits for the end of
    this transaction. Raises IdempotencyMismatch, and whatever the act raises; then the key is free.
    """
    if not _taken(session, who, key, sent):
        known = session.get_one(IdempotencyKey, (who.account_id, key), populate_existing=True)
        if known.request_hash != sent:
            raise IdempotencyMismatch
        return dict(known.answer)
    answer = act()
    _ANSWER.run(connection_of(session), [{**_named(who, key), "answer": answer}])
    return answer


def known_answer(
    session: Session, who: Person, key: str, *, sent: str | None = None
) -> dict[str, Any] | None:
    """What was answered to the key of this person; ``None`` when it never came, or its request is
    still being done.

    With ``sent`` also when it came with another request.
    """
    found = _KNOWN.one_or_none(connection_of(session), _named(who, key))
    if found is None or found[2] == _BEING_DONE or sent not in (None, found[0]):
        return None
    return dict(found[1])


def _named(who: Person, key: str) -> dict[str, str]:
    return {"whose": who.account_id, "named": key}


def _taken(session: Session, who: Person, key: str, sent: str, *, status: int = _DONE) -> bool:
    """Whether the key is new, and now of this request."""
    row = {
        "account_id": who.account_id,
        "key": key,
        "request_hash": sent,
        "status": status,
        "answer": {},
        "created_at": now(),
    }
    return _TAKE.one_or_none(connection_of(session), row) is not None


def request_hash() -> str:
    """What tells this request from another one."""
    body = request.get_data(cache=True)
    told = hashlib.sha256(f"{request.method} {request.path}\n".encode() + body)
    # A form that was read leaves no body behind: what tells it apart are its fields and files.
    for name, value in sorted(request.form.items(multi=True)):
        told.update(repr((name, value)).encode())
    for name, file in request.files.items(multi=True):
        told.update(repr((name, file.filename)).encode())
        file.seek(0)
        told.update(hashlib.sha256(file.read()).digest())
    return told.hexdigest()
