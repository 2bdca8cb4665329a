"""A case's run through its diagram: start, restore, complete, messages, timers."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.util.task import TaskState

from engine.feel import current_budget, refusing_over_budget, within_an_act
from engine.workflow.reading.elements import Step
from engine.workflow.reading.extensions import RESERVED_NAMES
from engine.workflow.running.codec import loads
from engine.workflow.running.definition import Definition
from engine.workflow.running.flat import CaseWorkflow, Scope, Token
from engine.workflow.running.incidents import (
    MessageAmbiguous,
    MessageNotAwaited,
    NoSuchPlace,
    NotAlone,
    OutcomeUnknown,
    TaskNotOpen,
)
from engine.workflow.running.run_views import Delivered
from engine.workflow.running.settling import settle
from engine.workflow.running.specs.base import Element, assign, forget
from engine.workflow.running.specs.events import park, resume
from engine.workflow.running.specs.throwing import listeners
from engine.workflow.running.standing import Standing
from engine.workflow.running.timers import to_micros
from engine.workflow.running.variables import Scalar, Value, checked

FIRING = 60
"""Units of fuel for firing a timer."""


def start(
    definition: Definition,
    variables: Mapping[str, Scalar],
    *,
    now: datetime,
    dossier: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
) -> "Run":
    """A new run, up to its first open tasks.

    ``dossier`` is what expressions read as ``case``; ``context`` has further read-only names.
    Neither is kept in the state. Raises NotScalar and whatever incident the first steps meet.
    """
    run = _made(definition, dossier, context)
    names = run._workflow.context.keys()
    run._workflow.variables = checked(variables, reserved=frozenset(RESERVED_NAMES | names))
    with run._act(now):
        run._workflow.begin()
    return run


def _made(
    definition: Definition, dossier: Mapping[str, Any] | None, context: Mapping[str, Any] | None
) -> "Run":
    """A run with no token yet."""
    spec = definition.specs[definition.process_id]
    workflow = CaseWorkflow(spec, definition.specs, context=_names(dossier, context))
    workflow.task_tree = Token(workflow, spec.root)
    return Run(definition, workflow)


def start_at(
    definition: Definition,
    element_id: str,
    variables: Mapping[str, Value],
    *,
    now: datetime,
    dossier: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
) -> "Run":
    """A new run that begins at an element of the process itself.

    ``variables`` are those of another run. Raises NoSuchPlace for an element that isn't there, and
    whatever ``start`` raises.
    """
    run = _made(definition, dossier, context)
    run._workflow.variables = dict(variables)
    spec = place_in(run._workflow, element_id)
    with run._act(now):
        run._workflow.begin(spec)
    return run


def place_in(scope: Scope, element_id: str) -> Element:
    """The element of this very scope to which a token may be put. Raises NoSuchPlace."""
    spec = scope.spec.task_specs.get(element_id)
    if not isinstance(spec, Element) or spec.listens_for_scope or spec.watches_others:
        raise NoSuchPlace(element_id=element_id)
    return spec


def restore(
    definition: Definition,
    blob: bytes,
    *,
    dossier: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
) -> "Run":
    """The run of a saved state. Raises StateUnreadable."""
    return Run(definition, loads(definition, blob, _names(dossier, context)))


def _names(
    dossier: Mapping[str, Any] | None, context: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    # Never asked whether it is empty: a lazy dossier would read the database for that.
    return {**(context or {}), "case": {} if dossier is None else dossier}


class Run(Standing):
    """One case's run. Not for use by two threads at once.

    An act that is refused half-way leaves the object spoiled: every further use raises RunSpoiled,
    and the caller reads the stored state again. Refusals that change nothing (TaskNotOpen,
    NotScalar, OutcomeUnknown, MessageNotAwaited) leave it usable.
    """

    def complete(
        self,
        task_id: str,
        variables: Mapping[str, Scalar],
        *,
        now: datetime,
        unanswered: Collection[str] = (),
    ) -> None:
        """Ends a task with these variables and runs every automatic step after it.

        ``unanswered``: what the step asks besides: what was answered before counts no longer, as
        if nothing had ever set it.
        Raises TaskNotOpen, NotScalar, OutcomeUnknown (nothing changed), or the incident that the
        steps met (the run is spoiled).
        """
        token = self._ready_token(task_id)
        values = self._checked(variables)
        step = self.definition.steps.get(token.task_spec.node.id)
        if step is not None:
            _check_outcome(step, values)
        with self._act(now):
            forget(token, [name for name in unanswered if name not in values])
            assign(token, values)
            token.complete()

    def message(
        self,
        name: str,
        payload: Mapping[str, Scalar],
        *,
        now: datetime,
        element_id: str | None = None,
    ) -> Delivered:
        """Hands a message to the one event of this run that waits for it.

        Which case a message is for is the caller's to know, by its own key; nothing in the payload
        routes. Of the payload, only the names that the event declares (``tthc:payload``) are taken.
        Raises MessageNotAwaited, MessageAmbiguous, NotScalar, or an incident.
        """
        waiting = listeners(self._open, "message", name)
        if element_id is not None:
            waiting = [token for token in waiting if token.task_spec.node.id == element_id]
        if not waiting:
            raise MessageNotAwaited(name=name)
        elements = dict.fromkeys(token.task_spec.node.id for token in waiting)
        if len(elements) > 1:
            raise MessageAmbiguous(name=name, element_ids=", ".join(elements))
        token = waiting[0]
        accepts = token.task_spec.node.trigger.accepts
        taken = self._checked({key: payload[key] for key in accepts if key in payload})
        with self._act(now):
            token.task_spec.fire(token, taken)
        ignored = tuple(key for key in payload if key not in taken)
        return Delivered(token.task_spec.node.id, tuple(taken), ignored)

    def give(self, variables: Mapping[str, Scalar]) -> None:
        """Sets variables that a step should have set; nothing moves. Raises NotScalar."""
        values = self._checked(variables)
        self._open.variables.update(values)

    def send_back(self, task_id: str, element_id: str, *, now: datetime) -> None:
        """Takes a task off the diagram and puts its token to another element of the same scope.

        Raises TaskNotOpen, NoSuchPlace; NotAlone where other tokens of the scope, or instances,
        would be left behind (nothing changed); or an incident.
        """
        token = self._ready_token(task_id)
        spec = place_in(token.workflow, element_id)
        others = (one for one in token.workflow.tokens() if one is not token)
        if token.instance_of is not None or any(_goes_on(one) for one in others):
            raise NotAlone(element_name=token.task_spec.node.label)
        with self._act(now):
            token.cancel()
            spec.arrive(token.workflow.add(spec))

    def signal(self, name: str, *, now: datetime) -> None:
        """Wakes every event of this run that waits for the signal. Raises MessageNotAwaited."""
        waiting = listeners(self._open, "signal", name)
        if not waiting:
            raise MessageNotAwaited(name=name)
        with self._act(now):
            for token in waiting:
                if token._state == TaskState.WAITING:
                    token.task_spec.fire(token, {})

    def fire_timers(self, now: datetime) -> list[str]:
        """Fires every timer due at ``now``, soonest first; the elements that fired.

        Firing again at the same time, or late, does no harm: what has fired waits no more, and a
        cycle that was missed several times fires once. Conditions over the dossier are asked again.
        While parked nothing fires.
        """
        moment, fired = to_micros(now), []
        with self._act(now):
            while (token := self._due(moment)) is not None:
                fired.append(token.task_spec.node.id)
                token.task_spec.fire(token, {})
                settle(self._workflow, self.definition)
        return fired

    def park(self, now: datetime) -> None:
        """Stops every timer, keeping what is left of each. Parking twice changes nothing."""
        workflow = self._open
        if workflow.parked_at is not None:
            return
        workflow.parked_at = to_micros(now)
        for token in self._tokens():
            park(token, workflow.parked_at)

    def resume(self, now: datetime) -> None:
        """Lets the timers go on with what was left. Fixed dates keep their date."""
        workflow = self._open
        if workflow.parked_at is None:
            return
        workflow.parked_at = None
        for token in self._tokens():
            resume(token, to_micros(now))

    def terminate(self, *, now: datetime) -> None:
        """Cancels all that is open, as for a withdrawn case; the run is finished."""
        with self._act(now):
            self._workflow.close()

    def _ready_token(self, task_id: str) -> Token:
        try:
            token = self._open.find(UUID(hex=task_id))
        except ValueError:
            token = None
        if token is None or token._state != TaskState.READY:
            raise TaskNotOpen(task_id=task_id)
        return token

    def _checked(self, variables: Mapping[str, object]) -> dict[str, Value]:
        return checked(variables, reserved=frozenset(RESERVED_NAMES | self._open.context.keys()))

    def _due(self, moment: int) -> Token | None:
        tokens = self._workflow.all_tokens()
        current_budget().spend(FIRING + len(tokens))
        waiting = [
            token for token in tokens if token.internal_data.get("due", moment + 1) <= moment
        ]
        return min(waiting, key=lambda token: token.internal_data["due"], default=None)

    @contextmanager
    def _act(self, now: datetime) -> Iterator[None]:
        workflow = self._open
        workflow.at(now)
        self._spoiled = True
        with within_an_act(), refusing_over_budget():
            yield
            settle(workflow, self.definition)
        self._spoiled = False


def _goes_on(token: Token) -> bool:
    """Whether it is a token of the way, and nothing that only listens beside it."""
    return not (token.task_spec.watches_others or token.task_spec.listens_for_scope)


def _check_outcome(step: Step, values: Mapping[str, Value]) -> None:
    if step.outcome_variable is None or not step.outcomes:
        return
    value = values.get(step.outcome_variable)
    allowed = [outcome.value for outcome in step.outcomes]
    if value not in allowed:
        raise OutcomeUnknown(
            element_id=step.element_id,
            element_name=step.name,
            allowed=", ".join(allowed),
            value="không có" if value is None else repr(value),
        )
