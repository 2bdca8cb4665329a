"""The approved decision of a package beside its diagram, for whoever approves the publication."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal

from engine.catalogue.manifest import Manifest
from engine.catalogue.manifest_file import MANIFEST, read_manifest
from engine.catalogue.packages import digest_of
from engine.diagnosis.decided import (
    NO_NAMES,
    VERDICTS,
    Compared,
    Decided,
    TableUnreadable,
    compare,
    read_table,
    row_faults,
)
from engine.diagnosis.manifest import working_hours
from engine.errors import PackageUnreadable
from engine.workflow import Step, load_definition
from engine.workflow.reading.document import read_document
from engine.workflow.reading.extensions import read_steps
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.faults.refusals import DocumentRefused

__all__ = ["VERDICTS", "Compared", "compared", "has_table", "row_faults", "table_faults"]

BESIDE = "decision.csv"
"""What a table that comes beside the package is called."""


def has_table(files: Mapping[str, bytes], manifest: Manifest, table: bytes | None) -> bool:
    """Whether there is a step table to compare with: beside the package, or in it."""
    return table is not None or _path(manifest) in files


def table_faults(
    files: Mapping[str, bytes], manifest: Manifest | None, table: bytes | None
) -> Iterator[Fault]:
    """What keeps the step table from being read: the one beside the package, or the usual one in
    it. Of one that the manifest names the diagnosis tells."""
    named = manifest.decision.step_table if manifest else None
    content = table if table is not None else None if named else files.get(BESIDE)
    if content is None:
        return
    try:
        read_table(content)
    except TableUnreadable as wrong:
        yield fault("decided.unreadable", file=BESIDE, line=wrong.line, detail=str(wrong))


def compared(
    files: Mapping[str, bytes],
    *,
    manifest: Manifest | None = None,
    table: bytes | None = None,
    reasons: Mapping[str, str] | None = None,
    names: Mapping[str, str] = NO_NAMES,
    steps: Mapping[str, Step] | None = None,
) -> list[Compared]:
    """Every row of the decision's step table with what the diagram has.

    ``manifest`` is what was read of the package, ``table`` the decision that comes beside it in
    place of the one in it; ``reasons`` (step → why) count beside those of the manifest; ``names``
    as ``compare`` has it; ``steps`` what was read of a diagram that can't run.

    Raises PackageUnreadable without a manifest or a step table that can be read, and what reading
    the diagram raises.
    """
    manifest = manifest or _manifest(files)
    path = BESIDE if table is not None else _path(manifest)
    content = table if table is not None else files.get(path)
    if content is None:
        raise PackageUnreadable(file=path, reason="gói không có bảng bước của quyết định")
    try:
        rows = read_table(content)
    except TableUnreadable as wrong:
        raise PackageUnreadable(file=path, reason=str(wrong)) from wrong
    if steps is None:
        steps = load_definition(digest_of(files), files, process_file=manifest.process).steps
    told = replace(manifest, differs={**manifest.differs, **(reasons or {})})
    allowed = working_hours(manifest.time_limit)
    return compare(rows, steps, told, allowed=allowed, names=names)


@dataclass(frozen=True, slots=True)
class Totals:
    """Working hours of all rows of the decision, of all steps that the diagram has for them, and of
    the time limit where it counts such; ``by_step``: of each row."""

    decided: Decimal
    drawn: Decimal
    allowed: Decimal | None
    by_step: Mapping[str, Decimal]


def rows_read(files: Mapping[str, bytes], manifest: Manifest) -> list[Decided]:
    """The rows of the package's step table; none where it has none that can be read."""
    try:
        return read_table(files[_path(manifest)])
    except (KeyError, TableUnreadable):
        return []


def steps_read(files: Mapping[str, bytes]) -> dict[str, Step]:
    """The steps of every drawing that can be read, whatever else is wrong with it."""
    steps: dict[str, Step] = {}
    for path in sorted(path for path in files if path.endswith(".bpmn")):
        with suppress(DocumentRefused):
            steps |= read_steps(read_document(files[path], file=path).root, file=path)
    return steps


def totals(files: Mapping[str, bytes], manifest: Manifest) -> Totals | None:
    """What the package's table adds up to; ``None`` where table or diagram can't be read."""
    rows, steps = rows_read(files, manifest), steps_read(files)
    if not rows:
        return None
    drawn = (step.hours or Decimal(0) for step in steps.values() if step.note is None)
    return Totals(
        decided=sum((row.hours for row in rows), Decimal(0)),
        drawn=sum(drawn, Decimal(0)),
        allowed=working_hours(manifest.time_limit),
        by_step={row.step: row.hours for row in rows if row.step in steps},
    )


def _manifest(files: Mapping[str, bytes]) -> Manifest:
    manifest = read_manifest(files.get(MANIFEST, b"")).manifest
    if manifest is None:
        raise PackageUnreadable(file=MANIFEST, reason="thiếu điều bắt buộc")
    return manifest


def _path(manifest: Manifest) -> str:
    return manifest.decision.step_table or BESIDE
