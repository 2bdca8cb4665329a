"""The words around a fact: who did it, and what a chosen decision is called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.audit import Actor
from engine.worktime.wording import instant_text


@dataclass(frozen=True, slots=True)
class Words:
    """What a sentence needs besides its event.

    ``decisions``: (element, value) → what the button of that decision says.
    """

    actor: Actor
    decisions: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def who(self) -> str:
        """The actor at the start of a sentence: "Bà Trần Thị Hạnh (Trưởng phòng)"."""
        return capital(self.someone)

    @property
    def someone(self) -> str:
        """The actor inside a sentence."""
        actor = self.actor
        name = f"{actor.honorific} {actor.name}" if actor.honorific else actor.name
        return f"{name} ({actor.post})" if actor.post else name

    def decision(self, element: str, value: str | None) -> str | None:
        """What the pressed button says, without the dots that promise a question."""
        label = self.decisions.get((element, value or ""))
        return label.rstrip("…") if label else None


def at_words(at: datetime) -> str:
    """An instant in words."""
    return instant_text(at)


def capital(text: str) -> str:
    """The first letter as a capital; the rest, which may be a name, untouched."""
    return text[:1].upper() + text[1:]
