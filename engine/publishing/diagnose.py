"""The diagnosis of an upload against the province that it is for: every fault in one answer."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy.orm import Session

from engine.catalogue.forms import keys_of_files, questions
from engine.catalogue.manifest import Manifest
from engine.catalogue.manifest_file import ManifestFaulty, read_manifest
from engine.catalogue.packages import MANIFEST, PublishedPackage, digest_of
from engine.catalogue.registered import (
    bases_lacking,
    numbers_in,
    results_lacking,
    sectors_lacking,
)
from engine.diagnosis import Context, check
from engine.errors import PackageRefused
from engine.feel import FeelError, compile_expression
from engine.organisation.tree import Setting, setting_of
from engine.workflow import load_definition
from engine.workflow.reading.faults import Fault, fault


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
    manifest = read_manifest(files[MANIFEST])
    details = (
        *_place_faults(manifest, files),
        *_condition_faults(manifest, files),
        *_file_faults(manifest, files),
    )
    return (*found, *(fault("manifest.invalid", file=MANIFEST, detail=text) for text in details))


def refuse_faults(faults: Iterable[Fault]) -> None:
    """Raise PackageRefused if one of the faults is an error; warnings go with it."""
    found = tuple(faults)
    errors = sum(one.severity == "error" for one in found)
    if errors:
        raise PackageRefused(count=errors, faults=found)


def _place_faults(manifest: Manifest, files: Mapping[str, bytes]) -> list[str]:
    """Waits of the manifest at what is no step of the diagram, endings at what is no end event."""
    if not manifest.waits and not manifest.endings:
        return []
    definition = load_definition(digest_of(files), files, process_file=manifest.process)
    waits = "waits.element là {!r}: sơ đồ không có bước này."
    endings = "endings.element là {!r}: sơ đồ không có sự kiện kết thúc này."
    wrong = [waits.format(e) for e in manifest.waits if e not in definition.steps]
    return wrong + [endings.format(e) for e in manifest.endings if e not in definition.end_events]


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


def _filing_form(manifest: Manifest, files: Mapping[str, bytes]) -> Mapping[str, object]:
    return PublishedPackage("", manifest, files, "").form(manifest.filing_form) or {}


def _file_faults(manifest: Manifest, files: Mapping[str, bytes]) -> Iterator[str]:
    """Questions for files that go by the code of a component: a file would answer both."""
    asked = keys_of_files(_filing_form(manifest, files))
    for one in manifest.documents:
        if one.code in asked:
            yield f"documents.code {one.code!r} trùng khóa của một câu hỏi tệp trong phiếu khai."


def _condition_faults(manifest: Manifest, files: Mapping[str, bytes]) -> Iterator[str]:
    """Conditions of components that can't be read, or that ask what the filing form does not."""
    conditions = [one.when for one in manifest.documents if one.when]
    if not conditions:
        return
    asked = {str(one["key"]) for one in questions(_filing_form(manifest, files))}
    for text in conditions:
        try:
            unknown = sorted(compile_expression(text).names - asked)
        except FeelError as error:
            yield f"documents.when là {text!r}: {error.message}"
            continue
        for name in unknown:
            yield f"documents.when là {text!r}: phiếu khai không hỏi {name}."
