"""Who is acting."""

from dataclasses import dataclass
from typing import Literal

AccountKind = Literal["citizen", "officer", "admin"]


@dataclass(frozen=True, slots=True)
class Post:
    """A position that an officer holds in a unit today."""

    unit_code: str
    unit_name: str
    position_code: str
    position_title: str


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in person with the posts held on the day of the request.

    ``province_code`` and ``officer_id`` are ``None`` for citizens.
    """

    account_id: str
    kind: AccountKind
    name: str
    username: str
    honorific: str | None = None
    province_code: str | None = None
    officer_id: str | None = None
    posts: tuple[Post, ...] = ()
    phone: str | None = None
    identity_number: str | None = None
    demo: bool = False
