"""SpiffWorkflow's tasks and workflows without its tree walks.

Stock spends most of a step on walking the tree of finished and predicted tasks. Here a workflow
holds its open tasks only: a task is forgotten once its successors exist, nothing is predicted, and
tasks that the engine runs itself wait in a queue instead of being searched for. A step at loop 500
costs what it cost at loop 1. What has been done is kept as a ledger of element ids.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.event import Event
from SpiffWorkflow.util.task import TaskState

from engine.feel import current_budget
from engine.workflow.running.incidents import EndlessRun
from engine.workflow.running.scripting import Answer, NoPython
from engine.workflow.running.variables import Value

if TYPE_CHECKING:
    from engine.workflow.running.specs.base import CaseSpec, Element

FINISHED = TaskState.FINISHED_MASK
MOST_STEPS = 5000
"""Automatic steps in one act before the diagram counts as endless."""
STEP = 150
TOKEN = 60
"""Units of fuel for an automatic step and for a token."""


class Token(Task):
    """A task of the open diagram. Children are its watchers (boundary events) and its instances."""

    task_spec: "Element"
    workflow: "Scope"
    data: dict[str, Value]
    internal_data: dict[str, Any]

    def __init__(
        self,
        workflow: "Scope",
        task_spec: "Element",
        parent: "Token | None" = None,
        state: int = TaskState.FUTURE,
        id: UUID | None = None,  # noqa: A002 - SpiffWorkflow's name for it
    ) -> None:
        self.id = id or uuid4()
        self.workflow = workflow
        self.task_spec = task_spec
        self._parent = None if parent is None else parent.id
        self._children: list[UUID] = []
        self._state = state
        self.triggered = False
        self.thread_id = 0
        self.data = {}
        self.internal_data = {}
        self.last_state_change = workflow.top.moment
        workflow.tasks[self.id] = self
        if parent is not None:
            parent._children.append(self.id)

    @property
    def open(self) -> bool:
        """Neither completed nor cancelled."""
        return not self._state & FINISHED

    @property
    def instance_of(self) -> "Token | None":
        """The repeated activity whose instance this is."""
        return self.above if "index" in self.internal_data else None

    @property
    def above(self) -> "Token":
        """The activity that is watched or repeated, else the root."""
        return self.workflow.tasks[cast("UUID", self._parent)]

    def _set_state(self, value: int) -> None:
        if value != self._state:
            self._state = value
            self.last_state_change = self.workflow.top.moment

    def _inherit_data(self) -> None:
        """Variables belong to the case: nothing is copied from task to task."""

    def _ready(self) -> None:
        if self.open:
            self._set_state(TaskState.READY)
            self.task_spec._on_ready(self)

    def cancel(self) -> None:
        """Cancels the token with its watchers, instances and sub-process."""
        if not self.open:
            return
        self._set_state(TaskState.CANCELLED)
        for child in self.children:
            child.cancel()
        self.task_spec._on_cancel(self)
        self.workflow.forget(self)


class _Flat:
    """What both kinds of workflow share: a flat dictionary of open tasks."""

    spec: "CaseSpec"
    tasks: dict[UUID, Token]
    task_tree: Token
    completed: bool
    parent_task_id: UUID | None

    @property
    def top(self) -> "CaseWorkflow":
        """The workflow of the whole case."""
        raise NotImplementedError

    @property
    def host(self) -> Token | None:
        """The activity that this scope is the inside of."""
        raise NotImplementedError

    def collect_log_extras(self, dct: dict[str, Any] | None = None) -> dict[str, Any]:
        """Nothing: stock walks the tree here, for every state change."""
        return dct or {}

    def tokens(self) -> list[Token]:
        """The open tasks, oldest first, without the root."""
        return [task for task in self.tasks.values() if task.open and task is not self.task_tree]

    def add(self, spec: "Element", parent: Token | None = None) -> Token:
        """A new token, not yet arrived."""
        current_budget().spend(TOKEN)
        return Token(self, spec, parent or self.task_tree)  # type: ignore[arg-type]

    def forget(self, task: Token) -> None:
        """Takes a finished task out; its place is in the ledger."""
        if self.tasks.pop(task.id, None) is not None and task._parent in self.tasks:
            self.tasks[task._parent]._children.remove(task.id)

    def _task_completed_notify(self, task: Token) -> None:  # noqa: ARG002 - Spiff's signature
        self.close_if_done()

    def update_waiting_tasks(self) -> None:
        """Nothing: waiting tasks are woken by what they wait for."""

    def is_completed(self) -> bool:
        """Whether nothing is open any more."""
        return self.completed

    def begin(self, at: "Element | None" = None) -> None:
        """Puts the first tokens on the diagram of a fresh scope: at its beginning, or elsewhere."""
        self.task_tree._set_state(TaskState.COMPLETED)
        for spec in (*self.spec.watchers, at or self.spec.first):
            spec.arrive(self.add(spec))

    def close_if_done(self) -> None:
        """Completes the scope when only its event sub-processes still listen."""
        if self.completed or any(not t.task_spec.listens_for_scope for t in self.tokens()):
            return
        self.close()

    def close(self) -> None:
        """Ends the scope whatever is still open in it, and lets its host go on."""
        self.completed = True
        for token in self.tokens():
            token.cancel()
        if self.host is not None:
            self.host.task_spec.scope_done(self.host)

    def abandon(self) -> None:
        """Ends the scope without letting anything go on."""
        self.completed = True
        for token in self.tokens():
            token.cancel()


class CaseScope(_Flat, BpmnSubWorkflow):  # type: ignore[misc] # its tasks are tokens
    """The inside of a sub-process or call activity that is open."""

    def __init__(
        self, spec: "CaseSpec", parent_task_id: UUID, top_workflow: "CaseWorkflow", host: Token
    ) -> None:
        self.spec = spec
        self.parent_task_id = parent_task_id
        self.top_workflow = top_workflow
        self._host = host
        self.correlations: dict[str, Any] = {}
        self.depth = host.workflow.depth + 1
        self.data: dict[str, Any] = {}
        self.locks: dict[str, Any] = {}
        self.last_task = None
        self.success = True
        self.tasks = {}
        self.completed = False
        self.completed_event = Event()
        self.task_removed_event = Event()

    @property
    def top(self) -> "CaseWorkflow":
        top: CaseWorkflow = self.top_workflow
        return top

    @property
    def host(self) -> Token:
        return self._host


class CaseWorkflow(_Flat, BpmnWorkflow):  # type: ignore[misc] # its tasks are tokens
    """A running case: variables, open tokens, what was done, and the queue of automatic steps."""

    subprocesses: dict[UUID, CaseScope]

    def __init__(
        self,
        spec: "CaseSpec",
        subprocess_specs: Mapping[str, "CaseSpec"],
        *,
        context: Mapping[str, Any],
    ) -> None:
        self.now = datetime.fromtimestamp(0, UTC)
        self.moment = 0.0
        self.queue: deque[Token] = deque()
        self.context = context
        self.variables: dict[str, Value] = {}
        self.done: dict[str, int] = {}
        self.sent: list[tuple[str, str]] = []
        self.answers: list[Answer] = []
        self.parked_at: int | None = None
        super().__init__(  # type: ignore[no-untyped-call]
            spec, subprocess_specs=subprocess_specs, script_engine=NoPython(), deserializing=True
        )

    @property
    def top(self) -> "CaseWorkflow":
        return self

    @property
    def host(self) -> None:
        return None

    @property
    def parent_task_id(self) -> None:  # type: ignore[override]
        return None

    def at(self, now: datetime) -> None:
        """Sets the moment of the act: everything in it happens then."""
        self.now = now
        self.moment = now.timestamp()

    def scopes(self) -> Iterator["CaseWorkflow | CaseScope"]:
        """The case's own scope and every open sub-process."""
        yield self
        yield from list(self.subprocesses.values())

    def all_tokens(self) -> list[Token]:
        """The open tasks of every scope."""
        return [token for scope in self.scopes() for token in scope.tokens()]

    def find(self, task_id: UUID) -> Token | None:
        """The open task with this id, wherever it is."""
        for scope in self.scopes():
            if task_id in scope.tasks:
                return scope.tasks[task_id]
        return None

    def enter(self, task: Token, spec_name: str) -> CaseScope:
        """Opens the inside of a sub-process."""
        scope = CaseScope(self.subprocess_specs[spec_name], task.id, self, task)
        scope.task_tree = Token(scope, scope.spec.root)
        self.subprocesses[task.id] = scope
        return scope

    def run_queue(self) -> int:
        """Runs automatic steps until none is ready; how many there were. Raises EndlessRun."""
        steps = 0
        while self.queue:
            task = self.queue.popleft()
            if task._state != TaskState.READY:
                continue
            steps += 1
            # When it ends, the scope asks all its tokens whether anything is left to do.
            current_budget().spend(STEP + len(task.workflow.tasks) // 2)
            if steps > MOST_STEPS:
                node = task.task_spec.node
                raise EndlessRun(limit=MOST_STEPS, element_id=node.id, element_name=node.label)
            task.run()
        return steps


Scope = CaseWorkflow | CaseScope
