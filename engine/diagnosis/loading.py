"""The last gate of a diagnosis: the loader itself, whose refusal is a fault of its element."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from engine.catalogue.manifest import Manifest
from engine.catalogue.packages import digest_of
from engine.diagnosis.costs import form_in, try_scenarios
from engine.errors import Refusal
from engine.workflow.reading.drawn import Drawing
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.running.definition import load_definition


def try_engine(
    files: Mapping[str, bytes],
    process_file: str,
    drawings: Sequence[Drawing],
    manifest: Manifest | None,
) -> Iterator[Fault]:
    """What the engine says of files without an error, and what their scenarios cost."""
    file = process_file if process_file in files else drawings[0].file
    # Named by what runs: the same drawing with another manifest is loaded once.
    run = {path: data for path, data in files.items() if path.endswith((".bpmn", ".dmn"))}
    try:
        definition = load_definition(digest_of(run), run, process_file=file)
    except Refusal as refusal:
        yield engine_fault(refusal, file=file)
        return
    form = form_in(files, manifest.filing_form) if manifest else None
    yield from try_scenarios(definition, manifest, form, files, file=file)


def engine_fault(refusal: Refusal, *, file: str) -> Fault:
    """The loader's refusal as a fault of the element that it names."""
    element_id = refusal.details.get("element_id")
    element_name = refusal.details.get("element_name")
    return replace(
        fault("engine.refused", file=file, detail=refusal),
        element_id=str(element_id) if element_id else None,
        element_name=str(element_name) if element_name else None,
    )
