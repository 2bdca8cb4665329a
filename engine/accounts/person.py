"""Who is acting."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

AccountKind = Literal["citizen", "officer", "admin", "system"]
"""``system``: an outside one, by a token; it reads and does nothing else."""


@dataclass(frozen=True, slots=True)
class Post:
    """A position that an officer holds in a unit today, or stands in for.

    ``manner`` is how a substitute signs: KT (for the head), TM (on behalf of the body), TL (by
    order), TUQ (by authorisation), Q (acting head); ``None`` for a post of one's own.
    ``procedures`` are those that a substitute may work on; ``None``: all. ``leads``: whether the
    position leads its unit. ``absent_id``: the officer in whose place a substitute works, if one is
    named: what lies with them is the substitute's to do; ``absent_name``: their name.
    """

    unit_code: str
    unit_name: str
    position_code: str
    position_title: str
    manner: str | None = None
    procedures: tuple[str, ...] | None = None
    leads: bool = False
    absent_id: str | None = None
    absent_name: str | None = None

    def covers(self, procedure_code: str) -> bool:
        """Whether the post may work on cases of this procedure."""
        return self.procedures is None or procedure_code in self.procedures

    @property
    def words(self) -> str:
        """The post as the audit and the papers name it: "KT. Trưởng phòng, Phòng Kinh tế"."""
        sign = f"{self.manner}. " if self.manner else ""
        return f"{sign}{self.position_title}, {self.unit_name}"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that an officer was given in a unit and all below it, valid today.

    ``sector`` narrows it to one; ``procedures`` are then those of the sector, else the one that it
    is narrowed to; ``None``: all.
    """

    role: str
    unit_code: str
    unit_name: str
    procedures: tuple[str, ...] | None = None
    sector: str | None = None

    def covers(self, procedure_code: str) -> bool:
        """Whether the role is for this procedure."""
        return self.procedures is None or procedure_code in self.procedures


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in person with the posts and roles held on the day of the request.

    ``province_code`` and ``officer_id`` are ``None`` for citizens, ``officer_id`` for systems.
    """

    account_id: str
    kind: AccountKind
    name: str
    username: str
    honorific: str | None = None
    province_code: str | None = None
    officer_id: str | None = None
    posts: tuple[Post, ...] = ()
    grants: tuple[Grant, ...] = ()
    phone: str | None = None
    identity_number: str | None = None
    demo: bool = False
    day: date | None = None
    """The day of the request: from when on they also have the past of units that were taken over;
    ``None``: of none."""
    held: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What ``engine.access`` found of each right, so that it looks once."""
