"""Which names a process reads, so that only those answers go into a case's state."""

from collections.abc import Iterable, Iterator

from lxml import etree

from engine.feel import FeelError, compile_expression
from engine.workflow.faults import BPMN

DMN_EXPRESSIONS = ("inputExpression", "literalExpression", "inputEntry", "outputEntry")
BPMN_EXPRESSIONS = (
    "conditionExpression",
    "completionCondition",
    "condition",
    "loopCondition",
    "loopCardinality",
    "timeDate",
    "timeDuration",
    "timeCycle",
    "script",
)


def names_read(roots: Iterable[etree._Element]) -> frozenset[str]:
    """The root names of every expression in these BPMN and DMN documents.

    Texts that are no FEEL (ISO durations, for instance) read nothing.
    """
    found: set[str] = set()
    for root in roots:
        for text in _texts(root):
            try:
                found |= compile_expression(text).names
            except FeelError:
                continue
    return frozenset(found)


def _texts(root: etree._Element) -> Iterator[str]:
    yield from (
        element.text
        for tag in BPMN_EXPRESSIONS
        for element in root.iter(f"{{{BPMN}}}{tag}")
        if element.text and element.text.strip()
    )
    for tag in DMN_EXPRESSIONS:
        for element in root.iter(f"{{*}}{tag}"):
            text = element.findtext("{*}text")
            if text and text.strip():
                yield text
