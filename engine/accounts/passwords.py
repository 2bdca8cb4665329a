"""Password hashes: argon2id with the library's current parameters (RFC 9106)."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.errors import PasswordWeak, SignInBusy

HASHER = PasswordHasher()
SHORTEST, LONGEST, FEWEST_SIGNS = 10, 200, 5
"""Letters of a new password, at least and at most, and how many different ones."""


@cache
def unknown() -> str:
    """Verified when the user name is unknown, so that the answer takes as long as for a known one.

    Made at the first such name: a command that signs nobody in needn't wait for it.
    """
    return hash_password("no account has this password")


def hash_password(password: str) -> str:
    """The hash to store."""
    return HASHER.hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether the password is the one that was hashed."""
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def check_new_password(password: str, *, username: str) -> None:
    """Raise PasswordWeak for what is soon guessed; length counts, not kinds of signs."""
    name = username.partition("@")[0].lower()
    if len(password) < SHORTEST:
        raise PasswordWeak(reason=f"cần ít nhất {SHORTEST} ký tự")
    if len(password) > LONGEST:
        raise PasswordWeak(reason=f"dài quá {LONGEST} ký tự")
    if len(set(password)) < FEWEST_SIGNS:
        raise PasswordWeak(reason="lặp lại quá ít ký tự")
    if name and name in password.lower():
        raise PasswordWeak(reason="có tên đăng nhập ở trong")


def mark_of(stored: str) -> str:
    """What tells one stored password from the next, and nothing of the password."""
    return hashlib.sha256(stored.encode()).hexdigest()[:32]


class Hashing:
    """At most so many passwords are hashed at once in this process: hashing is slow on purpose.

    Who comes meanwhile waits a moment and is then asked to come again, so that a crowd at the door
    never holds all the threads that others' work needs.
    """

    def __init__(self, most: int, patience: float = 0.5) -> None:
        self._free = BoundedSemaphore(most)
        self._patience = patience

    def matches(self, stored: str, password: str) -> bool:
        """Whether the password is the one that was hashed. Raises SignInBusy."""
        with self._turn():
            return matches(stored, password)

    def hash(self, password: str) -> str:
        """The hash to store. Raises SignInBusy."""
        with self._turn():
            return hash_password(password)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._free.acquire(timeout=self._patience):
            raise SignInBusy
        try:
            yield
        finally:
            self._free.release()
