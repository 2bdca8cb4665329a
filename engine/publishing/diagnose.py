"""The diagnosis of an upload: every fault of every file in one answer."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from engine.catalogue.manifest import Manifest, ManifestFaulty, read_manifest
from engine.catalogue.packages import MANIFEST, digest_of
from engine.errors import PackageRefused, Refusal
from engine.organisation.tree import setting_of
from engine.workflow import load_definition
from engine.workflow.document import read_document
from engine.workflow.faults import Fault
from engine.workflow.faults.refusals import DocumentRefused


def diagnose(session: Session, province_code: str, files: Mapping[str, bytes]) -> tuple[Fault, ...]:
    """What keeps these files from being published in the province; empty when nothing does.

    Raises ProvinceNotFound.
    """
    units = setting_of(session, province_code).units
    faults = list(_documents(files))
    manifest, manifest_faults = _manifest(files)
    faults += manifest_faults
    if manifest is not None:
        faults += [
            _fault(f"Vai trò {role} trỏ đến đơn vị {unit}, tỉnh không có đơn vị này.")
            for role, unit in manifest.roles.items()
            if unit not in units
        ]
    if not faults and manifest is not None:
        faults += _process(manifest, files)
    return tuple(faults)


def refuse_faults(faults: Iterable[Fault]) -> None:
    """Raise PackageRefused if one of the faults is an error."""
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        raise PackageRefused(count=len(errors), faults=errors)


def _documents(files: Mapping[str, bytes]) -> Iterable[Fault]:
    for path, content in files.items():
        if path.endswith((".bpmn", ".dmn")):
            try:
                read_document(content, file=path)
            except DocumentRefused as refused:
                yield from refused.faults


def _manifest(files: Mapping[str, bytes]) -> tuple[Manifest | None, list[Fault]]:
    if MANIFEST not in files:
        return None, [_fault(f"Gói thiếu tệp {MANIFEST}.")]
    try:
        manifest = read_manifest(files[MANIFEST])
    except ManifestFaulty as faulty:
        return None, [_fault(text) for text in faulty.faults]
    if manifest.process not in files:
        return None, [_fault(f"Gói thiếu tệp quy trình {manifest.process}.")]
    return manifest, []


def _process(manifest: Manifest, files: Mapping[str, bytes]) -> list[Fault]:
    try:
        load_definition(digest_of(files), files, process_file=manifest.process)
    except Refusal as refused:
        return [
            Fault(file=manifest.process, code=refused.code, severity="error", message=str(refused))
        ]
    return []


def _fault(message: str) -> Fault:
    return Fault(file=MANIFEST, code="manifest.invalid", severity="error", message=message)
