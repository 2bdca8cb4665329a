"""What heads do with the work of their unit: who gets it, who had it, and why.

``before`` is who had the task, by name; ``None``: it lay on the desk.
"""

from engine.access import Reader
from engine.facts.base import OFFICERS, Event
from engine.facts.words import Words


class TaskReassigned(Event, kind="task_reassigned", icon="user", audience=OFFICERS):
    """A head gave the work to another person at its desk."""

    task: str
    element: str
    name: str
    before: str | None
    officer: str
    officer_name: str
    reason: str

    def sentence(self, words: Words) -> str:
        had = f", trước đó {self.before} giữ" if self.before else ""
        return f"{words.who} giao lại việc “{self.name}” cho {self.officer_name}{had}"

    def comment_for(self, reader: Reader) -> str | None:
        return self.reason if reader in self.audience else None


class TaskDelegated(Event, kind="task_delegated", icon="user", audience=OFFICERS):
    """A head gave this piece of work to somebody at another desk of the unit, by a paper."""

    task: str
    element: str
    name: str
    before: str | None
    officer: str
    officer_name: str
    position: str
    basis: str

    def sentence(self, words: Words) -> str:
        to = f"{self.officer_name} ({self.position})"
        return f"{words.who} ủy quyền việc “{self.name}” cho {to} theo {self.basis}"


class TaskTakenOver(Event, kind="task_taken_over", icon="user", audience=OFFICERS):
    """A head took the work to their own desk, to do it themselves."""

    task: str
    element: str
    name: str
    before: str | None
    reason: str

    def sentence(self, words: Words) -> str:
        had = f", trước đó {self.before} giữ" if self.before else ""
        return f"{words.who} nhận làm thay việc “{self.name}”{had}"

    def comment_for(self, reader: Reader) -> str | None:
        return self.reason if reader in self.audience else None


class TaskTakenBack(Event, kind="task_taken_back", icon="next", audience=OFFICERS):
    """The work was taken from who had it: anybody at the desk may take it."""

    task: str
    element: str
    name: str
    before: str
    reason: str

    def sentence(self, words: Words) -> str:
        return f"{words.who} lấy việc “{self.name}” từ {self.before} về cho cả vị trí"

    def comment_for(self, reader: Reader) -> str | None:
        return self.reason if reader in self.audience else None
