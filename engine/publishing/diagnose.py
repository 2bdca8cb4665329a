"""The diagnosis of an upload against the province that it is for: every fault in one answer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from engine.catalogue.desk_names import desk_names
from engine.catalogue.manifest import Manifest
from engine.catalogue.manifest_file import MANIFEST
from engine.catalogue.registered import (
    bases_lacking,
    numbers_in,
    results_lacking,
    sectors_lacking,
)
from engine.diagnosis import Context, Diagnosis, check
from engine.diagnosis.report import MOST_OF_A_KIND
from engine.errors import PackageRefused
from engine.files import FileUnreadable, text_of
from engine.organisation.tree import Setting, setting_of
from engine.workflow.draw import NoDiagram, UnreadableDiagram, draw
from engine.workflow.reading.document import read_document
from engine.workflow.reading.faults import Fault, fault
from engine.workflow.reading.faults.refusals import DocumentRefused
from engine.worktime.calendars import Calendar


def diagnose(
    session: Session,
    province_code: str,
    files: Mapping[str, bytes],
    most: int = MOST_OF_A_KIND,
) -> Diagnosis:
    """Everything that these files show in the province, and the manifest that was read.

    Of one kind of fault ``most`` are told one by one.

    Raises ProvinceNotFound.
    """
    setting = setting_of(session, province_code)
    context = Context(
        units={unit.code: unit.valid_to for unit in setting.units.values()},
        levels={unit.code: unit.level for unit in setting.units.values()},
        unserved=lambda day: _unserved(setting, day),
        positions=frozenset(setting.positions),
        divisions=frozenset(unit.kind for unit in setting.units.values()),
        called=lambda manifest: desk_names(setting, manifest),
    )
    found = check(files, context=context, most=most)
    if found.manifest is None:
        return found
    lacking = _register_faults(session, files, found.manifest, province_code)
    undrawn = tuple(_undrawn(files, found.manifest))
    again = {one.file for one in undrawn}
    told = (one for one in found.faults if one.code != "shape.none" or one.file not in again)
    hours = _cut_offs(found.manifest, setting.calendars.values())
    return replace(found, faults=(*told, *undrawn, *lacking, *hours))


def _cut_offs(manifest: Manifest, calendars: Iterable[Calendar]) -> Iterator[Fault]:
    """Hours of the cut-off at which no unit is at work: before all begin, or once all have gone."""
    shifts = [
        shift
        for calendar in calendars
        for hours in calendar.hours
        for day in hours.week.days
        for shift in day
    ]
    if not shifts:
        return
    opens, closes = min(one.start for one in shifts), max(one.end for one in shifts)
    limits = {"time_limit.cut_off": manifest.time_limit}
    for at, row in enumerate(manifest.limits, start=1):
        limits[f"limits[{at}].cut_off"] = row.limit
    for field, limit in limits.items():
        if limit.cut_off is None:
            continue
        minute = limit.cut_off.hour * 60 + limit.cut_off.minute
        if opens < minute < closes:
            continue
        then = "không hồ sơ nào" if minute >= closes else "hồ sơ nào cũng"
        yield fault(
            "limits.cut_off_outside",
            file=MANIFEST,
            field=field,
            hour=f"{limit.cut_off:%H:%M}",
            then=f"{then} tính từ ngày làm việc sau",
        )


def drawn(files: Mapping[str, bytes], manifest: Manifest) -> str:
    """The diagram of a package, as its pages show it.

    Raises DocumentRefused, NoDiagram, UnreadableDiagram.
    """
    process = read_document(files[manifest.process], file=manifest.process)
    return draw(process.root, title=f"Sơ đồ quy trình {manifest.short_name}")


def _undrawn(files: Mapping[str, bytes], manifest: Manifest) -> Iterator[Fault]:
    """The diagram that pages would show and can't: a version is kept with its picture."""
    if manifest.process not in files:
        return
    try:
        drawn(files, manifest)
    except DocumentRefused:
        return  # told by the check
    except (NoDiagram, UnreadableDiagram):
        yield fault("diagram.missing", file=manifest.process)


def _unserved(setting: Setting, day: date | None) -> dict[str, list[str]]:
    """The roles in which units serve communes; of each the communes of the day without, by name."""
    return {
        role: [setting.unit_short_name(one) for one in setting.unserved(role, day)] if day else []
        for role in sorted({role for role, _ in setting.serving})
    }


def refuse_faults(faults: Iterable[Fault]) -> None:
    """Raise PackageRefused if one of the faults is an error; warnings go with it."""
    found = tuple(faults)
    errors = sum(one.severity == "error" for one in found)
    if errors:
        raise PackageRefused(count=errors, faults=found)


def _register_faults(
    session: Session, files: Mapping[str, bytes], manifest: Manifest, code: str
) -> Iterator[Fault]:
    """What the package names and the province's registers lack: to be looked at, no error."""
    results = dict.fromkeys(result.name for result in manifest.results)
    lacking = {
        "Lĩnh vực": [(MANIFEST, one) for one in sectors_lacking(session, code, [manifest.sector])],
        "Loại kết quả": [(MANIFEST, one) for one in results_lacking(session, code, results)],
        "Căn cứ pháp lý": [
            (path, number)
            for path, content in files.items()
            if path == MANIFEST or path.endswith(".dmn")
            for number in bases_lacking(session, code, _numbers(content))
        ],
    }
    for register, found in lacking.items():
        for path, value in found:
            yield fault("manifest.not_registered", file=path, register=register, value=value)


def _numbers(content: bytes) -> list[str]:
    """The legal texts that a file cites; none of one in another encoding than UTF-8."""
    try:
        return numbers_in(text_of(content))
    except FileUnreadable:
        return []
