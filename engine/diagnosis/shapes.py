"""Is everything drawn? Compares the diagram interchange with the nodes and flows."""

from engine.diagnosis.report import MOST_OF_A_KIND
from engine.workflow.reading.drawn import Drawing, Flow, Node
from engine.workflow.reading.faults import Fault, fault

_DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"


def check_shapes(drawing: Drawing, faults: list[Fault]) -> None:
    """Nodes and flows without shape, and shapes of nothing: warnings, as the case runs anyway."""
    file = drawing.file
    ids = {element.get("id") for element in drawing.root.iter() if element.get("id")}
    drawn: set[str] = set()
    for shape in drawing.root.iter(f"{_DI}BPMNShape", f"{_DI}BPMNEdge"):
        value = (shape.get("bpmnElement") or "").rpartition(":")[2]
        drawn.add(value)
        if value not in ids:
            faults.append(fault("shape.unknown", file=file, at=shape, value=value))
    if not drawn:
        faults.append(fault("shape.none", file=file, at=drawing.root))
        return
    items: list[Node | Flow] = []
    for scope in drawing.scopes:
        items += [*scope.nodes, *scope.flows]
    missing = [item.element for item in items if item.id and item.id not in drawn]
    for element in missing[:MOST_OF_A_KIND]:
        name = element.get("name") or element.get("id")
        faults.append(fault("shape.missing", file=file, at=element, name=name))
    # Thousands of them, each with its words, would take longer than all other checks.
    if (rest := len(missing) - MOST_OF_A_KIND) > 0:
        faults.append(fault("fault.more", file=file, value="shape.missing", count=rest))
