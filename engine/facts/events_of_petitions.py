"""What happens to a petition."""

from datetime import datetime

from engine.facts.base import OFFICERS, Event
from engine.facts.petitions import STEP_WORDS, PetitionKind, PetitionState, StepKind
from engine.facts.words import Words


class PetitionStepped(Event, kind="petition_stepped", icon="info", audience=OFFICERS):
    """Something was done about a petition: where it is since, and until when it is due.

    ``number``: that of its step. What was said stands there; the trace vouches for it.
    """

    step: StepKind
    number: int
    petition_kind: PetitionKind
    state: PetitionState
    unit: str
    due_at: datetime | None
    late: bool

    def sentence(self, words: Words) -> str:
        return f"{words.who}: {STEP_WORDS[self.step]} (phản ánh, kiến nghị)"
