"""What officers do with the steps of a case, and its result."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from engine.access import Reader
from engine.facts.base import APPLICANT, COMMENT_AUDIENCE, INTERNAL, OFFICERS, Event
from engine.facts.events_of_filing import File
from engine.facts.words import Words
from engine.workflow import CommentReader


class TaskClaimed(Event, kind="task_claimed", icon="user", audience=APPLICANT):
    """An officer took the work from the queue of the desk."""

    task: str
    element: str
    name: str

    def sentence(self, words: Words) -> str:
        return f"{words.who} nhận việc: {self.name}"


class TaskReleased(Event, kind="task_released", icon="next", audience=OFFICERS):
    """An officer gave the work back to the desk, undone."""

    task: str
    element: str
    name: str

    def sentence(self, words: Words) -> str:
        return f"{words.who} trả việc lại cho bộ phận: {self.name}"


class TaskCompleted(Event, kind="task_completed", icon="done", audience=APPLICANT):
    """An officer ended a step.

    ``comment_reader`` is whom the comment is written to: officers, unless the diagram addresses the
    decision to the applicant; older comments are internal. A step with an ``act`` has an event of
    that act beside it, and says nothing itself.
    """

    task: str
    officer: str | None = None
    element: str
    name: str
    act: str | None = None
    outcome: str | None
    answers: Annotated[Mapping[str, Any], INTERNAL]
    comment: Annotated[str | None, INTERNAL]
    comment_reader: CommentReader = "officers"
    due_at: datetime | None

    def sentence(self, words: Words) -> str:
        decision = words.decision(self.element, self.outcome)
        chosen = f"; quyết định: {decision}" if decision else ""
        return f"{words.who} làm xong bước: {self.name}{chosen}"

    def shown_to(self, reader: Reader) -> bool:
        return self.act is None and super().shown_to(reader)

    def comment_for(self, reader: Reader) -> str | None:
        return self.comment if reader in COMMENT_AUDIENCE[self.comment_reader] else None


class PersonAssigned(Event, kind="person_assigned", icon="user", audience=APPLICANT):
    """Whoever did an assigning step chose a person for later ``steps``; ``None``: the whole desk.

    ``element`` is the step that assigns, ``name`` that of the first step it assigns.
    """

    element: str
    steps: tuple[str, ...]
    name: str
    officer: str | None
    officer_name: str | None

    def sentence(self, words: Words) -> str:
        return f"{words.who} giao bước “{self.name}” cho {self.officer_name or 'cả vị trí'}"


class StepSkipped(Event, kind="step_skipped", icon="info", audience=APPLICANT):
    """A local rule let the case pass over a step."""

    element: str
    name: str
    rule: str | None

    def sentence(self, words: Words) -> str:
        return f"{words.who} bỏ qua bước theo quy định: {self.name}"


class ResultStored(Event, kind="result_stored", icon="db", audience=APPLICANT):
    """The signed result is kept electronically; the case is solved."""

    documents: tuple[File, ...]
    due_at: datetime | None

    def sentence(self, words: Words) -> str:
        names = ", ".join(document.name for document in self.documents)
        return f"{words.who} lưu kho kết quả: {names}"


class ResultReturned(Event, kind="result_returned", icon="ok", audience=APPLICANT):
    """The applicant has the result."""

    due_at: datetime | None

    def sentence(self, words: Words) -> str:
        return f"{words.who} trả kết quả cho người nộp"
