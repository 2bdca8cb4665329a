"""What every event and every topic has to declare; one that does not is no class at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar, Literal, dataclass_transform

import msgspec

from engine.access import Reader
from engine.facts.words import Words
from engine.workflow import CommentReader

Audience = frozenset[Reader]
OFFICERS: Audience = frozenset({"officers"})
APPLICANT: Audience = OFFICERS | {"applicant"}
PUBLIC: Audience = APPLICANT | {"public"}

COMMENT_AUDIENCE: Mapping[CommentReader, Audience] = {
    "officers": OFFICERS,
    "applicant": APPLICANT,
}
"""Whom an officer wrote to → who reads the words."""

INTERNAL = msgspec.Meta(extra={"audience": OFFICERS})
"""Marks a field that fewer people may read than the event: ``Annotated[str, INTERNAL]``."""

Told = Literal["portal", "applicant", "owner", "operator", "partner", "officers", "sender"]
"""The national portal; whose dossier it is and who filed it for them; whose it is alone; who runs
this installation; the system meant; the officers of the unit that the message names;
who sent a petition, as far as they said where they are reached."""

_VALUES = (Decimal, datetime, date, time)
_kinds: dict[str, str] = {}
_topics: dict[str, str] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Event:
    """Something that happened to a case. A subclass is a frozen dataclass of what is kept of it.

    It says its ``kind``, its ``audience``, and either an ``icon`` and a ``sentence``, or why it is
    ``silent`` (it only explains others). What an older event did not have yet has a default. Raises
    TypeError where a class says less, or takes a kind that another has.
    """

    kind: ClassVar[str]
    audience: ClassVar[Audience]
    icon: ClassVar[str]
    silent: ClassVar[str | None]

    def __init_subclass__(
        cls, *, kind: str, audience: Audience, icon: str = "", silent: str | None = None
    ) -> None:
        super().__init_subclass__()
        if not audience:
            raise TypeError(f"{cls.__name__} names no reader")
        if silent is None and not ("sentence" in vars(cls) and icon):
            raise TypeError(f"{cls.__name__} needs a sentence and an icon, or why it is silent")
        _take(_kinds, kind, cls)
        cls.kind, cls.audience, cls.icon, cls.silent = kind, audience, icon, silent
        dataclass(frozen=True, kw_only=True)(cls)

    def sentence(self, words: Words) -> str:
        """What happened, with its people, as a sentence without a full stop."""
        raise NotImplementedError(f"{self.kind} is silent: {self.silent}")

    def shown_to(self, reader: Reader) -> bool:
        """Whether the reader finds it in the timeline."""
        return self.silent is None and reader in self.audience

    def comment_for(self, reader: Reader) -> str | None:  # noqa: ARG002 - most events have none
        """What the actor wrote beside it, if the reader may read that."""
        return None


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Topic:
    """What the outside is told of a case; a subclass is a frozen dataclass of its payload.

    It says its ``topic`` and who is ``told``. Raises TypeError where a class says less, or takes
    a topic that another has.
    """

    topic: ClassVar[str]
    told: ClassVar[frozenset[Told]]

    def __init_subclass__(cls, *, topic: str, told: frozenset[Told]) -> None:
        super().__init_subclass__()
        if not told:
            raise TypeError(f"{cls.__name__} tells nobody")
        _take(_topics, topic, cls)
        cls.topic, cls.told = topic, told
        dataclass(frozen=True, kw_only=True)(cls)


def payload(fact: Event | Topic) -> dict[str, Any]:
    """What is stored of it, by field name; decimals and dates are left to the one who writes."""
    made: dict[str, Any] = msgspec.to_builtins(fact, builtin_types=_VALUES)
    return made


def _take(taken: dict[str, str], name: str, cls: type) -> None:
    if name in taken:
        raise TypeError(f"{cls.__name__}: {taken[name]} is “{name}” already")
    taken[name] = cls.__name__
