"""What other editors leave open: which process runs, and what kind of task a task is."""

from lxml import etree

from engine.workflow.reading.drawn import ACTIVITY_TAGS, NODE_TAGS, B, is_executable
from engine.workflow.reading.extensions import local_name
from engine.workflow.reading.faults import Fault, fault


def choose_executable(root: etree._Element, file: str, changes: list[Fault]) -> None:
    """The process of a file that alone has steps is the one that runs, when none is marked.

    Where several could be meant nothing is chosen: the check says that one must be.
    """
    drawn = [p for p in root.iterchildren(f"{B}process") if _nodes(p, NODE_TAGS)]
    if not drawn or any(is_executable(process) for process in drawn):
        return
    busy = drawn if len(drawn) == 1 else [p for p in drawn if _nodes(p, ACTIVITY_TAGS)]
    if len(busy) == 1:
        busy[0].set("isExecutable", "true")
        name = busy[0].get("name") or busy[0].get("id")
        changes.append(fault("import.executable", file=file, at=busy[0], name=name))


def make_steps(root: etree._Element, file: str, changes: list[Fault]) -> None:
    """A task of no kind is a step of a person: that is what it was drawn for."""
    running = [p for p in root.iterchildren(f"{B}process") if is_executable(p)]
    for task in [task for process in running for task in process.iter(f"{B}task")]:
        task.tag = f"{B}userTask"
        name = task.get("name") or task.get("id")
        changes.append(fault("import.task", file=file, at=task, name=name))


def _nodes(process: etree._Element, tags: frozenset[str]) -> bool:
    return any(local_name(child) in tags for child in process.iterchildren(f"{B}*"))
