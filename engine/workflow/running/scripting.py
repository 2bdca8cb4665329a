"""Expressions of a diagram, computed by FEEL only.

SpiffWorkflow evaluates Python by default. ``NoPython`` takes that place in every workflow, new or
restored, and raises whatever it is asked: nothing that was uploaded ever reaches ``eval``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine

from engine.feel import (
    Expression,
    FeelError,
    TableTrace,
    Trace,
    compile_expression,
    current_budget,
    refuse_over_budget,
)
from engine.workflow.reading.graph import Node
from engine.workflow.running.incidents import ConditionNotBoolean, ExpressionFailed

SETTING_UP = 40
"""Units of fuel for putting together what an expression of a diagram may read."""


class NoPython(PythonScriptEngine):
    """The script engine of every workflow: refuses to run anything."""

    def __init__(self) -> None:  # the stock environment is never made
        self.environment = self

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise ExpressionFailed(
            expression="", element_id="", element_name="", reason="chỉ nhận biểu thức FEEL."
        )

    validate = evaluate = execute = call_service = _refuse


def compiled(text: str, node: Node) -> Expression:
    """The expression. Raises ExpressionFailed, naming the node, when it is not FEEL."""
    try:
        return compile_expression(text)
    except FeelError as error:
        raise _failed(text, node, error) from error


@dataclass(frozen=True, slots=True)
class Answer:
    """What an expression or decision of the diagram answered, and what it read for that.

    ``reads``: path (``case.so_tien``) -> value; ``notes``: why something was null, in Vietnamese;
    ``tables``: the decision tables used, with the rules that hit.
    """

    element_id: str
    expression: str
    value: Any
    reads: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    tables: tuple[TableTrace, ...] = ()


def answer_of(node: Node, expression: str, value: Any, trace: Trace) -> Answer:
    """The answer that a trace tells of."""
    return Answer(node.id, expression, value, trace.reads, tuple(trace.notes), tuple(trace.tables))


def compute(
    expression: Expression,
    layers: Iterable[Mapping[str, Any]],
    *,
    node: Node,
    now: datetime,
) -> Answer:
    """The answer of an expression over the given names; the first layer that has a name wins.

    Raises ExpressionFailed for what FEEL itself refuses (its limits), ActTooDear and ActOutOfTime
    when the act has used up its budget: no error event of the diagram catches those.
    """
    budget = current_budget()
    before = budget.spent
    budget.spend(SETTING_UP)
    context: dict[str, Any] = {}
    for layer in layers:
        for name in expression.names:
            if name not in context and name in layer:
                value = layer[name]
                # A lazy mapping is fetched here, so that the trace tells what was read of it.
                context[name] = copied(value)
    trace = Trace()
    try:
        value = expression.evaluate(context, now=now, trace=trace)
    except FeelError as error:
        over_budget(error, node, expression.text)
        raise _failed(expression.text, node, error) from error
    budget.note(node.id, expression.text, budget.spent - before)
    return answer_of(node, expression.text, value, trace)


def copied(value: Any) -> Any:
    """The value for an expression to read: a mapping as a dictionary, paid for by its entries."""
    if not isinstance(value, Mapping):
        return value
    current_budget().spend(len(value))
    return dict(value)


def over_budget(error: FeelError, node: Node, expression: str) -> None:
    """Raises ActTooDear or ActOutOfTime, naming the node, if that is what the error says."""
    refuse_over_budget(error, element_id=node.id, element_name=node.label, expression=expression)


def decide(answer: Answer, *, node: Node, flow: str) -> bool:
    """A condition's value as a boolean. Raises ConditionNotBoolean for null and all else."""
    if isinstance(answer.value, bool):
        return answer.value
    raise ConditionNotBoolean(
        expression=answer.expression,
        flow=flow,
        element_id=node.id,
        element_name=node.label,
        value="null" if answer.value is None else repr(answer.value),
        why="".join(f" ({note})" for note in answer.notes[:3]),
        reads=dict(answer.reads),
    )


def _failed(text: str, node: Node, error: FeelError) -> ExpressionFailed:
    return ExpressionFailed(
        expression=text,
        element_id=node.id,
        element_name=node.label,
        reason=str(getattr(error, "message", error)),
    )
