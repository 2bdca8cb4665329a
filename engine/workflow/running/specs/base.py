"""What every element does: take a token in, run, let the token go on."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.util.task import TaskState

from engine.feel import Expression, counted_around
from engine.workflow.reading.graph import Flow, Node, TriggerKind
from engine.workflow.running.incidents import NoFlowChosen, VariableMissing
from engine.workflow.running.scripting import Answer, compute, decide

if TYPE_CHECKING:
    from engine.workflow.running.flat import Token
    from engine.workflow.running.specs.events import Catcher


_ASKS_FOR_NULL = r"\b{name}\s*!?=\s*null\b|\bnull\s*!?=\s*{name}\b|\bis defined\(\s*{name}\b"


class CaseSpec(BpmnProcessSpec):
    """A process or sub-process ready to run. Built once, shared by every case, never changed."""

    task_specs: dict[str, "Element"]

    def __init__(self, name: str, file: str) -> None:
        WorkflowSpec.__init__(self, name=name, filename=file)
        self.svg = None
        self.io_specification = None
        self.data_objects: dict[str, Any] = {}
        self.data_stores: dict[str, Any] = {}
        self.correlation_keys: dict[str, Any] = {}
        self.bpmn_start_events: list[Any] = []
        self.first: Element
        self.watchers: list[Element] = []
        self.catchers: list[Catcher] = []
        self.names_read: frozenset[str] = frozenset()
        """Root names that the expressions of this scope read."""
        self.root = Element(self, Node(f"{name}#start", "root", "", file))
        self.start = self.root  # type: ignore[assignment] # Spiff's name for it


class Out:
    """A way out of an element: the flow, its compiled condition and where it leads.

    ``needs`` are the names that the condition reads without asking whether they are null.
    """

    __slots__ = ("condition", "flow", "needs", "spec")

    def __init__(self, flow: Flow, spec: "Element", condition: Expression | None) -> None:
        self.flow = flow
        self.spec = spec
        self.condition = condition
        self.needs: tuple[str, ...] = () if condition is None else needed(condition)


def needed(condition: Expression) -> tuple[str, ...]:
    """The names that must have been set before the condition is asked."""
    return tuple(
        sorted(
            name
            for name in condition.names
            if not re.search(_ASKS_FOR_NULL.format(name=re.escape(name)), condition.text)
        )
    )


class Element(BpmnTaskSpec):
    """A node of the diagram. Holds no state: everything of a case is in its tokens."""

    listens_for_scope = False
    watches_others = False
    joins = False

    def __init__(self, wf_spec: CaseSpec, node: Node, name: str | None = None) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            wf_spec, name or node.id, description=node.tag
        )
        self.bpmn_id = node.id
        self.bpmn_name = node.name
        self.node = node
        self.outs: tuple[Out, ...] = ()
        self.default: Out | None = None
        self.watchers: list[Element] = []
        self.catchers: list[Catcher] = []
        self.incoming: tuple[str, ...] = ()

    # What SpiffWorkflow calls

    def _predict(self, my_task: Any, *_: Any, **__: Any) -> None:
        """Nothing: tokens only, no guesses about the future."""

    def _on_ready(self, my_task: "Token") -> None:
        if not self.manual:
            my_task.workflow.top.queue.append(my_task)

    def _run(self, my_task: "Token") -> bool:
        return self.perform(my_task)

    def _on_complete(self, my_task: "Token") -> None:
        self.depart(my_task)
        self.leave(my_task)
        my_task.workflow.close_if_done()

    def _on_cancel(self, my_task: "Token") -> None:
        """Nothing more than what the token does itself."""

    def serialize(self, serializer: Any, **kwargs: Any) -> Any:
        """Specs are never stored: they are built from the package by digest."""
        raise NotImplementedError

    # What elements do

    def arrive(self, task: "Token") -> None:
        """A token has come in."""
        for watcher in self.watchers:
            watcher.arrive(task.workflow.add(watcher, task))
        task._ready()

    def perform(self, task: "Token") -> bool:  # noqa: ARG002 - for those who need it
        """Does what the element is for; true when the token may go on."""
        return True

    def depart(self, task: "Token") -> None:
        """Notes the element as done and takes the token off the diagram."""
        done = task.workflow.top.done
        done[self.node.id] = done.get(self.node.id, 0) + 1
        if (counted := counted_around()) is not None:
            counted.elements[self.node.id] += 1
        for child in task.children:
            child.cancel()
        task.workflow.forget(task)

    def leave(self, task: "Token") -> None:
        """Puts a token on every chosen way out, or tells the repeated activity."""
        repeated = task.instance_of
        if repeated is not None:
            repeated.task_spec.instance_done(repeated, task)
            return
        counted = counted_around()
        for out in self.chosen(task):
            if counted is not None:
                counted.flows[out.flow.id] += 1
            token = task.workflow.add(out.spec)
            if out.spec.joins:
                token.internal_data["via"] = out.flow.id
            out.spec.arrive(token)

    def chosen(self, task: "Token") -> list[Out]:
        """The ways out: every one without a condition, those whose condition holds, else the
        default. Raises ConditionNotBoolean, and NoFlowChosen when a token would be lost."""
        if not self.default and all(out.condition is None for out in self.outs):
            return list(self.outs)
        free = [o for o in self.outs if o.condition is None and o is not self.default]
        held = [out for out in self.outs if self.holds(task, out)]
        if not held and not free and self.default is not None:
            held = [self.default]
        if not held and not free:
            raise NoFlowChosen(element_id=self.node.id, element_name=self.node.label)
        return free + held

    def holds(self, task: "Token", out: Out) -> bool:
        """Whether a way out has a condition and it holds.

        Raises ConditionNotBoolean, and VariableMissing for a name that nothing has set, unless the
        condition itself asks whether it is null.
        """
        if out.condition is None:
            return False
        for name in out.needs:
            if not any(name in layer for layer in layers(task)):
                raise VariableMissing(
                    name=name,
                    expression=out.condition.text,
                    flow=out.flow.id,
                    element_id=self.node.id,
                    element_name=self.node.label,
                )
        answer = self.answer(task, out.condition)
        task.workflow.top.answers.append(answer)
        return decide(answer, node=self.node, flow=out.flow.id)

    def answer(self, task: "Token", expression: Expression) -> Answer:
        """What an expression answers as seen from a token; not yet noted."""
        return compute(expression, layers(task), node=self.node, now=task.workflow.top.now)

    def compute(self, task: "Token", expression: Expression) -> Any:
        """The value of an expression as seen from a token; the answer is noted."""
        answer = self.answer(task, expression)
        task.workflow.top.answers.append(answer)
        return answer.value

    def catcher(self, kind: TriggerKind, code: str | None) -> "Catcher | None":
        """The boundary event that catches what was thrown inside: its own code before any code."""
        return best_catcher(self.catchers, kind, code)

    def fire(self, task: "Token", payload: Mapping[str, Any]) -> None:
        """What the token waits for has happened."""
        raise NotImplementedError

    def scope_done(self, task: "Token") -> None:
        """The inside of a sub-process has come to its end."""
        raise NotImplementedError

    def instance_done(self, task: "Token", instance: "Token") -> None:
        """An instance of a repeated activity is done."""
        raise NotImplementedError


def best_catcher(
    catchers: "list[Catcher]", kind: TriggerKind, code: str | None
) -> "Catcher | None":
    """The catcher of exactly this code, else one that catches any."""
    of_kind = [catcher for catcher in catchers if catcher.node.trigger.kind == kind]
    exact = [c for c in of_kind if c.node.trigger.name == code]
    return next(iter(exact or [c for c in of_kind if c.node.trigger.name is None]), None)


def layers(task: "Token") -> Iterator[Mapping[str, Any]]:
    """The names that a token sees: dossier first, then its instances' locals, then the case's."""
    top = task.workflow.top
    yield top.context
    yield from (instance.data for instance in instances(task))
    yield top.variables


def instances(task: "Token") -> Iterator["Token"]:
    """The instances of repeated activities that a token is in, innermost first."""
    current: Token | None = task
    while current is not None:
        if current.instance_of is not None:
            yield current
            current = current.above
            continue
        current = current.workflow.host


def assign(task: "Token", values: Mapping[str, Any]) -> None:
    """Sets variables: in the innermost instance of a repeated activity, else in the case."""
    _own(task).update(values)


def forget(task: "Token", names: Iterable[str]) -> None:
    """Takes variables back from where ``assign`` sets them; what stands further out is hidden."""
    own = _own(task)
    for name in names:
        own.pop(name, None)
        if any(name in layer for layer in layers(task)):
            own[name] = None


def _own(task: "Token") -> dict[str, Any]:
    instance = next(instances(task), None)
    return task.workflow.top.variables if instance is None else instance.data


READY, WAITING, STARTED = TaskState.READY, TaskState.WAITING, TaskState.STARTED
