"""A case nears its due time or is late: reminders, and why it is late (R-36 to R-38)."""

from datetime import date, datetime
from typing import Literal

from engine.facts.base import OFFICERS, Event
from engine.facts.events_of_filing import File
from engine.facts.words import Words, at_words

LatenessCause = Literal["agency", "other_agency", "citizen", "software", "sync"]
LATENESS_CAUSES: dict[LatenessCause, str] = {
    "agency": "do đơn vị",
    "other_agency": "do đơn vị khác",
    "citizen": "do người nộp hồ sơ",
    "software": "do lỗi phần mềm",
    "sync": "do lỗi đồng bộ dữ liệu",
}
OF_SYSTEMS: frozenset[LatenessCause] = frozenset({"software", "sync"})
"""Claimed by the unit, confirmed by the technical department; then no score counts the case."""


class DueReminded(Event, kind="due_reminded", icon="late", audience=OFFICERS):
    """The officers were reminded of the due time; ``late``: it is over, so their head was too."""

    due_at: datetime
    late: bool

    def sentence(self, words: Words) -> str:
        if self.late:
            return f"{words.who} nhắc cán bộ và lãnh đạo: hồ sơ đã quá hạn {at_words(self.due_at)}"
        return f"{words.who} nhắc cán bộ: phải trả kết quả trước {at_words(self.due_at)}"


class OwnTimeGiven(Event, kind="own_time_given", icon="late", audience=OFFICERS):
    """A unit that got the case late before such time was kept has its own from here on."""

    unit: str
    unit_name: str
    due_at: datetime

    def sentence(self, words: Words) -> str:
        return (
            f"{words.who} ghi hạn riêng của {self.unit_name}, nơi nhận hồ sơ khi đã quá hạn: "
            f"{at_words(self.due_at)}"
        )


class CauseClaimed(Event, kind="cause_claimed", icon="late", audience=OFFICERS):
    """The unit says why the case is late; a fault of systems waits for its confirmation."""

    cause: LatenessCause
    unit: str
    unit_name: str
    claimed_by: str
    reason: str
    waits: bool

    def sentence(self, words: Words) -> str:
        waits = ", chờ cơ quan kỹ thuật xác nhận" if self.waits else ""
        cause = LATENESS_CAUSES[self.cause]
        return f"{words.who} nêu nguyên nhân quá hạn {cause}{waits}: {self.reason}"


class CauseConfirmed(Event, kind="cause_confirmed", icon="ok", audience=OFFICERS):
    """The technical department confirms: the case stays late, but scores leave it out.

    ``failed_on``: the day of the failure; ``None``: nobody asked then.
    """

    cause: LatenessCause
    evidence: str
    documents: tuple[File, ...]
    failed_on: date | None = None

    def sentence(self, words: Words) -> str:
        on = f" (sự cố ngày {self.failed_on:%d/%m/%Y})" if self.failed_on else ""
        return f"{words.who} xác nhận quá hạn {LATENESS_CAUSES[self.cause]}{on}: {self.evidence}"


class CauseRejected(Event, kind="cause_rejected", icon="stop", audience=OFFICERS):
    """The technical department does not confirm: the case counts for its unit."""

    cause: LatenessCause
    evidence: str
    documents: tuple[File, ...]

    def sentence(self, words: Words) -> str:
        return (
            f"{words.who} không xác nhận quá hạn {LATENESS_CAUSES[self.cause]}, tính cho đơn vị: "
            f"{self.evidence}"
        )
