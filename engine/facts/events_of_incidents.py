"""What stopped a case by itself, and how that ended: of interest to who works on it only."""

from typing import Annotated

from engine.access import Reader
from engine.facts.base import APPLICANT, INTERNAL, OFFICERS, Event
from engine.facts.words import Words


class IncidentOpened(Event, kind="incident_opened", icon="stop", audience=OFFICERS):
    """The engine could not move the case on; ``timers``: they are held until that is mended."""

    incident: str
    element_id: str | None
    element_name: str | None
    code: str
    message: str
    timers: bool = True

    def sentence(self, words: Words) -> str:
        place = self.element_name or self.element_id
        where = f" tại “{place}”" if place else ""
        did = "dừng hẹn giờ vì" if self.timers else "ghi nhận"
        return f"{words.who} {did} sự cố{where}: {self.message}"


class ValueGiven(Event, kind="value_given", icon="next", audience=OFFICERS):
    """An administrator gave a value for want of which the case stood still, by a paper.

    ``name`` begins with ``case.`` for an answer of the filing; else it is a variable.
    """

    name: str
    value: str | bool
    reason: str
    paper: str
    incidents: tuple[str, ...]

    def sentence(self, words: Words) -> str:
        shown = ("đúng" if self.value else "sai") if isinstance(self.value, bool) else self.value
        return f"{words.who} ghi giá trị “{self.name}” là {shown} theo {self.paper}"

    def comment_for(self, reader: Reader) -> str | None:
        return self.reason if reader in self.audience else None


class IncidentRetried(Event, kind="incident_retried", icon="next", audience=OFFICERS):
    """Somebody said that the cause is mended: the held timers are due again."""

    incidents: tuple[str, ...]

    def sentence(self, words: Words) -> str:
        return f"{words.who} cho chạy lại bước tự động đã gặp sự cố"


class IncidentPassed(Event, kind="incident_passed", icon="ok", audience=OFFICERS):
    """The case went on another way: what held it is nobody's work any longer."""

    incidents: tuple[str, ...]

    def sentence(self, words: Words) -> str:
        return f"{words.who} đóng sự cố vì hồ sơ đã qua chỗ đó"


class RepairProposed(Event, kind="repair_proposed", icon="wait", audience=OFFICERS):
    """A repaired value waits for a second person; ``typed`` as it was typed."""

    name: str
    typed: str
    value_kind: str
    reason: str
    paper: str

    def sentence(self, words: Words) -> str:
        return f"{words.who} đề nghị ghi giá trị “{self.name}” là {self.typed} theo {self.paper}"

    def comment_for(self, reader: Reader) -> str | None:
        return self.reason if reader in self.audience else None


class DeskProposed(Event, kind="desk_proposed", icon="wait", audience=OFFICERS):
    """Another desk for a step that signs waits for a second person: who signs decides."""

    task: str
    element: str
    name: str
    unit: str
    position: str
    before: str
    after: str
    reason: str
    paper: str

    def sentence(self, words: Words) -> str:
        return (
            f"{words.who} đề nghị giao việc “{self.name}” từ {self.before} cho {self.after} theo "
            f"{self.paper}"
        )

    def comment_for(self, reader: Reader) -> str | None:
        return self.reason if reader in self.audience else None


class RepairDropped(Event, kind="repair_dropped", icon="stop", audience=OFFICERS):
    """What was proposed, a value or a desk, was not confirmed."""

    reason: str

    def sentence(self, words: Words) -> str:
        return f"{words.who} không xác nhận việc sửa được đề nghị: {self.reason}"


class SentBack(Event, kind="sent_back", icon="next", audience=APPLICANT):
    """A case that stood still was sent back to an earlier step; no time changed."""

    element: str
    name: str
    step: str
    step_name: str
    reason: Annotated[str, INTERNAL]
    paper: Annotated[str, INTERNAL]
    incidents: tuple[str, ...]

    def sentence(self, words: Words) -> str:
        return f"{words.who} đưa hồ sơ từ bước “{self.name}” về bước “{self.step_name}”"


class DeskGiven(Event, kind="desk_given", icon="user", audience=OFFICERS):
    """Work that nobody could do was given to another desk, by a paper."""

    task: str
    element: str
    name: str
    before: str
    after: str
    reason: str
    paper: str

    def sentence(self, words: Words) -> str:
        return (
            f"{words.who} giao việc “{self.name}” từ {self.before} cho {self.after} theo "
            f"{self.paper}"
        )

    def comment_for(self, reader: Reader) -> str | None:
        return self.reason if reader in self.audience else None
