"""What differs between two versions of a package, in words, for whoever approves the later one."""

from collections.abc import Iterator, Mapping

from engine.catalogue.manifest import Manifest
from engine.catalogue.manifest_file import MANIFEST, read_manifest
from engine.catalogue.scenarios import is_scenario
from engine.diagnosis.decided import Decided, TableUnreadable, read_table
from engine.errors import PackageUnreadable
from engine.publishing.differing.of_diagram import parts_of_diagrams
from engine.publishing.differing.of_forms import asked_of_applicants, parts_of_forms
from engine.publishing.differing.of_manifest import parts_of_manifest, text
from engine.publishing.differing.of_rest import rest_of_manifest
from engine.publishing.differing.of_tables import parts_of_tables, rows_differ
from engine.publishing.differing.rows import WORDS, Difference, Kind, Part, What, compared

__all__ = ["WORDS", "Difference", "differences"]

Files = Mapping[str, bytes]
TOLD_OF_NEW = frozenset({"limit", "step", "paper", "result", "fee"})
"""What is told of a procedure that had no version yet."""


def differences(
    before: Files | None, after: Files, *, names: Mapping[str, str] | None = None
) -> tuple[Difference, ...]:
    """What the later version has otherwise, row by row; of a first version what it brings.

    Both are packages without a fault. ``names``: code → what people call it. A file
    that differs in nothing that can be told is a row of its own, so that two packages with other
    bytes never look the same. Raises PackageUnreadable, and what reading a file raises.
    """
    manifest, parts = _outline(after, names or {})
    if before is None:
        new = Difference("procedure", "new", manifest.code, manifest.name)
        return (new, *(one for one in compared((), parts) if one.kind in TOLD_OF_NEW))
    old, was = _outline(before, names or {})
    fee_files = tuple(one.fee.file if one.fee else None for one in (old, manifest))
    found = [*compared(was, parts), *rows_differ(before, after, (fee_files[0], fee_files[1]))]
    return (*found, *_files(before, after, found))


def _outline(files: Files, names: Mapping[str, str]) -> tuple[Manifest, list[Part]]:
    manifest = read_manifest(files.get(MANIFEST, b"")).manifest
    if manifest is None:
        raise PackageUnreadable(file=MANIFEST, reason="thiếu điều bắt buộc")
    return manifest, [
        *parts_of_manifest(manifest, names, asked_of_applicants(files, manifest.filing_form)),
        *rest_of_manifest(files),
        *parts_of_diagrams(files, manifest.process, names),
        *parts_of_forms(files, manifest.filing_form),
        *parts_of_tables(files, manifest.fee.file if manifest.fee else None),
        *_decided(files, manifest),
    ]


def _decided(files: Files, manifest: Manifest) -> Iterator[Part]:
    path = manifest.decision.step_table
    if path is None or path not in files:
        return
    try:
        rows = read_table(files[path])
    except TableUnreadable as wrong:
        raise PackageUnreadable(file=path, reason=str(wrong)) from wrong
    yield from map(_row, rows)


def _row(row: Decided) -> Part:
    told = {"người thực hiện": row.actor, "việc": row.work, "số giờ": text(row.hours)}
    where = f"Dòng {row.step} của quyết định"
    return Part("decision", f"row:{row.step}", where, told, ordered=True)


UNTOLD = "không có chỗ khác nào nói được thành lời, thường là hình vẽ hay chú thích"
_KINDS: Mapping[str, set[Kind]] = {
    ".bpmn": {"step", "route"},
    ".json": {"question"},
    ".dmn": {"fee", "rule"},
    ".csv": {"decision"},
    ".txt": {"decision"},
    ".toml": {"procedure", "limit", "decision", "paper", "result", "route"},
}
"""What is told of the files of each kind."""


def _files(before: Files, after: Files, found: list[Difference]) -> Iterator[Difference]:
    """The files that differ and have no row of their own."""
    told = {one.kind for one in found}
    if any((one.kind, one.key) == ("procedure", "process") for one in found):
        told.add("route")  # the diagram's own name and code
    for path in sorted(before.keys() | after.keys()):
        if before.get(path) == after.get(path):
            continue
        kinds = next((_KINDS[end] for end in _KINDS if path.endswith(end)), set())
        if kinds & told and not is_scenario(path):
            continue
        what: What = (
            "added" if path not in before else "removed" if path not in after else "changed"
        )
        word = "Kịch bản chạy thử" if is_scenario(path) else "Tệp"
        note = UNTOLD if what == "changed" and not is_scenario(path) else None
        yield Difference("file", what, path, f"{word} {path}", before=note)
