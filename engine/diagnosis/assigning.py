"""Steps that choose who does another step: that step exists, has a desk and comes later."""

from collections.abc import Iterable, Iterator, Mapping

from engine.diagnosis.unfolded import Spot
from engine.workflow.reading.drawn import Node
from engine.workflow.reading.elements import Step
from engine.workflow.reading.faults import Fault, fault


def check_assigned(
    files: Mapping[Node, str], steps: Mapping[str, Step], faults: list[Fault]
) -> None:
    """Appends the targets that are no step of the package, or have no desk to choose from."""
    for node, step, target in _named(files, steps):
        if target not in steps:
            code = "step.assigns_unknown"
        elif steps[target].assignment is None:
            code = "step.assigns_deskless"
        else:
            continue
        faults.append(fault(code, file=files[node], at=node.element, name=step.name, target=target))


def check_comes_after(
    spots: Iterable[Spot],
    files: Mapping[Node, str],
    steps: Mapping[str, Step],
    faults: list[Fault],
) -> None:
    """Appends the targets that no path leads to from the step that assigns them."""
    at: dict[str, list[Spot]] = {}
    for spot in spots:
        if spot.node is not None:
            at.setdefault(spot.node.id, []).append(spot)
    for node, step, target in _named(files, steps):
        if target in steps and target not in _reached(at.get(node.id, [])):
            faults.append(
                fault(
                    "step.assigns_before",
                    file=files[node],
                    at=node.element,
                    name=step.name,
                    target=steps[target].name or target,
                )
            )


def _named(
    files: Mapping[Node, str], steps: Mapping[str, Step]
) -> Iterator[tuple[Node, Step, str]]:
    for node in files:
        step = steps.get(node.id)
        for target in step.assigns if step else ():
            yield node, step, target  # type: ignore[misc]  # it assigns, so it is a step


def _reached(begin: list[Spot]) -> set[str]:
    """The elements that come after one of the spots; a loop may lead back to its own."""
    waiting = [after for spot in begin for after in spot.after]
    seen = set(waiting)
    while waiting:
        for after in waiting.pop().after:
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    own = {id(spot.node) for spot in begin}
    return {s.node.id for s in seen if s.node is not None and id(s.node) not in own}
