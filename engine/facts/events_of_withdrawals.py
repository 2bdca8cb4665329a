"""The applicant withdraws, and gets papers and fee back."""

from typing import Literal

from engine.facts.base import APPLICANT, Event
from engine.facts.events_of_filing import File
from engine.facts.words import Words

FeeBack = Literal["none", "refunded", "partly", "kept"]
FEE_WORDS: dict[FeeBack, str] = {
    "none": "chưa nộp phí",
    "refunded": "đã hoàn phí",
    "partly": "đã hoàn một phần phí",
    "kept": "không hoàn phí",
}
By = Literal["account", "counter", "secret"]


class CaseWithdrawn(Event, kind="case_withdrawn", icon="stop", audience=APPLICANT):
    """The applicant asked to withdraw: signed in, at the counter, or by the secret of a receipt.

    ``requester`` and ``request``: who asked, by which paper, whose scans are ``documents``; the
    counter always says so, but for the events of before.
    """

    by: By
    reason: str | None
    requester: str | None = None
    request: str | None = None
    documents: tuple[File, ...] = ()

    def sentence(self, words: Words) -> str:
        how = {
            "account": f"{words.who} yêu cầu rút hồ sơ",
            "counter": f"{words.who} ghi nhận {self._requester} rút hồ sơ tại quầy",
            "secret": "Người có mã tra cứu bí mật yêu cầu rút hồ sơ",
        }[self.by]
        return f"{how}: {self.reason}" if self.reason else how

    @property
    def _requester(self) -> str:
        if self.requester is None:
            return "người nộp"
        return f"{self.requester} (theo {self.request})" if self.request else self.requester


class GivenBack(Event, kind="given_back", icon="ok", audience=APPLICANT):
    """Papers and fee were given back by rule, and the case has stopped (form 05).

    ``instead``: the notice that holds no longer, since money moved after it.
    """

    number: str
    papers: str
    fee: FeeBack
    fee_basis: str | None
    instead: str | None = None

    def sentence(self, words: Words) -> str:
        if self.instead:
            told = f"{words.who} ra thông báo số {self.number} thay thông báo số {self.instead}"
            return f"{told}: {FEE_WORDS[self.fee]}"
        fee = FEE_WORDS[self.fee]
        basis = f" ({self.fee_basis})" if self.fee_basis else ""
        return (
            f"{words.who} trả lại giấy tờ: {self.papers}; {fee}{basis}. Thông báo số {self.number}"
        )
