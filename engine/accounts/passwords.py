"""Password hashes: argon2id, 46 MiB, one pass, one thread.

One of OWASP's choices of equal strength (Password Storage Cheat Sheet). RFC 9106's has four
threads, which on a small server take every core from those at work for as long as it lasts.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore, Lock
from time import monotonic, sleep, thread_time

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.errors import PasswordWeak, SignInBusy

HASHER = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
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
    """One password at a time in this process, and no more than a share of one core for all of them.

    Hashing is slow on purpose: after each the next waits so long that ``share`` (of one) of the
    time goes into it, by the time that the processor worked on it and not what others made it wait.
    Only so many (``waiting``) wait for their turn, each for at most ``patience`` seconds; who comes
    beyond them is asked to come again, so that a crowd at the door never holds the cores and
    threads that others' work needs.
    """

    def __init__(self, share: float = 1.0, patience: float = 3.0, waiting: int = 3) -> None:
        self._rest = 1 / share - 1
        self._patience = patience
        self._places = BoundedSemaphore(waiting + 1)
        self._taken = Lock()
        self._free_at = 0.0

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
        until = monotonic() + self._patience
        if not self._places.acquire(blocking=False):
            raise SignInBusy
        try:
            with self._alone():
                if self._free_at > max(until, monotonic()):
                    raise SignInBusy
                sleep(max(0.0, self._free_at - monotonic()))
                begun = thread_time()
                yield
                self._free_at = monotonic() + (thread_time() - begun) * self._rest
        finally:
            self._places.release()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._taken.acquire(timeout=self._patience):
            raise SignInBusy
        try:
            yield
        finally:
            self._taken.release()
