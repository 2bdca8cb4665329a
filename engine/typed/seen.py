"""What a second person was shown has a mark: they confirm that, and nothing put in its place."""

import hashlib
from typing import Any

import msgspec

from engine.errors import MovedSinceSeen


def mark_of(*shown: Any) -> str:
    """Names all of what is shown and decides: who, what, from when, by which paper."""
    return hashlib.sha256(msgspec.json.encode(shown, order="deterministic")).hexdigest()


def check_seen(seen: str, mark: str) -> None:
    """Asked within the act, of what lies there now. Raises MovedSinceSeen."""
    if seen != mark:
        raise MovedSinceSeen
