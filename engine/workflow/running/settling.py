"""Bringing a run to rest after an act: automatic steps, inclusive joins, conditions."""

from SpiffWorkflow.util.task import TaskState

from engine.feel import current_budget
from engine.workflow.running.definition import Definition
from engine.workflow.running.flat import CaseWorkflow, Token
from engine.workflow.running.incidents import DeadEnd, EndlessRun
from engine.workflow.running.specs.events import Listener
from engine.workflow.running.specs.gateways import InclusiveGateway

ROUND = 20
"""Units of fuel for one look at all joins and conditions."""
MOST_ROUNDS = 1000
"""Conditions and joins opened in one act before the diagram counts as endless."""


def settle(workflow: CaseWorkflow, definition: Definition) -> None:
    """Runs until only people and events can move the case on.

    Raises what the steps raise; DeadEnd when nobody and nothing could move an unfinished case on.
    """
    for _ in range(MOST_ROUNDS):
        workflow.run_queue()
        if definition.has_inclusive or definition.has_conditions:
            current_budget().spend(ROUND + len(workflow.all_tokens()))
        if definition.has_inclusive and _open_join(workflow):
            continue
        if definition.has_conditions and _fire_condition(workflow):
            continue
        break
    else:
        raise EndlessRun(limit=MOST_ROUNDS, element_id=workflow.spec.name, element_name="")
    if not workflow.completed:
        _refuse_dead_end(workflow)


def _open_join(workflow: CaseWorkflow) -> bool:
    for scope in workflow.scopes():
        for token in scope.tokens():
            spec = token.task_spec
            if token._state != TaskState.WAITING or not isinstance(spec, InclusiveGateway):
                continue
            current_budget().spend(len(scope.tasks))
            if spec.try_to_open(token):
                return True
    return False


def _fire_condition(workflow: CaseWorkflow) -> bool:
    for scope in workflow.scopes():
        for token in scope.tokens():
            spec = token.task_spec
            if spec.node.trigger.kind != "conditional" or token._state != TaskState.WAITING:
                continue
            if isinstance(spec, Listener) and spec.became_true(token):
                spec.fire(token, {})
                return True
    return False


def _refuse_dead_end(workflow: CaseWorkflow) -> None:
    stuck: Token | None = None
    for scope in workflow.scopes():
        for token in scope.tokens():
            spec = token.task_spec
            # An event sub-process that may still be asked for does not move the others on.
            if token._state == TaskState.READY or (
                isinstance(spec, Listener) and not spec.listens_for_scope
            ):
                return
            stuck = token if token._state == TaskState.WAITING else stuck
    node = (workflow.task_tree if stuck is None else stuck).task_spec.node
    raise DeadEnd(element_id=node.id, element_name=node.label)
