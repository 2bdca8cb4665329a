"""A case ends without a result."""

from engine.facts.base import APPLICANT, Event
from engine.facts.words import Words
from engine.life import Status, state


class CaseEnded(Event, kind="case_ended", icon="stop", audience=APPLICANT):
    """The process ended and there is no result; ``element`` is the package's end event."""

    ending: str
    element: str | None
    status: Status

    def sentence(self, words: Words) -> str:
        return f"{words.who} kết thúc hồ sơ: {state(self.status).name}"
