"""The applicant adjusts what was filed."""

from typing import Literal

from engine.facts.base import APPLICANT, Event
from engine.facts.events_of_filing import File
from engine.facts.words import Words


class ContentAdjusted(Event, kind="content_adjusted", icon="doc", audience=APPLICANT):
    """An answer of the filing was adjusted at the applicant's demand, until the decision.

    ``requester`` and ``request``: who asked at the counter, by which paper, whose scans are
    ``documents``; not said by the events of before.
    """

    by: Literal["account", "counter"]
    question: str
    label: str
    before: str
    after: str
    reason: str
    requester: str | None = None
    request: str | None = None
    documents: tuple[File, ...] = ()

    def sentence(self, words: Words) -> str:
        how = "điều chỉnh" if self.by == "account" else f"ghi điều chỉnh theo yêu cầu {self._asked}"
        before = f"“{self.before}”" if self.before else "(trống)"
        return f"{words.who} {how} “{self.label}”: {before} thành “{self.after}”; {self.reason}"

    @property
    def _asked(self) -> str:
        if self.requester is None:
            return "người nộp"
        return f"{self.requester} (theo {self.request})" if self.request else self.requester
