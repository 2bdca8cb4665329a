"""Activities done several times: what their conditions may name, and whose answer counts."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from lxml import etree

from engine.feel import FeelError, FeelType, compile_expression
from engine.feel.typeref import ANY
from engine.workflow.reading.drawn import B, Drawing
from engine.workflow.reading.elements import Step
from engine.workflow.reading.extensions import local_name
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.graph import COUNTERS
from engine.workflow.reading.graph_details import repeat_of

_LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
_NUMBER = FeelType("number")
_MOST_TRIED = 100
"""Up to how many instances every count is tried; each is an evaluation."""


def repeated_in(drawing: Drawing) -> Collection[etree._Element]:
    """The activities of a drawing that are done several times."""
    loops = drawing.root.iter(*(f"{B}{loop}" for loop in _LOOPS))
    return {around for loop in loops if (around := loop.getparent()) is not None}


def names_inside(
    element: etree._Element, repeated: Collection[etree._Element]
) -> Mapping[str, FeelType]:
    """What an expression may name beyond the case's own, for standing in a repeated activity."""
    if not repeated:
        return {}
    found: dict[str, FeelType] = {}
    around = element.getparent()
    if local_name(element) == "completionCondition" and around is not None:
        found |= dict.fromkeys(COUNTERS, _NUMBER)
        bearer = around.getparent()
        repeat = None if bearer is None else repeat_of(bearer)
        if repeat is not None and repeat.output_collection:
            found[repeat.output_collection] = FeelType("list", item=ANY)
    if any(outer in repeated for outer in element.iterancestors()):
        found["loopCounter"] = _NUMBER
    return found


def check_completion(drawing: Drawing, faults: list[Fault]) -> None:
    """A completion condition over the counts alone that no count can meet: all are waited for."""
    for node in drawing.nodes():
        repeat = repeat_of(node.element)
        if repeat is None or repeat.kind == "loop" or not repeat.condition:
            continue
        total = _constant(repeat.cardinality)
        if total is not None and not _ever(repeat.condition, total):
            faults.append(
                fault(
                    "loop.never_complete",
                    file=drawing.file,
                    at=node.element,
                    name=node.label,
                    text=repeat.condition,
                    total=total,
                )
            )


def _constant(text: str | None) -> int | None:
    """The number of instances that is written as a constant, up to ``_MOST_TRIED``."""
    try:
        value = compile_expression((text or "").removeprefix("=")).evaluate({})
    except FeelError:
        return None
    whole = isinstance(value, Decimal) and value == value.to_integral_value()
    return int(value) if whole and 0 < value <= _MOST_TRIED else None


def _ever(text: str, total: int) -> bool:
    """Whether the condition is true of some count, or depends on more than the counts."""
    try:
        condition = compile_expression(text.removeprefix("="))
        if not condition.names or not condition.names <= COUNTERS.keys():
            return True
        for done in range(1, total + 1):
            for still in {0, 1, total - done}:
                counts = {"all": total, "done": done, "open": min(still, total - done)}
                given = {name: counts[of] for name, of in COUNTERS.items()}
                if condition.evaluate(given) is True:
                    return True
    except FeelError:
        return True  # told with the other expressions
    return False


def check_last_answer(
    drawing: Drawing, steps: Mapping[str, Step], used_after: Collection[str], faults: list[Fault]
) -> None:
    """A step that several do, whose choice a later condition reads: the last one decides alone."""
    for node in drawing.nodes():
        step, repeat = steps.get(node.id), repeat_of(node.element)
        if step is None or repeat is None or repeat.kind == "loop" or repeat.output_collection:
            continue
        if step.outcome_variable in used_after:
            faults.append(
                fault(
                    "loop.last_answer",
                    file=drawing.file,
                    at=node.element,
                    name=node.label,
                    variable=step.outcome_variable,
                )
            )
