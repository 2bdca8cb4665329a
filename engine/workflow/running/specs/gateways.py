"""Gateways. Joins count the tokens that wait at them, by the flow each came in on."""

from functools import cached_property
from typing import TYPE_CHECKING

from engine.workflow.reading.graph import Scope
from engine.workflow.running.incidents import NoFlowChosen
from engine.workflow.running.specs.base import WAITING, Element, Out
from engine.workflow.running.specs.reach import reach_of

if TYPE_CHECKING:
    from engine.workflow.running.flat import Token


class ExclusiveGateway(Element):
    """Takes the first flow, in the diagram's order, whose condition holds; else the default."""

    def chosen(self, task: "Token") -> list[Out]:
        for out in self.outs:
            if self.holds(task, out):
                return [out]
        if self.default is not None:
            return [self.default]
        if len(self.outs) == 1 and self.outs[0].condition is None:
            return list(self.outs)
        raise NoFlowChosen(element_id=self.node.id, element_name=self.node.label)


class _Join(Element):
    @property
    def joins(self) -> bool:  # type: ignore[override]
        return len(self.incoming) > 1

    def waiting(self, task: "Token") -> dict[str, "Token"]:
        """The oldest waiting token of each incoming flow."""
        oldest: dict[str, Token] = {}
        for token in task.workflow.tasks.values():
            if token.task_spec is self and token._state == WAITING:
                oldest.setdefault(token.internal_data["via"], token)
        return oldest

    def merge(self, tokens: "dict[str, Token]") -> None:
        """Makes one token of several."""
        first, *others = tokens.values()
        for token in others:
            token.workflow.forget(token)
        del first.internal_data["via"]
        first._ready()


class ParallelGateway(_Join):
    """Waits for a token on every incoming flow, then puts one on every outgoing flow.

    Tokens beyond the first on a flow go on waiting for the next round.
    """

    def arrive(self, task: "Token") -> None:
        if not self.joins:
            task._ready()
            return
        task._set_state(WAITING)
        tokens = self.waiting(task)
        if len(tokens) == len(self.incoming):
            self.merge(tokens)

    def chosen(self, task: "Token") -> list[Out]:  # noqa: ARG002 - conditions have no say here
        return list(self.outs)


class InclusiveGateway(_Join):
    """Splits along every flow that holds; joins as soon as no other token can still come.

    BPMN 2.0, 13.4.3: a token elsewhere holds the join back when it can reach an incoming flow that
    has no token yet, without passing this gateway, and can't reach one that has.
    """

    drawn: Scope

    @cached_property
    def reach(self) -> dict[str, frozenset[str]]:
        """Element name -> incoming flows of this gateway that can be reached from it."""
        return reach_of(self.node.id, self.drawn)

    def arrive(self, task: "Token") -> None:
        if self.joins:
            task._set_state(WAITING)
        else:
            task._ready()

    def try_to_open(self, task: "Token") -> bool:
        """Merges the waiting tokens when nothing else can come; whether it did."""
        tokens = self.waiting(task)
        missing = set(self.incoming) - set(tokens)
        for other in task.workflow.tokens():
            if other.task_spec is self or other.task_spec.watches_others or not missing:
                continue  # a watching event is no token: what it watches is
            reached = self.reach.get(other.task_spec.name, frozenset())
            if reached & missing and not reached & tokens.keys():
                return False
        self.merge(tokens)
        return True


class EventGateway(Element):
    """Waits for the first of several events: each waits by itself, the first cancels the others."""

    def leave(self, task: "Token") -> None:
        for out in self.outs:
            token = task.workflow.add(out.spec)
            token.internal_data["race"] = task.id.bytes
            out.spec.arrive(token)
