"""What officers do with the steps of a case, and its result."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from engine.access import Reader
from engine.facts.base import APPLICANT, COMMENT_AUDIENCE, INTERNAL, OFFICERS, Event
from engine.facts.events_of_filing import File
from engine.facts.words import Words, at_words
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """Who signed a result, under which post, when, at which step.

    A step of a position that does not lead only notes that another has signed.
    """

    by: str
    post: str | None
    at: datetime
    element: str
    step: str
    leads: bool

    @property
    def words(self) -> str:
        """Who, when, where: "Trần Văn Nam (KT. Chủ tịch) ký 09:25 ngày 04/12, bước “Ký”"."""
        who = f"{self.by} ({self.post})" if self.post else self.by
        did = "ký" if self.leads else "ghi nhận đã ký"
        return f"{who} {did} {at_words(self.at)}, bước “{self.step}”"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredFile(File):
    """A file of the result; ``code``: its document code, which older events don't tell."""

    code: str | None = None


class ResultStored(Event, kind="result_stored", icon="db", audience=APPLICANT):
    """The signed result is kept electronically; the case is solved.

    ``signed``: by whom; older events don't tell, and where no step signs nobody did.
    """

    documents: tuple[StoredFile, ...]
    due_at: datetime | None
    signed: Signature | None = None

    def sentence(self, words: Words) -> str:
        names = ", ".join(
            f"{one.name} (mã giấy tờ {one.code})" if one.code else one.name
            for one in self.documents
        )
        signed = f"; {self.signed.words}" if self.signed else ""
        return f"{words.who} lưu kho kết quả: {names}{signed}"


TakerKind = Literal["owner", "submitter", "other", "post", "electronic"]
TAKERS: Mapping[TakerKind, str] = {
    "owner": "Chủ hồ sơ nhận",
    "submitter": "Người nộp thay nhận",
    "other": "Người khác nhận, có giấy ủy quyền, giấy giới thiệu",
    "post": "Gửi qua bưu chính",
    "electronic": "Chỉ bản điện tử, không trao bản giấy",
}
"""Who takes a result, in the order in which they are asked for."""


class ResultReturned(Event, kind="result_returned", icon="ok", audience=APPLICANT):
    """The applicant has the result; ``taker``: who took it, which older events don't tell."""

    due_at: datetime | None
    taker: TakerKind | None = None

    def sentence(self, words: Words) -> str:
        how = {
            "owner": "trả kết quả cho chủ hồ sơ",
            "submitter": "trả kết quả cho người nộp thay",
            "other": "trả kết quả cho người được ủy quyền nhận",
            "post": "gửi kết quả qua bưu chính",
            "electronic": "trả kết quả điện tử",
        }
        return f"{words.who} {how.get(self.taker or '', 'trả kết quả cho người nộp')}"


class TakenForOwner(Event, kind="taken_for_owner", icon="user", audience=APPLICANT):
    """Another than the owner took the result, by this paper; ``slip``: what they signed for it."""

    name: str
    number: str
    paper: str
    slip: str | None = None

    def sentence(self, words: Words) -> str:  # noqa: ARG002 - who handed it over is told beside it
        signed = f". Phiếu số {self.slip}" if self.slip else ""
        return (
            f"{self.name} (số định danh {self.number}) nhận kết quả thay, theo {self.paper}{signed}"
        )


class WorkReturned(Event, kind="work_returned", icon="next", audience=OFFICERS):
    """Whoever decides returned what was prepared to an earlier step; no time changed."""

    element: str
    name: str
    step: str
    step_name: str
    reason: str

    def sentence(self, words: Words) -> str:
        return f"{words.who} trả lại bước “{self.step_name}” từ bước “{self.name}”: {self.reason}"
