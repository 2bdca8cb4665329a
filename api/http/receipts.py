"""What the request at hand proves of a case: the receipt's code, one more fact, or a sign-in."""

from flask import current_app

from api.http.signing import person
from engine.accounts.proofs import Proof, receipt_code


def proof(*, receipt: str | None = None, fact: str | None = None) -> Proof:
    """What was sent, with who is signed in and the key of this installation."""
    who = person()
    return Proof(
        key=_key(),
        receipt=receipt or None,
        fact=fact or None,
        account_id=who.account_id if who else None,
        identity_number=who.identity_number if who else None,
        officer=who is not None and who.kind != "citizen",
    )


def code_of(case_id: str, nth: int) -> str:
    """The code that the case's receipt bears, after it got a new one so many times."""
    return receipt_code(_key(), case_id, nth)


def _key() -> bytes:
    key = current_app.secret_key
    return key.encode() if isinstance(key, str) else key or b""
