"""The approved decision of a package beside its diagram, for whoever approves the publication."""

from collections.abc import Mapping

from engine.catalogue.manifest_file import MANIFEST, read_manifest
from engine.catalogue.packages import digest_of
from engine.diagnosis.decided import VERDICTS, Compared, TableUnreadable, compare, read_table
from engine.diagnosis.manifest import working_hours
from engine.errors import PackageUnreadable
from engine.workflow import load_definition

__all__ = ["VERDICTS", "Compared", "compared"]


def compared(files: Mapping[str, bytes]) -> list[Compared]:
    """Every row of the decision's step table with what the diagram has.

    Raises PackageUnreadable without a manifest or a step table that can be read, and what reading
    the diagram raises.
    """
    manifest = read_manifest(files.get(MANIFEST, b"")).manifest
    if manifest is None:
        raise PackageUnreadable(file=MANIFEST, reason="thiếu điều bắt buộc")
    path = manifest.decision.step_table or "decision.csv"
    if path not in files:
        raise PackageUnreadable(file=path, reason="gói không có bảng bước của quyết định")
    try:
        rows = read_table(files[path])
    except TableUnreadable as wrong:
        raise PackageUnreadable(file=path, reason=str(wrong)) from wrong
    steps = load_definition(digest_of(files), files, process_file=manifest.process).steps
    return compare(rows, steps, manifest, allowed=working_hours(manifest.time_limit))
