"""What the outside must offer. Every implementation passes the same contract tests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

Audience = Literal["officers", "citizens"]
"""For whom a provider vouches: one for each at most."""


class DocumentStore(Protocol):
    """Keeps files by the digest of their content."""

    def put(self, content: bytes) -> str:
        """Keep the bytes; their SHA-256 in hex. Putting the same bytes twice is harmless.

        The bytes are durable when this returns, and put at this moment, also if they were there
        before. Raises Unavailable when they can't be kept.
        """

    def get(self, digest: str) -> bytes:
        """The bytes with this digest.

        Raises KeyError when they were never put, or removed; Unavailable when they can't be read.
        """

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


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that was begun at a provider: where the browser goes, and what is kept meanwhile.

    ``state``, ``nonce`` and ``verifier`` tie the answer to this browser, the token to this sign-in,
    and the code to who asked for it (RFC 6749, OpenID Connect Core, RFC 7636).
    """

    address: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom a provider vouches for. ``subject`` is its own lasting name of the person.

    ``known_as`` is what we know them by: a user name or an identity number.
    """

    issuer: str
    subject: str
    known_as: str
    full_name: str = ""
    phone: str = ""


class IdentityProviders(Protocol):
    """Outside providers that say who somebody is. Nothing is asked of them at the start.

    Each call ends within some ten seconds, and only a few wait at once: a provider that is away
    holds up nobody who signs in otherwise.
    """

    def offered(self) -> Mapping[Audience, str]:
        """Who can sign in so, and the provider's name as people know it."""

    def begin(self, audience: Audience, *, back: str) -> Begun:
        """Begin a sign-in that comes back to this address.

        Raises ProviderNotOffered, ProviderUnavailable, ProviderAnswerWrong.
        """

    def finish(
        self, audience: Audience, *, begun: Begun, code: str, back: str, now: datetime
    ) -> Vouched:
        """Whom the provider vouches for, by the code that the browser brought.

        Raises ProviderNotOffered, ProviderUnavailable, ProviderAnswerWrong, ProviderSilent.
        """

    def leave(self, audience: Audience, *, back: str) -> str | None:
        """Where a browser signs out there too; ``None`` if it has no such place, or is away."""


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message as it was sent."""

    at: datetime
    to: str
    text: str


class MessageSender(Protocol):
    """Sends short messages to telephones. Sent once is enough: nothing is sent again by itself."""

    def reaches_people(self) -> bool:
        """Whether anything that is sent arrives; where not, nothing that needs it is offered."""

    def send(self, message: SentMessage) -> None:
        """Hand the message on. Raises Unavailable when it can't be."""

    def shown(self) -> tuple[SentMessage, ...]:
        """What everybody may read, the newest first: of a demonstration; else nothing."""
