"""Events: what waits, what interrupts, what is thrown."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.feel import Expression, counted_around
from engine.workflow.reading.graph import Node
from engine.workflow.running.incidents import BadTimer, UncaughtError
from engine.workflow.running.scripting import decide
from engine.workflow.running.specs.base import WAITING, CaseSpec, Element, assign
from engine.workflow.running.specs.throwing import listeners, only_listener, throw
from engine.workflow.running.timers import (
    EXPECTED,
    NoTime,
    Schedule,
    from_micros,
    is_literal,
    next_cycle,
    schedule,
    to_micros,
)

if TYPE_CHECKING:
    from engine.workflow.running.flat import Scope, Token


class Listener(Element):
    """Waits for a message, signal, time or condition."""

    expression: Expression
    """Of a condition, or of a timer that isn't written in ISO 8601."""

    def arrive(self, task: "Token") -> None:
        task._set_state(WAITING)
        if self.node.trigger.kind == "timer":
            self._arm(task, self._schedule(task))

    def again(self, task: "Token") -> None:
        """Goes on listening after firing, or stops when a timer is spent."""
        if self.node.trigger.kind != "timer":
            return
        waits = task.internal_data
        rest = None
        if "every" in waits:
            due, now = from_micros(waits["due"]), task.workflow.top.now
            rest = next_cycle(due, waits["every"], waits["times"], now)
        if rest is None:
            task.workflow.forget(task)
        else:
            self._arm(task, rest)

    def became_true(self, task: "Token") -> bool:
        """Whether the condition holds now and did not when last asked; null does not hold."""
        answer = self.answer(task, self.expression)
        holds = answer.value is not None and decide(answer, node=self.node, flow=self.node.id)
        before = task.internal_data.get("held", False)
        task.internal_data["held"] = holds
        if holds and not before:
            task.workflow.top.answers.append(answer)
        return holds and not before

    def take(self, task: "Token", payload: Mapping[str, Any]) -> None:
        """Keeps what the message brought, in the scope of the token."""
        if payload:
            assign(task, payload)

    def _schedule(self, task: "Token") -> Schedule:
        trigger = self.node.trigger
        kind = trigger.timer_kind or "duration"
        value: Any = trigger.expression
        if not is_literal(kind, value):
            value = self.compute(task, self.expression)
        try:
            return schedule(kind, value, task.workflow.top.now)
        except NoTime as error:
            raise BadTimer(
                element_id=self.node.id,
                element_name=self.node.label,
                value=value,
                expected=EXPECTED[kind],
            ) from error

    def _arm(self, task: "Token", when: Schedule) -> None:
        task.internal_data["due"] = to_micros(when.due)
        if when.every is not None:
            task.internal_data.update(every=when.every, times=when.times)
        if task.workflow.top.parked_at is not None:
            park(task, to_micros(task.workflow.top.now))


def park(task: "Token", now: int) -> None:
    """Stops a waiting timer, keeping what is left of it; a fixed date keeps its date."""
    due = task.internal_data.pop("due", None)
    if due is None:
        return
    fixed = task.task_spec.node.trigger.timer_kind == "date"
    task.internal_data["date" if fixed else "left"] = due if fixed else due - now


def resume(task: "Token", now: int) -> None:
    """Starts a parked timer with what was left of it."""
    waits = task.internal_data
    if "left" in waits:
        waits["due"] = now + waits.pop("left")
    elif "date" in waits:
        waits["due"] = waits.pop("date")


class CatchEvent(Listener):
    """An intermediate event, or a receive task: the token waits here."""

    def arrive(self, task: "Token") -> None:
        for watcher in self.watchers:
            watcher.arrive(task.workflow.add(watcher, task))
        super().arrive(task)

    def fire(self, task: "Token", payload: Mapping[str, Any]) -> None:
        self.take(task, payload)
        race = task.internal_data.pop("race", None)
        if race is not None:
            if (counted := counted_around()) is not None:
                counted.flows.update(self.incoming)
            for other in task.workflow.tokens():
                if other.internal_data.get("race") == race:
                    other.cancel()
        task._ready()


class Boundary(Listener):
    """A boundary event that waits while its activity is open. Non-interrupting ones fire again
    and again; a timer fires as often as it says."""

    watches_others = True

    def fire(self, task: "Token", payload: Mapping[str, Any]) -> None:
        self.take(task, payload)
        scope, host = task.workflow, task.above
        if self.node.interrupting:
            token = scope.add(self)
            host.cancel()
            token._ready()
            return
        self.again(task)
        scope.add(self)._ready()


class ScopeListener(Listener):
    """The start of an event sub-process: waits while its scope is open."""

    listens_for_scope = True
    watches_others = True

    def __init__(self, wf_spec: CaseSpec, node: Node, handler: Element) -> None:
        super().__init__(wf_spec, node)
        self.handler = handler

    def fire(self, task: "Token", payload: Mapping[str, Any]) -> None:
        self.take(task, payload)
        if not self.node.interrupting:
            self.again(task)
        self.caught_in(task.workflow)

    def caught_in(self, scope: "Scope") -> None:
        """Starts the event sub-process; an interrupting one ends all else in the scope first."""
        if self.node.interrupting:
            for token in scope.tokens():
                token.cancel()
        self.handler.arrive(scope.add(self.handler))


class Catcher(Element):
    """A boundary event, or start of an event sub-process, for errors, escalations, cancellation:
    nothing waits for those, they are handed over when thrown."""

    handler: Element
    """The event sub-process, when this is the start of one."""

    def caught(self, host: "Token") -> None:
        """Goes on from the boundary of ``host``, which ends when the event interrupts."""
        scope = host.workflow
        token = scope.add(self)
        if self.node.interrupting:
            host.cancel()
        token._ready()

    def caught_in(self, scope: "Scope") -> None:
        """Starts the event sub-process; an interrupting one ends all else in the scope first."""
        if self.node.interrupting:
            for token in scope.tokens():
                token.cancel()
        self.handler.arrive(scope.add(self.handler))


class ThrowEvent(Element):
    """An intermediate throw event, a send task or an end event."""

    def _on_complete(self, my_task: "Token") -> None:
        top, trigger = my_task.workflow.top, self.node.trigger
        # Who listened before the token goes on: what comes after the throw must not hear it.
        heard = []
        if trigger.kind == "signal":
            heard = listeners(top, "signal", trigger.name)
        elif trigger.kind == "message":
            heard = only_listener(top, trigger.name)
        self.depart(my_task)
        self.leave(my_task)
        for token in heard:
            if token._state == WAITING:
                token.task_spec.fire(token, {})
        if trigger.kind == "message" and not heard:
            top.sent.append((self.node.id, trigger.name or ""))
        self._hand_over(my_task)
        my_task.workflow.close_if_done()

    def _hand_over(self, task: "Token") -> None:
        trigger = self.node.trigger
        if trigger.kind == "terminate":
            task.workflow.close()
        elif trigger.kind in ("error", "escalation", "cancel"):
            caught = throw(task, trigger.kind, trigger.name)
            if not caught and trigger.kind == "error":
                raise UncaughtError(
                    error_code=trigger.name or "",
                    element_id=self.node.id,
                    element_name=self.node.label,
                )
