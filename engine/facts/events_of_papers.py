"""The papers of a dossier go from one place to the next."""

from datetime import datetime

from engine.facts.base import APPLICANT, Event
from engine.facts.words import Words, at_words


class PapersSent(Event, kind="papers_sent", icon="next", audience=APPLICANT):
    """The papers left one unit for another (form 06); ``until``: when they had to."""

    number: str
    sender: str
    receiver: str
    receiver_name: str
    papers: tuple[str, ...]
    carrier: str
    until: datetime
    late: bool
    legal_basis: str

    def sentence(self, words: Words) -> str:
        late = f", muộn so với hạn {at_words(self.until)}" if self.late else ""
        return (
            f"{words.who} chuyển {len(self.papers)} giấy tờ bản giấy đến {self.receiver_name}, "
            f"phiếu số {self.number}{late}"
        )


class PapersTaken(Event, kind="papers_taken", icon="ok", audience=APPLICANT):
    """The papers arrived where the case is solved; ``note``: what was not as the slip says."""

    unit: str
    unit_name: str
    note: str | None

    def sentence(self, words: Words) -> str:
        start = f"{words.who} nhận giấy tờ bản giấy tại {self.unit_name}"
        return f"{start}: {self.note}" if self.note else start
