"""Paper that was taken while the system was out: its slip, and the times that follow from it."""

from datetime import datetime

from engine.facts.base import APPLICANT, OFFICERS, Event
from engine.facts.events_of_filing import File
from engine.facts.words import Words, at_words


class OutageSlipTaken(Event, kind="outage_slip_taken", icon="doc", audience=OFFICERS):
    """The counter says on which slip the dossier came; nothing changes until it is confirmed."""

    number: str
    unit: str
    outage: str
    outage_words: str
    legal_basis: str
    moment: datetime
    documents: tuple[File, ...]

    def sentence(self, words: Words) -> str:
        return (
            f"{words.who} ghi nhận phiếu giấy số {self.number} nhận lúc {at_words(self.moment)} "
            f"khi mất hệ thống ({self.outage_words}), chờ người thứ hai xác nhận"
        )


class OutageSlipConfirmed(Event, kind="outage_slip_confirmed", icon="late", audience=APPLICANT):
    """A second person confirmed the slip: the time is counted from ``after``, no more ``before``.

    ``filed_before``: when the dossier was typed in; ``due_before``, ``due_after``: when it is due.
    """

    number: str
    taken_by: str
    filed_before: datetime
    before: datetime
    after: datetime
    due_before: datetime | None
    due_after: datetime | None
    legal_basis: str

    def sentence(self, words: Words) -> str:
        due = f", hẹn trả trước {at_words(self.due_after)}" if self.due_after else ""
        return (
            f"{words.who} xác nhận phiếu giấy số {self.number}: hồ sơ được nhận từ "
            f"{at_words(self.after)}, lúc mất hệ thống (nhập máy {at_words(self.before)}){due}"
        )


class OutageSlipDeclined(Event, kind="outage_slip_declined", icon="next", audience=OFFICERS):
    """The slip was not confirmed: the times stay as they are."""

    number: str
    reason: str

    def sentence(self, words: Words) -> str:
        return f"{words.who} không xác nhận phiếu giấy số {self.number}: {self.reason}"
