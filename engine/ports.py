"""What the outside must offer. Every implementation passes the same contract tests."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Protocol


class DocumentStore(Protocol):
    """Keeps files by the digest of their content."""

    def put(self, content: bytes) -> str:
        """Keep the bytes; their SHA-256 in hex. Putting the same bytes twice is harmless.

        The bytes are durable when this returns, and put at this moment, also if they were there
        before. Raises Unavailable when they can't be kept.
        """

    def get(self, digest: str) -> bytes:
        """The bytes with this digest. Raises KeyError when they were never put, or removed."""

    def put_before(self, moment: datetime) -> Iterator[str]:
        """The digests of what was last put before the moment, in any order."""

    def remove(self, digest: str, *, put_before: datetime) -> bool:
        """Forget the bytes, unless they were put again since the moment; whether they are gone.

        Removing what isn't there is harmless. Raises Unavailable.
        """


class HeadStore(Protocol):
    """Keeps the keyed heads of the audit outside the database, one text per day."""

    def write(self, day: date, content: str) -> None:
        """Keep the head of a day. Writing the same content again is harmless.

        Raises FileExistsError when the day holds other content: a head is never replaced.
        """

    def read(self, day: date) -> str | None:
        """The head of a day; ``None`` when there is none."""

    def days(self) -> list[date]:
        """The days that have a head, oldest first."""
