"""What stopped a case by itself, and how that ended: of interest to who works on it only."""

from engine.facts.base import OFFICERS, Event
from engine.facts.words import Words


class IncidentOpened(Event, kind="incident_opened", icon="stop", audience=OFFICERS):
    """The engine could not move the case on; its timers are held until the cause is mended."""

    incident: str
    element_id: str | None
    element_name: str | None
    code: str
    message: str

    def sentence(self, words: Words) -> str:
        place = self.element_name or self.element_id
        where = f" tại “{place}”" if place else ""
        return f"{words.who} dừng hẹn giờ vì sự cố{where}: {self.message}"


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
