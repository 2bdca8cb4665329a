"""The longest way through a package that is already published, under other hours than drawn."""

from collections.abc import Mapping
from decimal import Decimal

from engine.diagnosis.calls import index_processes
from engine.diagnosis.hours import longest_hours
from engine.diagnosis.unfolded import unfold
from engine.workflow.reading.document import read_document
from engine.workflow.reading.drawn import read_drawing
from engine.workflow.reading.elements import Step


def total_hours(
    files: Mapping[str, bytes], process_file: str, process_id: str, steps: Mapping[str, Step]
) -> Decimal:
    """Working hours on the longest way when the steps are ``steps``; each loop passed once.

    The files are those of a published package, so they are read without looking for faults.
    """
    drawings = [
        read_drawing(read_document(data, file=path))
        for path, data in sorted(files.items())
        if path.endswith(".bpmn")
    ]
    main = next(
        scope
        for drawing in drawings
        if drawing.file == process_file
        for scope in drawing.processes
        if scope.id == process_id
    )
    return longest_hours(unfold(main, index_processes(drawings, [])), steps)
