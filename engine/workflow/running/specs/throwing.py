"""How what is thrown finds who catches it: outward from its place, scope by scope."""

from typing import TYPE_CHECKING

from engine.feel import current_budget
from engine.workflow.reading.graph import TriggerKind
from engine.workflow.running.incidents import MessageAmbiguous
from engine.workflow.running.specs.base import WAITING, best_catcher

if TYPE_CHECKING:
    from engine.workflow.running.flat import CaseWorkflow, Token


def throw(task: "Token", kind: TriggerKind, code: str | None) -> bool:
    """Hands an error, escalation or cancellation to its catcher; false when there is none.

    Asked in turn: the activity's own boundary events, the event sub-processes of its scope, then
    the activity that the scope is the inside of, and so on outward. An event sub-process does not
    catch what it throws itself.
    """
    host: Token | None = task
    while host is not None:
        scope = host.workflow
        for candidate in (host, host.instance_of):
            catcher = None if candidate is None else candidate.task_spec.catcher(kind, code)
            if catcher is not None and candidate is not None:
                catcher.caught(candidate)
                return True
        if not host.task_spec.node.by_event:
            listener = best_catcher(scope.spec.catchers, kind, code)
            if listener is not None:
                listener.caught_in(scope)
                return True
        host = scope.host
    return False


def listeners(top: "CaseWorkflow", kind: TriggerKind, name: str | None) -> list["Token"]:
    """The tokens that wait for a message or signal of this name, oldest first."""
    found = []
    for scope in top.scopes():
        current_budget().spend(len(scope.tasks) // 2)
        for token in scope.tasks.values():
            trigger = token.task_spec.node.trigger
            if token._state == WAITING and trigger.kind == kind and trigger.name == name:
                found.append(token)
    return found


def only_listener(top: "CaseWorkflow", name: str | None) -> list["Token"]:
    """The one token that a message of this name goes to, in a list; empty when none waits.

    Raises MessageAmbiguous when different elements wait for it.
    """
    waiting = listeners(top, "message", name)
    elements = dict.fromkeys(token.task_spec.node.id for token in waiting)
    if len(elements) > 1:
        raise MessageAmbiguous(name=name, element_ids=", ".join(elements))
    return waiting[:1]
