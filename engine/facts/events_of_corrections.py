"""A result was wrong by the agency's fault, and is corrected by a case of its own."""

from datetime import datetime

from engine.facts.base import APPLICANT, Event
from engine.facts.words import Words, at_words


class CorrectionOpened(Event, kind="correction_opened", icon="doc", audience=APPLICANT):
    """The case ``linked`` corrects the result of ``first``; both tell of it."""

    first: str
    linked: str
    reason: str
    legal_basis: str
    due_at: datetime | None

    def sentence(self, words: Words) -> str:
        until = f", trả trước {at_words(self.due_at)}" if self.due_at else ""
        return (
            f"{words.who} mở hồ sơ {self.linked} đính chính kết quả của hồ sơ {self.first}{until}: "
            f"{self.reason}"
        )
