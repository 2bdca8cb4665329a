"""Other units are asked for their opinion, and give it in time or late."""

from datetime import datetime
from typing import Annotated, Literal

from engine.facts.base import APPLICANT, INTERNAL, OFFICERS, Event
from engine.facts.events_of_filing import File
from engine.facts.words import Words, at_words

Manner = Literal["electronic", "paper"]
MANNER_WORDS: dict[Manner, str] = {
    "electronic": "điện tử, các cơ quan trả lời song song",
    "paper": "bản giấy, lần lượt từng cơ quan",
}


class ConsultationAsked(Event, kind="consultation_asked", icon="next", audience=APPLICANT):
    """A unit was asked for its opinion until ``until``; the solving time runs on (art. 19.4)."""

    consultation: str
    unit: str
    unit_name: str
    manner: Manner
    content: Annotated[str, INTERNAL]
    until: datetime
    legal_basis: str

    def sentence(self, words: Words) -> str:
        return f"{words.who} xin ý kiến {self.unit_name}, trả lời trước {at_words(self.until)}"


class ConsultationAnswered(Event, kind="consultation_answered", icon="ok", audience=OFFICERS):
    """The unit gave its opinion."""

    consultation: str
    unit: str
    unit_name: str
    opinion: str
    documents: tuple[File, ...]
    until: datetime
    late: bool

    def sentence(self, words: Words) -> str:
        late = " (trả lời muộn)" if self.late else ""
        return f"{words.who} trả lời ý kiến của {self.unit_name}{late}: {self.opinion}"


class ConsultationCalledOff(Event, kind="consultation_called_off", icon="stop", audience=OFFICERS):
    """Nobody needs the answer any more; ``late``: it was late by then."""

    consultation: str
    unit: str
    unit_name: str
    reason: str
    until: datetime
    late: bool

    def sentence(self, words: Words) -> str:
        late = " (đã chậm trả lời)" if self.late else ""
        return f"{words.who} thôi xin ý kiến {self.unit_name}{late}: {self.reason}"


class ConsultationLate(Event, kind="consultation_late", icon="late", audience=OFFICERS):
    """No answer came in time; the head of the receiving centre ``centre`` is told (art. 19.4)."""

    consultation: str
    unit: str
    unit_name: str
    until: datetime
    centre: str

    def sentence(self, words: Words) -> str:
        return (
            f"{words.who} báo người đứng đầu Bộ phận Một cửa: {self.unit_name} chưa trả lời ý "
            f"kiến, hạn {at_words(self.until)}"
        )
