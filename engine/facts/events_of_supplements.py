"""A supplement: asked for, reminded of, answered, or never answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.access import Reader
from engine.facts.base import APPLICANT, OFFICERS, Event
from engine.facts.events_of_filing import File
from engine.facts.words import Words, at_words

Fault = Literal["wrong", "missing", "outdated"]
FAULT_WORDS: Mapping[Fault, str] = {
    "wrong": "chưa đúng",
    "missing": "còn thiếu",
    "outdated": "hết hiệu lực",
}
"""Why a paper does not pass, as the applicant reads it."""
Stage = Literal["before_reception", "after_reception"]
OTHER = "khac"
"""Stands for the component of a paper that the procedure does not have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedPaper:
    """A paper that does not pass: its component, why, and what the applicant has to do."""

    component: str
    name: str
    fault: Fault
    todo: str


class AskedAgain(Event, kind="asked_again", icon="bell", audience=OFFICERS):
    """Papers that agencies hold already were asked for again, and why (requirement R-08)."""

    papers: tuple[str, ...]
    """By name, each with the dossier that has it."""
    reason: str

    def sentence(self, words: Words) -> str:
        return f"{words.who} yêu cầu lại giấy tờ đã có: {'; '.join(self.papers)}"

    def comment_for(self, reader: Reader) -> str | None:
        return self.reason if reader in self.audience else None


class SupplementAsked(Event, kind="supplement_asked", icon="hold", audience=APPLICANT):
    """The applicant was asked to complete the dossier, once.

    ``passed`` are the components that were found in order. ``until``: when the case is closed if
    nothing comes; ``None``: it waits. ``late_basis`` is the sector law that lets it be asked for
    later than the term, ``late`` that it was.
    """

    number: str
    stage: Stage
    papers: tuple[AskedPaper, ...]
    passed: tuple[str, ...]
    until: datetime | None
    legal_basis: str
    other_basis: str | None = None
    late: bool = False
    late_basis: str | None = None

    def sentence(self, words: Words) -> str:
        names = "; ".join(f"{one.name} ({FAULT_WORDS[one.fault]})" for one in self.papers)
        until = f", gửi trước {at_words(self.until)}" if self.until else ""
        late = " (yêu cầu muộn)" if self.late else ""
        return f"{words.who} yêu cầu bổ sung{late}, phiếu số {self.number}: {names}{until}"


class SupplementReminded(Event, kind="supplement_reminded", icon="bell", audience=APPLICANT):
    """The applicant was reminded that the time for the supplement runs out."""

    until: datetime

    def sentence(self, words: Words) -> str:
        return f"{words.who} nhắc gửi giấy tờ bổ sung trước {at_words(self.until)}"


class SupplementAnswered(Event, kind="supplement_answered", icon="up", audience=APPLICANT):
    """Every paper that was asked for has come: as a file, or on paper over the counter."""

    documents: tuple[File, ...]
    papers: tuple[str, ...]
    note: str | None
    due_at: datetime | None

    def sentence(self, words: Words) -> str:
        counts = {"tệp": len(self.documents), "bản giấy": len(self.papers)}
        brought = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
        until = f"; hạn tính lại từ đầu, trả trước {at_words(self.due_at)}" if self.due_at else ""
        return f"{words.who} gửi đủ giấy tờ bổ sung ({brought}){until}"


class SupplementMissed(Event, kind="supplement_missed", icon="stop", audience=APPLICANT):
    """Nothing came in time: the case is closed."""

    until: datetime
    legal_basis: str

    def sentence(self, words: Words) -> str:
        until = at_words(self.until)
        return f"{words.who} dừng xử lý hồ sơ: hết hạn bổ sung {until} ({self.legal_basis})"


class SupplementOverridden(Event, kind="supplement_overridden", icon="late", audience=OFFICERS):
    """The head had the applicant asked once more: reported, and late for the index (art. 16.3)."""

    number: str
    times: int
    reason: str
    legal_basis: str

    def sentence(self, words: Words) -> str:
        return (
            f"{words.who} cho yêu cầu bổ sung lần {self.times}, phiếu số {self.number}: "
            f"{self.reason}; căn cứ {self.legal_basis}"
        )
