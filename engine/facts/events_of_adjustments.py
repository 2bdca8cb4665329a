"""The applicant adjusts what was filed."""

from typing import Literal

from engine.facts.base import APPLICANT, Event
from engine.facts.words import Words


class ContentAdjusted(Event, kind="content_adjusted", icon="doc", audience=APPLICANT):
    """An answer of the filing was adjusted at the applicant's demand, until the decision."""

    by: Literal["account", "counter"]
    question: str
    label: str
    before: str
    after: str
    reason: str

    def sentence(self, words: Words) -> str:
        how = "điều chỉnh" if self.by == "account" else "ghi điều chỉnh theo yêu cầu người nộp"
        before = f"“{self.before}”" if self.before else "(trống)"
        return f"{words.who} {how} “{self.label}”: {before} thành “{self.after}”; {self.reason}"
