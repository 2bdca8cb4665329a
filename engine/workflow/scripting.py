"""Expressions of a diagram, computed by FEEL only.

SpiffWorkflow evaluates Python by default. ``NoPython`` takes that place in every workflow, new or
restored, and raises whatever it is asked: nothing that was uploaded ever reaches ``eval``.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NoReturn

from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine

from engine.feel import Expression, FeelError, compile_expression
from engine.workflow.graph import Node
from engine.workflow.incidents import ConditionNotBoolean, ExpressionFailed


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


def compute(
    expression: Expression,
    layers: Iterable[Mapping[str, Any]],
    *,
    node: Node,
    now: datetime,
) -> Any:
    """The value of an expression over the given names; the first layer that has a name wins.

    Raises ExpressionFailed for what FEEL itself refuses (its limits).
    """
    context: dict[str, Any] = {}
    for layer in layers:
        for name in expression.names:
            if name not in context and name in layer:
                context[name] = layer[name]
    try:
        return expression.evaluate(context, now=now)
    except FeelError as error:
        raise _failed(expression.text, node, error) from error


def decide(value: object, *, expression: Expression, node: Node, flow: str) -> bool:
    """A condition's value as a boolean. Raises ConditionNotBoolean for null and all else."""
    if isinstance(value, bool):
        return value
    raise ConditionNotBoolean(
        expression=expression.text,
        flow=flow,
        element_id=node.id,
        element_name=node.label,
        value="null" if value is None else repr(value),
    )


def _failed(text: str, node: Node, error: FeelError) -> ExpressionFailed:
    return ExpressionFailed(
        expression=text,
        element_id=node.id,
        element_name=node.label,
        reason=str(getattr(error, "message", error)),
    )
