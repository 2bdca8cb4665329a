"""Phases of a diagram: the reception begins the first, their shares add up to the time limit."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from engine.catalogue.manifest import TimeLimit
from engine.workflow.reading.drawn import Node
from engine.workflow.reading.elements import Phase, Step
from engine.workflow.reading.faults import Fault, fault
from engine.worktime.wording import amount_text

RECEIVE = "receive"


def check_phases(
    files: Mapping[Node, str], steps: Mapping[str, Step], limit: TimeLimit | None, process: str
) -> Iterator[Fault]:
    """What is wrong with the phases; ``process`` is the id of the process itself."""
    nodes = {node.id: node for node in files}
    begins = [(one, one.phase) for one in steps.values() if one.phase and one.element_id in nodes]
    if not begins:
        return
    for step, _ in begins:
        node = nodes[step.element_id]
        repeats = any(str(one.tag).endswith("LoopCharacteristics") for one in node.element)
        if node.scope.id != process or repeats:
            yield fault("phase.inside", file=files[node], at=node.element, name=step.name)
    yield from _until(files, steps, begins)
    first, phase = begins[0]
    at = nodes[first.element_id]
    if len(begins) == 1:
        yield fault("phase.alone", file=files[at], at=at.element, phase=phase.name)
    receives = next((one for one in steps.values() if one.act == RECEIVE), None)
    if receives is not None and receives.phase is None:
        yield fault("phase.first", file=files[at], at=at.element, name=receives.name)
    names = [phase.name for _, phase in begins]
    for number, name in enumerate(names):
        if name in names[:number]:
            node = nodes[begins[number][0].element_id]
            yield fault("phase.twice", file=files[node], at=node.element, phase=name)
    total = sum((phase.amount for _, phase in begins), Decimal(0))
    if limit is not None and total != limit.amount:
        said, own = amount_text(total), amount_text(limit.amount)
        yield fault("phase.sum", file=files[at], at=at.element, sum=said, limit=own)


def _until(
    files: Mapping[Node, str], steps: Mapping[str, Step], begins: list[tuple[Step, Phase]]
) -> Iterator[Fault]:
    """Phases that would be over with a step that there is not, or that begins them."""
    nodes = {node.id: node for node in files}
    for step, phase in begins:
        if phase.until is None or (phase.until in steps and phase.until != step.element_id):
            continue
        node = nodes[step.element_id]
        yield fault(
            "phase.until", file=files[node], at=node.element, phase=phase.name, value=phase.until
        )
