"""How a run stands: what it waits for, what it has done, what it told, and its state as bytes."""

from SpiffWorkflow.util.task import TaskState

from engine.workflow.running.codec import dumps
from engine.workflow.running.definition import Definition
from engine.workflow.running.flat import CaseWorkflow, Token
from engine.workflow.running.incidents import RunSpoiled
from engine.workflow.running.run_views import Awaited, ReadyTask, Timer
from engine.workflow.running.scripting import Answer
from engine.workflow.running.timers import from_micros
from engine.workflow.running.variables import Value


class Standing:
    """One case's run, to be read. Everything raises RunSpoiled after an act that failed."""

    def __init__(self, definition: Definition, workflow: CaseWorkflow) -> None:
        self.definition = definition
        self._workflow = workflow
        self._spoiled = False

    @property
    def variables(self) -> dict[str, Value]:
        """A copy of the case's process variables."""
        return dict(self._open.variables)

    @property
    def finished(self) -> bool:
        """Whether nothing is open any more."""
        return self._open.completed

    @property
    def parked(self) -> bool:
        """Whether the timers stand still."""
        return self._open.parked_at is not None

    @property
    def sent(self) -> tuple[tuple[str, str], ...]:
        """Messages thrown since this object was made: (element id, message name). Not saved: the
        caller passes them on in the transaction of the act."""
        return tuple(self._open.sent)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What conditions, scripts and decisions answered since this object was made, and what they
        read: for the event that tells of the act. Not saved."""
        return tuple(self._open.answers)

    def written(self) -> None:
        """The caller has stored what the run told: ``sent`` and ``answers`` begin anew."""
        self._open.sent.clear()
        self._open.answers.clear()

    def ready(self) -> list[ReadyTask]:
        """The tasks that wait for people, oldest first."""
        return [
            ReadyTask(token.id.hex, token.task_spec.node.id)
            for token in self._tokens()
            if token._state == TaskState.READY
        ]

    def active_elements(self) -> list[str]:
        """The elements that have a token now, for drawing; watching events are not among them."""
        seen = dict.fromkeys(
            token.task_spec.node.id
            for token in self._tokens()
            if not token.task_spec.watches_others
        )
        return list(seen)

    def completed_elements(self) -> list[str]:
        """The elements that were done at least once, in the order of their first time."""
        return list(self._open.done)

    def times_done(self, element_id: str) -> int:
        """How often an element was done."""
        return self._open.done.get(element_id, 0)

    def awaited(self) -> list[Awaited]:
        """The messages and signals that open events wait for."""
        found = []
        for token in self._tokens():
            trigger = token.task_spec.node.trigger
            if token._state == TaskState.WAITING and trigger.kind in ("message", "signal"):
                node = token.task_spec.node.id
                found.append(Awaited(trigger.kind, trigger.name or "", node, trigger.accepts))
        return found

    def timers(self) -> list[Timer]:
        """The waiting timers with their due times, soonest first; none while parked."""
        due = [
            Timer(token.id.hex, token.task_spec.node.id, from_micros(token.internal_data["due"]))
            for token in self._tokens()
            if "due" in token.internal_data
        ]
        return sorted(due, key=lambda timer: timer.due_at)

    def dumps(self) -> bytes:
        """The state as bytes, for ``restore``."""
        return dumps(self._open, self.definition.digest)

    @property
    def _open(self) -> CaseWorkflow:
        if self._spoiled:
            raise RunSpoiled
        return self._workflow

    def _tokens(self) -> list[Token]:
        return self._open.all_tokens()
