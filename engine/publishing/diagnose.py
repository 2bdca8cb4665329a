"""The diagnosis of an upload against the province that it is for: every fault in one answer."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from engine.catalogue.manifest import ManifestFaulty, read_manifest
from engine.catalogue.packages import MANIFEST, digest_of
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
    found = (*faults, *_manifest_faults(files, setting))
    if any(one.severity == "error" for one in found):
        return found  # the diagram can't be held against the manifest yet
    return (*found, *_place_faults(files))


def refuse_faults(faults: Iterable[Fault]) -> None:
    """Raise PackageRefused if one of the faults is an error; warnings go with it."""
    found = tuple(faults)
    errors = sum(one.severity == "error" for one in found)
    if errors:
        raise PackageRefused(count=errors, faults=found)


def _place_faults(files: Mapping[str, bytes]) -> list[Fault]:
    """Waits of the manifest at what is no step of the diagram, endings at what is no end event."""
    manifest = read_manifest(files[MANIFEST])
    if not manifest.waits and not manifest.endings:
        return []
    definition = load_definition(digest_of(files), files, process_file=manifest.process)
    waits = "waits.element là {!r}: sơ đồ không có bước này."
    endings = "endings.element là {!r}: sơ đồ không có sự kiện kết thúc này."
    wrong = [waits.format(e) for e in manifest.waits if e not in definition.steps]
    wrong += [endings.format(e) for e in manifest.endings if e not in definition.end_events]
    return [fault("manifest.invalid", file=MANIFEST, detail=detail) for detail in wrong]


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
