"""Time and messages from outside move a case; a clock stands still and goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from engine.facts.base import APPLICANT, INTERNAL, OFFICERS, Event
from engine.facts.words import Words, at_words
from engine.worktime import Span, Unit
from engine.worktime.wording import span_text


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """An element of the diagram and its name, which may be empty."""

    element: str
    name: str


class TimersFired(Event, kind="timers_fired", icon="late", audience=APPLICANT):
    """The process went on because a time was over."""

    elements: tuple[Place, ...]

    def sentence(self, words: Words) -> str:
        names = ", ".join(place.name or place.element for place in self.elements)
        return f"{words.who} chuyển hồ sơ khi hết thời gian chờ: {names}"


class MessageReceived(Event, kind="message_received", icon="doc", audience=APPLICANT):
    """A message reached the event that waits for it; ``taken`` is what the process took of it."""

    message: str
    element: str
    name: str
    taken: Annotated[Mapping[str, Any], INTERNAL]

    def sentence(self, words: Words) -> str:
        return f"{words.who} chuyển thông điệp vào hồ sơ: {self.name or self.message}"


class MessageSent(
    Event,
    kind="message_thrown",
    audience=OFFICERS,
    silent="the outbox tells of it; the act that sent it has its own sentence",
):
    """The process sent a message that nobody in the case awaits."""

    element: str
    name: str


class CaseParked(Event, kind="case_parked", icon="hold", audience=APPLICANT):
    """The solving clock stands still; ``clock`` runs meanwhile."""

    clock: str
    reason: str
    legal_basis: str

    def sentence(self, words: Words) -> str:
        return f"{words.who} dừng tính thời gian: {self.reason}"


class CaseResumed(Event, kind="case_resumed", icon="next", audience=APPLICANT):
    """The solving clock goes on; the case is due so much later as it stood still."""

    clock: str
    reason: str
    legal_basis: str
    due_at: datetime | None = None

    def sentence(self, words: Words) -> str:
        until = f"; nay hẹn trả trước {at_words(self.due_at)}" if self.due_at else ""
        return f"{words.who} tính tiếp thời gian: {self.reason}{until}"


class LimitTaken(Event, kind="limit_taken", icon="info", audience=APPLICANT):
    """The case took another limit of its package: a row's, or again the package's own (no ``row``).

    ``row`` counts the manifest's ``limits`` from 1; ``read`` is what its condition read; ``phase``:
    the limit is counted from now. A local rule may still speak instead of it.
    """

    row: int | None
    variant: str | None
    clock: str
    phase: str | None
    amount: str
    unit: str
    same_day: bool
    basis: str
    read: Annotated[Mapping[str, Any], INTERNAL]
    due_at: datetime | None

    def sentence(self, words: Words) -> str:
        limit = "trong ngày" if self.same_day else span_text(self._span)
        of = f"cho trường hợp {self.variant}" if self.variant else "chung của thủ tục"
        start = f"{words.who} xác định thời hạn {limit} {of} ({self.basis})"
        counted = f", tính từ {self.phase}" if self.phase else ""
        until = f"; hẹn trả trước {at_words(self.due_at)}" if self.due_at else ""
        return f"{start}{counted}{until}"

    @property
    def _span(self) -> Span:
        return Span(Decimal(self.amount), Unit(self.unit))
