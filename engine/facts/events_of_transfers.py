"""A dossier came to the wrong unit, and goes on to the right one."""

from datetime import datetime

from engine.facts.base import APPLICANT, Event
from engine.facts.words import Words, at_words


class CaseTransferred(Event, kind="case_transferred", icon="next", audience=APPLICANT):
    """Another unit decides the case from now on; received and due time stay.

    ``place``: the commune that the dossier is about.
    """

    before: str
    before_name: str
    after: str
    after_name: str
    place: str
    place_name: str
    reason: str
    legal_basis: str
    due_at: datetime | None

    def sentence(self, words: Words) -> str:
        to = f"{self.after_name}" if self.after == self.place else self._to
        kept = f"; vẫn hẹn trả trước {at_words(self.due_at)}" if self.due_at else ""
        return f"{words.who} chuyển hồ sơ đến {to} để giải quyết đúng nơi{kept}: {self.reason}"

    @property
    def _to(self) -> str:
        return f"{self.after_name} (địa bàn {self.place_name})"
