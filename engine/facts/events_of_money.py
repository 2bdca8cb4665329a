"""Fees are asked for, paid and given back; a wrong record is cancelled by another."""

from datetime import datetime
from typing import Literal

from engine.catalogue.rules.kinds.money import money_words
from engine.facts.base import APPLICANT, Event
from engine.facts.words import Words, at_words

Means = Literal["cash", "transfer", "terminal", "other"]
MEANS_WORDS: dict[Means, str] = {
    "cash": "tiền mặt",
    "transfer": "chuyển khoản",
    "terminal": "quẹt thẻ, quét mã tại quầy",
    "other": "hình thức khác",
}


class PaymentAsked(Event, kind="payment_asked", icon="doc", audience=APPLICANT):
    """The applicant was told what to pay, and where to: ``account``, if the unit has one.

    ``until``: when the case is closed if nothing is paid; nobody closes it without a rule.
    """

    payment: str
    number: str
    amount: int
    account: str | None
    until: datetime | None
    legal_basis: str

    def sentence(self, words: Words) -> str:
        until = f" trước {at_words(self.until)}" if self.until else ""
        return (
            f"{words.who} yêu cầu nộp phí, lệ phí {money_words(self.amount)}{until}. Thông báo số "
            f"{self.number}"
        )


class PaymentRecorded(Event, kind="payment_recorded", icon="ok", audience=APPLICANT):
    """Money came in; ``left`` is owed still."""

    payment: str
    number: str
    amount: int
    means: Means
    reference: str | None
    left: int

    def sentence(self, words: Words) -> str:
        left = f", còn phải nộp {money_words(self.left)}" if self.left else ""
        return (
            f"{words.who} ghi nhận đã thu {money_words(self.amount)}, "
            f"{_how(self.means, self.reference)}{left}. Phiếu số {self.number}"
        )


class PaymentRefunded(Event, kind="payment_refunded", icon="ok", audience=APPLICANT):
    """Money was given back; ``again``: it is to be paid once more, as by another way."""

    payment: str
    number: str
    amount: int
    means: Means
    reference: str | None
    receiver: str
    reason: str
    legal_basis: str
    again: bool = False

    def sentence(self, words: Words) -> str:
        anew = "; khoản này thu lại" if self.again else ""
        return (
            f"{words.who} hoàn {money_words(self.amount)} cho {self.receiver}, "
            f"{_how(self.means, self.reference)}: {self.reason}{anew}. Phiếu số {self.number}"
        )


class PaymentCancelled(Event, kind="payment_cancelled", icon="stop", audience=APPLICANT):
    """A record was wrong and counts no more: that of ``number``, of money paid or refunded."""

    payment: str
    cancels: str
    what: Literal["paid", "refunded"]
    number: str
    amount: int
    reason: str

    def sentence(self, words: Words) -> str:
        what = "thu" if self.what == "paid" else "hoàn"
        return (
            f"{words.who} hủy phiếu số {self.number} ghi {what} {money_words(self.amount)} sai: "
            f"{self.reason}"
        )


class UnpaidClosed(Event, kind="unpaid_closed", icon="stop", audience=APPLICANT):
    """Nothing was paid in the time that the province's rule gives: the case ended (form 05)."""

    number: str
    amount: int
    until: datetime
    legal_basis: str

    def sentence(self, words: Words) -> str:  # noqa: ARG002 - nobody does it
        return (
            f"Hồ sơ dừng vì đến {at_words(self.until)} chưa nộp {money_words(self.amount)} phí, "
            f"lệ phí. Thông báo số {self.number}"
        )


def _how(means: Means, reference: str | None) -> str:
    number = f" số {reference}" if reference else ""
    return f"{MEANS_WORDS[means]}{number}"
