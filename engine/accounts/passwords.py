"""Password hashes: argon2id with the library's current parameters (RFC 9106)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher()

UNKNOWN = HASHER.hash("no account has this password")
"""Verified when the user name is unknown, so that the answer takes as long as for a known one."""


def hash_password(password: str) -> str:
    """The hash to store."""
    return HASHER.hash(password)


def matches(stored: str, password: str) -> bool:
    """Whether the password is the one that was hashed."""
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
