"""``Idempotency-Key``: a request that is sent again gets the answer of the first time.

The answer is kept in the transaction of the act, so either both are there or neither.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, request
from sqlalchemy.orm import Session

from api.http.parts import now
from api.http.transaction import writing
from engine.accounts import Person
from engine.errors import IdempotencyMismatch
from engine.store.jobs import IdempotencyKey

HEADER = "Idempotency-Key"
LONGEST_KEY = 200


def once(
    who: Person, act: Callable[[Session], Any], dump: Callable[[Any], dict[str, Any]]
) -> Response:
    """The dumped answer of ``act`` as JSON, done at most once for the request's key.

    Without the header the act is simply done. Raises IdempotencyMismatch when the key came with
    another request before, and whatever the act raises.
    """
    key = request.headers.get(HEADER, "")[:LONGEST_KEY]
    with writing() as session:
        known = session.get(IdempotencyKey, (who.account_id, key)) if key else None
        if known is not None:
            if known.request_hash != _request_hash():
                raise IdempotencyMismatch
            return jsonify(known.answer)
        answer = dump(act(session))
        if key:
            session.add(
                IdempotencyKey(
                    account_id=who.account_id,
                    key=key,
                    request_hash=_request_hash(),
                    status=200,
                    answer=answer,
                    created_at=now(),
                )
            )
        return jsonify(answer)


def _request_hash() -> str:
    body = request.get_data(cache=True)
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + body).hexdigest()
