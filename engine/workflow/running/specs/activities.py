"""Activities: work of people, decisions, scripts, sub-processes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.feel import Expression, FeelError, Trace, current_budget
from engine.workflow.reading.extensions import RESERVED_NAMES
from engine.workflow.reading.graph import Node
from engine.workflow.running.decisions import Decision
from engine.workflow.running.incidents import ExpressionFailed, NoRuleHit
from engine.workflow.running.scripting import answer_of, copied, over_budget
from engine.workflow.running.specs.base import STARTED, CaseSpec, Element, assign, layers
from engine.workflow.running.specs.throwing import throw
from engine.workflow.running.variables import checked

if TYPE_CHECKING:
    from engine.workflow.running.flat import Token


FOR_A_PERSON = 400
"""Units of fuel for a task that somebody has to do."""


class PersonTask(Element):
    """A user or manual task: open until a person completes it."""

    def arrive(self, task: "Token") -> None:
        # Its row, desk and due time are worked out when the act is written.
        current_budget().spend(FOR_A_PERSON)
        super().arrive(task)

    def __init__(self, wf_spec: CaseSpec, node: Node, name: str | None = None) -> None:
        super().__init__(wf_spec, node, name)
        self.manual = True


class Computed(Element):
    """Computes a value and keeps it; its failure can be caught by an error boundary event."""

    def perform(self, task: "Token") -> bool:
        try:
            value = self.value(task)
            names = RESERVED_NAMES | task.workflow.top.context.keys()
            assign(task, checked(self.named(value), reserved=frozenset(names)))
        except (ExpressionFailed, NoRuleHit) as failure:
            if throw(task, "error", failure.code):
                return False
            raise
        return True

    def _run(self, my_task: "Token") -> bool | None:  # type: ignore[override]
        # None leaves the state alone: when an error was caught, this token is cancelled already.
        return self.perform(my_task) or None

    def value(self, task: "Token") -> Any:
        """What is computed. Raises ExpressionFailed or NoRuleHit."""
        raise NotImplementedError

    def named(self, value: Any) -> Mapping[str, Any]:
        """The variables to set: the one named in the diagram, or each entry of a context."""
        if self.node.result:
            return {self.node.result: value}
        return value if isinstance(value, Mapping) else {}


class ScriptTask(Computed):
    """A FEEL expression whose value becomes a variable."""

    expression: Expression

    def value(self, task: "Token") -> Any:
        return self.compute(task, self.expression)


class RuleTask(Computed):
    """A DMN decision over what the process knows; its value becomes a variable, without merging."""

    decision: Decision

    def value(self, task: "Token") -> Any:
        inputs: dict[str, Any] = {}
        for layer in layers(task):
            for name in layer.keys() - inputs.keys():
                inputs[name] = copied(layer[name])
        top, trace, budget = task.workflow.top, Trace(), current_budget()
        before = budget.spent
        try:
            found = self.decision(inputs, top.now, trace)
        except FeelError as error:
            over_budget(error, self.node, self.node.decision or "")
            raise ExpressionFailed(
                expression=self.node.decision,
                element_id=self.node.id,
                element_name=self.node.label,
                reason=str(getattr(error, "message", error)),
            ) from error
        budget.note(self.node.id, self.node.decision or "", budget.spent - before)
        top.answers.append(answer_of(self.node, self.node.decision or "", found, trace))
        if found is None:
            raise NoRuleHit(
                decision=self.node.decision,
                element_id=self.node.id,
                element_name=self.node.label,
            )
        return found


class SubProcess(Element):
    """A sub-process, transaction, called process or event sub-process with an inside of its own."""

    def __init__(self, wf_spec: CaseSpec, node: Node, inside: str, name: str | None = None) -> None:
        super().__init__(wf_spec, node, name)
        self.inside = inside

    def arrive(self, task: "Token") -> None:
        for watcher in self.watchers:
            watcher.arrive(task.workflow.add(watcher, task))
        task._set_state(STARTED)
        task.workflow.top.enter(task, self.inside).begin()

    def scope_done(self, task: "Token") -> None:
        del task.workflow.top.subprocesses[task.id]
        task.complete()

    def _on_cancel(self, my_task: "Token") -> None:
        scope = my_task.workflow.top.subprocesses.pop(my_task.id, None)
        if scope is not None:
            scope.abandon()
