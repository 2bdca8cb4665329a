"""The diagnosis of an upload against the province that it is for: every fault in one answer."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy.orm import Session

from engine.catalogue.manifest import ManifestFaulty, read_manifest
from engine.catalogue.packages import MANIFEST, digest_of
from engine.catalogue.registered import (
    bases_lacking,
    numbers_in,
    results_lacking,
    sectors_lacking,
)
from engine.errors import PackageRefused
from engine.organisation.tree import Setting, setting_of
from engine.workflow import load_definition
from engine.workflow.diagnosis import Context, check
from engine.workflow.faults import Fault, fault


def diagnose(session: Session, province_code: str, files: Mapping[str, bytes]) -> tuple[Fault, ...]:
    """Everything that these files show in the province: errors, warnings, remarks.

    Raises ProvinceNotFound.
    """
    setting = setting_of(session, province_code)
    context = Context(
        positions=frozenset(setting.positions),
        divisions=frozenset(unit.kind for unit in setting.units.values()),
    )
    faults = check(files, context=context).faults
    if any(one.code in ("manifest.missing", "manifest.syntax") for one in faults):
        return faults  # nothing more can be said of the manifest
    found = (*faults, *_manifest_faults(files, setting), *_register_faults(session, files, setting))
    if any(one.severity == "error" for one in found):
        return found  # the diagram can't be held against the manifest yet
    return (*found, *_wait_faults(files))


def refuse_faults(faults: Iterable[Fault]) -> None:
    """Raise PackageRefused if one of the faults is an error; warnings go with it."""
    found = tuple(faults)
    errors = sum(one.severity == "error" for one in found)
    if errors:
        raise PackageRefused(count=errors, faults=found)


def _wait_faults(files: Mapping[str, bytes]) -> list[Fault]:
    """Waits of the manifest at what is no step of the diagram."""
    manifest = read_manifest(files[MANIFEST])
    if not manifest.waits:
        return []
    steps = load_definition(digest_of(files), files, process_file=manifest.process).steps
    detail = "waits.element là {!r}: sơ đồ không có bước này."
    return [
        fault("manifest.invalid", file=MANIFEST, detail=detail.format(element))
        for element in manifest.waits
        if element not in steps
    ]


def _register_faults(
    session: Session, files: Mapping[str, bytes], setting: Setting
) -> Iterator[Fault]:
    """What the package names and the province's registers lack: to be looked at, no error."""
    try:
        manifest = read_manifest(files[MANIFEST])
    except ManifestFaulty:
        return
    code = setting.province_code
    results = dict.fromkeys(result.name for result in manifest.results)
    lacking = {
        "Lĩnh vực": [(MANIFEST, one) for one in sectors_lacking(session, code, [manifest.sector])],
        "Loại kết quả": [(MANIFEST, one) for one in results_lacking(session, code, results)],
        "Căn cứ pháp lý": [
            (path, number)
            for path, content in files.items()
            if path == MANIFEST or path.endswith(".dmn")
            for number in bases_lacking(
                session, code, numbers_in(content.decode("utf-8", errors="replace"))
            )
        ],
    }
    for register, found in lacking.items():
        for path, value in found:
            yield fault("manifest.not_registered", file=path, register=register, value=value)


def _manifest_faults(files: Mapping[str, bytes], setting: Setting) -> list[Fault]:
    """What the catalogue and the province say of the manifest."""
    try:
        manifest = read_manifest(files[MANIFEST])
    except ManifestFaulty as faulty:
        return [fault("manifest.invalid", file=MANIFEST, detail=text) for text in faulty.faults]
    fixed = {**manifest.roles, "competent": manifest.competent or ""}
    return [
        fault("manifest.unit_unknown", file=MANIFEST, role=role, unit=unit)
        for role, unit in fixed.items()
        if unit and unit not in setting.units
    ]
