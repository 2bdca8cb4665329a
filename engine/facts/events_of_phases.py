"""A dossier is received and due several times: one part of the work ends, the next begins."""

from datetime import datetime

from engine.facts.base import APPLICANT, Event
from engine.facts.words import Words, at_words


class PhaseEnded(Event, kind="phase_ended", icon="ok", audience=APPLICANT):
    """A phase is over: when it was due, by the due time in force at its end."""

    number: int
    name: str
    began_at: datetime
    due_at: datetime | None

    def sentence(self, words: Words) -> str:
        until = f", hẹn trước {at_words(self.due_at)}" if self.due_at else ""
        return f"{words.who} làm xong {self.name}{until}"


class PhaseBegun(Event, kind="phase_begun", icon="next", audience=APPLICANT):
    """The next phase begins: received now, due by a share of the limit of its own."""

    number: int
    name: str
    amount: str
    unit: str
    basis: str
    due_at: datetime | None

    def sentence(self, words: Words) -> str:
        until = f"; hẹn trả trước {at_words(self.due_at)}" if self.due_at else ""
        return f"{words.who} chuyển hồ sơ sang {self.name}{until}"
