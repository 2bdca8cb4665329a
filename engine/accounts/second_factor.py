"""A second factor: codes that a telephone shows and that change with time (TOTP, RFC 6238).

The secret is encrypted at rest. A code counts once, in the interval before or after at most; codes
for a lost telephone are kept as hashes and count once.
"""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import new as hmac_of

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts.codes import SIGNS
from engine.accounts.person import Person
from engine.accounts.signing_in import write_event
from engine.errors import SecondFactorOn
from engine.store.accounts import SecondFactor

ISSUER = "Một Cửa"
RECOVERY, LETTERS = 8, 10
"""How many codes for a lost telephone, of how many letters: 50 bits, braked with the passwords."""
INTERVAL, NEIGHBOURS = 30, (0, -1, 1)
"""Seconds that a code stands, and the intervals in which a slow clock is forgiven."""


class SecretBox:
    """Encrypts under a key made from the installation's own."""

    def __init__(self, key: str) -> None:
        made = hmac_of(key.encode(), b"second factors of accounts", sha256).digest()
        self._fernet = Fernet(urlsafe_b64encode(made))
        self._marks = hmac_of(key.encode(), b"codes sent to telephones", sha256).digest()

    def shut(self, secret: str) -> str:
        """The secret, encrypted."""
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, kept: str) -> str | None:
        """The secret; ``None`` when it was encrypted under another key."""
        try:
            return self._fernet.decrypt(kept.encode()).decode()
        except InvalidToken:
            return None

    def marked(self, text: str) -> str:
        """A keyed hash: of what is so short that a plain one could be tried through."""
        return hmac_of(self._marks, text.encode(), sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the telephone is given: an address for its camera, and the same secret in letters."""

    address: str
    secret: str


def has_second_factor(session: Session, account_id: str) -> bool:
    """Whether the account asks for a code besides its password."""
    found = session.get(SecondFactor, account_id)
    return found is not None and found.confirmed_at is not None


def begin(session: Session, *, person: Person, box: SecretBox) -> None:
    """Make a secret for the telephone; nothing is asked before it is confirmed with a code.

    Raises SecondFactorOn for one that is confirmed already.
    """
    if has_second_factor(session, person.account_id):
        raise SecondFactorOn
    secret = box.shut(pyotp.random_base32())
    row = SecondFactor(account_id=person.account_id, secret=secret, last_step=0, recovery=[])
    session.merge(row)


def enrolment(session: Session, *, person: Person, box: SecretBox) -> Enrolment | None:
    """What to show while the secret waits to be confirmed; ``None``: nothing waits."""
    row = session.get(SecondFactor, person.account_id)
    secret = box.open(row.secret) if row is not None and row.confirmed_at is None else None
    if secret is None:
        return None
    address = pyotp.TOTP(secret).provisioning_uri(name=person.username, issuer_name=ISSUER)
    return Enrolment(address, secret)


def confirm_second_factor(
    session: Session, *, person: Person, code: str, address: str, box: SecretBox, now: datetime
) -> tuple[str, ...] | None:
    """From now on the code is asked at sign-in; the codes for a lost telephone, told once.

    ``None`` when the code isn't the one that the telephone shows.
    """
    row = _locked(session, person.account_id)
    if row is None or row.confirmed_at is not None or not _shown(row, code, box, now):
        return None
    codes = tuple("".join(secrets.choice(SIGNS) for _ in range(LETTERS)) for _ in range(RECOVERY))
    row.confirmed_at, row.recovery = now, [_hash(one) for one in codes]
    _note(session, person, "second", address, now)
    return codes


def give_up_second_factor(
    session: Session, *, person: Person, code: str, address: str, box: SecretBox, now: datetime
) -> bool:
    """No code is asked any more; whether the code was right."""
    if not check_code(session, person.account_id, code, box=box, now=now):
        return False
    remove_second_factor(session, person.account_id)
    _note(session, person, "no_second", address, now)
    return True


def remove_second_factor(session: Session, account_id: str) -> None:
    """The telephone is lost, and its codes too: the account begins anew."""
    row = session.get(SecondFactor, account_id)
    if row is not None:
        session.delete(row)


def check_code(
    session: Session, account_id: str, code: str, *, box: SecretBox, now: datetime
) -> bool:
    """Whether this is a code of the telephone, or one for a lost telephone; it is used up."""
    row = _locked(session, account_id)
    if row is None or row.confirmed_at is None:
        return False
    if _shown(row, code, box, now):
        return True
    spent = _hash(code)
    if spent not in row.recovery:
        return False
    row.recovery = [one for one in row.recovery if one != spent]
    return True


def _locked(session: Session, account_id: str) -> SecondFactor | None:
    query = select(SecondFactor).where(SecondFactor.account_id == account_id)
    return session.scalar(query.with_for_update())


def _shown(row: SecondFactor, code: str, box: SecretBox, now: datetime) -> bool:
    """Whether the telephone shows it about now, and it wasn't used yet; then it is."""
    secret = box.open(row.secret)
    typed = "".join(sign for sign in code if sign.isdigit() and sign.isascii())
    if secret is None:
        return False
    totp, step = pyotp.TOTP(secret, interval=INTERVAL), int(now.timestamp()) // INTERVAL
    for near in NEIGHBOURS:
        right = pyotp.utils.strings_equal(typed, totp.generate_otp(step + near))
        if right and step + near > row.last_step:
            row.last_step = step + near
            return True
    return False


def _hash(code: str) -> str:
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return sha256(f"recovery:{signs}".encode()).hexdigest()


def _note(session: Session, person: Person, kind: str, address: str, now: datetime) -> None:
    name, account = person.username, person.account_id
    write_event(session, kind, username=name, account_id=account, at=address, now=now)
