"""A receipt that was lost is given again, with another secret code."""

from engine.facts.base import APPLICANT, Event
from engine.facts.events_of_filing import File
from engine.facts.words import Words


class CodeReissued(Event, kind="code_reissued", icon="doc", audience=APPLICANT):
    """The receipt got a new secret code, and the one that was printed before holds no longer.

    ``requester`` and ``request``: who asked, by which paper, whose scans are ``documents``.
    """

    reason: str
    requester: str
    request: str
    documents: tuple[File, ...]

    def sentence(self, words: Words) -> str:
        asked = f"{self.requester} (theo {self.request})"
        return (
            f"{words.who} cấp lại mã tra cứu bí mật cho {asked}, mã cũ hết hiệu lực: {self.reason}"
        )
