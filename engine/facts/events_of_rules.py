"""Local rules reach a case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from engine.facts.base import APPLICANT, Event
from engine.facts.words import Words, at_words

Taking = Literal["submission", "reception", "channel_change", "applied"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleTaken:
    """A value that a case took, with its rule and the paper that the rule rests on."""

    rule: str
    kind: str
    element: str
    slot: str
    value: Mapping[str, Any]
    basis: str


class RulesTaken(
    Event,
    kind="rules_taken",
    audience=APPLICANT,
    silent="explains the due times and fees that other events tell of",
):
    """The case took rules, as they were known at ``epoch`` for ``day``."""

    moment: Taking
    day: date
    epoch: int
    rules: tuple[RuleTaken, ...]


class RuleApplied(Event, kind="rule_applied", icon="info", audience=APPLICANT):
    """A new rule reached the running case; ``task`` where it changed a step.

    ``before`` and ``after`` are in words; ``due_at`` is the case's, if that changed.
    """

    rule: str
    basis: str
    before: str
    after: str
    task: str | None
    due_at: datetime | None

    def sentence(self, words: Words) -> str:
        if self.due_at:
            return f"{words.who} áp dụng quy định mới, hẹn trả trước {at_words(self.due_at)}"
        return f"{words.who} áp dụng quy định mới cho hồ sơ đang xử lý"


class CalendarChanged(Event, kind="calendar_changed", icon="info", audience=APPLICANT):
    """A day became worked or free, and the case is due by it; ``task`` where a step is.

    ``change``, ``before`` and ``after`` are in words; ``due_at`` is the case's, if that changed.
    """

    change: str
    basis: str
    before: str
    after: str
    task: str | None
    due_at: datetime | None

    def sentence(self, words: Words) -> str:
        if self.due_at:
            told = f"hẹn trả trước {at_words(self.due_at)}"
            return f"{words.who} đổi lịch làm việc ({self.change}; {self.basis}), {told}"
        return f"{words.who} đổi lịch làm việc ({self.change}), hạn của bước là {self.after}"
