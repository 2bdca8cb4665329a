"""The papers of a dossier go from one place to the next."""

from dataclasses import dataclass
from datetime import datetime

from engine.facts.base import APPLICANT, Event
from engine.facts.events_of_filing import File
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


@dataclass(frozen=True, kw_only=True, slots=True)
class LostPaper:
    """A paper that was lost or spoiled; ``copied``: a file of it is held."""

    component: str
    name: str
    copied: bool


class PapersLost(Event, kind="papers_lost", icon="stop", audience=APPLICANT):
    """The agency lost or spoiled papers, and apologised by a signed paper (art. 23.2)."""

    number: str
    papers: tuple[LostPaper, ...]
    unit: str
    unit_name: str
    reason: str
    paper: str
    legal_basis: str
    documents: tuple[File, ...]

    def sentence(self, words: Words) -> str:
        lacking = [one.name for one in self.papers if not one.copied]
        more = f"; phải có lại: {', '.join(lacking)}" if lacking else ""
        names = ", ".join(one.name for one in self.papers)
        return (
            f"{words.who} xin lỗi vì làm mất, hỏng giấy tờ, văn bản {self.paper}: {names}{more}. "
            f"{self.reason}"
        )


class PaperRestored(Event, kind="paper_restored", icon="ok", audience=APPLICANT):
    """A paper that was lost, and of which no copy was held, is there again."""

    component: str
    name: str
    how: str
    documents: tuple[File, ...]
    answers: str | None = None
    """The number of the request that asks for nothing else: it is closed."""

    def sentence(self, words: Words) -> str:
        closed = f"; đóng phiếu yêu cầu bổ sung số {self.answers}" if self.answers else ""
        return f"{words.who} khôi phục giấy tờ đã mất, {self.name}: {self.how}{closed}"


@dataclass(frozen=True, kw_only=True, slots=True)
class GivenBackPaper:
    """A paper that went back, by its component."""

    component: str
    name: str


class PapersReturned(Event, kind="papers_returned", icon="ok", audience=APPLICANT):
    """Originals that lay in the dossier went back to somebody (arts. 21, 22.2)."""

    papers: tuple[GivenBackPaper, ...]
    to_whom: str
    legal_basis: str

    def sentence(self, words: Words) -> str:
        names = ", ".join(one.name for one in self.papers)
        return f"{words.who} trả lại bản giấy cho {self.to_whom}: {names}"
