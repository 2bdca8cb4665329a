"""Expressions of a diagram, computed by FEEL only.

SpiffWorkflow evaluates Python by default. ``NoPython`` takes that place in every workflow, new or
restored, and raises whatever it is asked: nothing that was uploaded ever reaches ``eval``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine

from engine.feel import Expression, FeelError, TableTrace, Trace, compile_expression
from engine.workflow.reading.graph import Node
from engine.workflow.running.incidents import ConditionNotBoolean, ExpressionFailed


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

    Raises ExpressionFailed for what FEEL itself refuses (its limits).
    """
    context: dict[str, Any] = {}
    for layer in layers:
        for name in expression.names:
            if name not in context and name in layer:
                value = layer[name]
                # A lazy mapping is fetched here, so that the trace tells what was read of it.
                context[name] = dict(value) if isinstance(value, Mapping) else value
    trace = Trace()
    try:
        value = expression.evaluate(context, now=now, trace=trace)
    except FeelError as error:
        raise _failed(expression.text, node, error) from error
    return answer_of(node, expression.text, value, trace)


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
