"""The applicant is invited to be there when something is looked at, and what came of it."""

from datetime import datetime
from typing import Annotated, Literal

from engine.access import Reader
from engine.facts.base import APPLICANT, INTERNAL, Event
from engine.facts.events_of_filing import File
from engine.facts.words import Words, at_words

Purpose = Literal["site", "office"]
PURPOSE_WORDS: dict[Purpose, str] = {
    "site": "kiểm tra thực địa",
    "office": "làm việc tại cơ quan",
}
Held = Literal["held", "absent", "called_off"]
HELD_WORDS: dict[Held, str] = {
    "held": "đã diễn ra",
    "absent": "người nộp vắng mặt",
    "called_off": "hủy, không diễn ra",
}


class MeetingInvited(Event, kind="meeting_invited", icon="next", audience=APPLICANT):
    """The applicant was invited; the solving time runs on (art. 19.4)."""

    meeting: str
    number: str
    unit: str
    unit_name: str
    purpose: Purpose
    meets_at: datetime
    place: str
    invited: str | None
    agenda: str
    note: Annotated[str | None, INTERNAL]
    legal_basis: str

    def sentence(self, words: Words) -> str:
        return (
            f"{words.who} mời {PURPOSE_WORDS[self.purpose]} lúc {at_words(self.meets_at)}, tại "
            f"{self.place}, giấy mời số {self.number}"
        )

    def comment_for(self, reader: Reader) -> str | None:
        return self.note if reader == "officers" else None


class MeetingRecorded(Event, kind="meeting_recorded", icon="ok", audience=APPLICANT):
    """What came of it: it was held, the applicant was absent, or it was called off."""

    meeting: str
    number: str
    held: Held
    minutes: str
    note: Annotated[str | None, INTERNAL]
    documents: tuple[File, ...]

    def sentence(self, words: Words) -> str:
        return (
            f"{words.who} ghi biên bản giấy mời số {self.number}: {HELD_WORDS[self.held]}. "
            f"{self.minutes}"
        )

    def comment_for(self, reader: Reader) -> str | None:
        return self.note if reader == "officers" else None
