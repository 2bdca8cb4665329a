"""The agency apologises for being late, and may name a new day, once."""

from datetime import datetime

from engine.facts.base import APPLICANT, Event
from engine.facts.events_of_filing import File
from engine.facts.words import Words, at_words


class DueExtended(Event, kind="due_extended", icon="late", audience=APPLICANT):
    """The case is due later, by a signed apology; ``before`` stays its first due time."""

    number: str
    before: datetime
    after: datetime
    reason: str
    paper: str
    legal_basis: str
    documents: tuple[File, ...]

    def sentence(self, words: Words) -> str:
        return (
            f"{words.who} xin lỗi vì lùi ngày hẹn và hẹn lại trước {at_words(self.after)} (hẹn đầu "
            f"{at_words(self.before)}), văn bản {self.paper}: {self.reason}"
        )


class Apologised(Event, kind="apologised", icon="late", audience=APPLICANT):
    """An apology without a new day: the day on which the case is due has come."""

    number: str
    due_at: datetime
    reason: str
    paper: str
    legal_basis: str
    documents: tuple[File, ...]

    def sentence(self, words: Words) -> str:
        return f"{words.who} xin lỗi vì trễ hẹn, văn bản {self.paper}: {self.reason}"
