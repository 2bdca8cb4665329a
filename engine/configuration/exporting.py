"""A province's configuration as files: the same configuration gives the same bytes, anywhere."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.configuration.cells import written
from engine.configuration.sections import OFFICER_COLUMNS, SECTIONS, Section
from engine.errors import ProvinceNotFound
from engine.store.base import table_of
from engine.store.catalogue import Package, PackageFile
from engine.store.organisation import Officer, Province, WorkCalendar

PROVINCE = "province.json"
CALENDARS = "calendars/"
PACKAGES = "packages/"
PROVINCE_COLUMNS = (
    "code",
    "name",
    "full_name",
    "agency_code",
    "statistics_code",
    "calendar_code",
    "details",
    "loaded",
)


def configuration(session: Session, province_code: str) -> dict[str, bytes]:
    """Path → content of every file of the province's configuration. Raises ProvinceNotFound."""
    province = session.get(Province, province_code)
    if province is None:
        raise ProvinceNotFound(province_code=province_code)
    head = {name: getattr(province, name) for name in PROVINCE_COLUMNS}
    files = {PROVINCE: json_text(head)}
    for code, data in session.execute(
        select(WorkCalendar.code, WorkCalendar.data).where(
            WorkCalendar.province_code == province_code
        )
    ):
        files[f"{CALENDARS}{code}.json"] = json_text(data)
    names = usernames(session, province_code)
    for section in SECTIONS:
        files[section.path] = csv_text(section, rows_of(session, section, province_code), names)
    files |= dict(_package_files(session, province_code))
    return dict(sorted(files.items()))


def json_text(value: object) -> bytes:
    """JSON with sorted keys and one value a line, so that a change shows as a few lines."""
    plain = msgspec.json.encode(value, order="deterministic")
    return msgspec.json.format(plain, indent=2) + b"\n"


def usernames(session: Session, province_code: str) -> dict[str, str]:
    """Officer id → user name."""
    rows = session.execute(
        select(Officer.id, Officer.username).where(Officer.province_code == province_code)
    )
    return {row.id: row.username for row in rows}


def rows_of(session: Session, section: Section, province_code: str) -> list[dict[str, Any]]:
    """The rows of a section's table, with every column."""
    table = table_of(section.entity)
    found = session.execute(select(table).where(table.c.province_code == province_code))
    return [dict(row) for row in found.mappings()]


def csv_text(
    section: Section, rows: Iterable[Mapping[str, Any]], names: Mapping[str, str]
) -> bytes:
    """The section's file, its rows in the order of their keys as text."""
    lines = sorted(
        (cells_of(section, row, names) for row in rows),
        key=lambda cells: [cells[key] for key in section.keys],
    )
    table = [section.header, *(tuple(cells.values()) for cells in lines)]
    return "".join(f"{_line(cells)}\n" for cells in table).encode()


def _line(cells: Iterable[str]) -> str:
    # csv quotes the characters of its line end only, so with "\n" a lone "\r" would break the row.
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().removesuffix("\r\n")


def cells_of(section: Section, row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """A row as the cells of its line."""
    cells = {}
    for name, column in zip(section.header, section.columns, strict=True):
        value = row[column.name]
        if column.name in OFFICER_COLUMNS and value is not None:
            value = names[value]
        cells[name] = written(column, value)
    return cells


def package_folder(procedure_code: str, version: int, digest: str) -> str:
    """Where the files of a published package lie."""
    return f"{PACKAGES}{procedure_code}-v{version}-{digest[:12]}/"


def _package_files(session: Session, province_code: str) -> Iterator[tuple[str, bytes]]:
    rows = session.execute(
        select(
            Package.procedure_code,
            Package.version,
            Package.digest,
            PackageFile.path,
            PackageFile.content,
        )
        .join(
            PackageFile,
            (PackageFile.province_code == Package.province_code)
            & (PackageFile.digest == Package.digest),
        )
        .where(Package.province_code == province_code)
    )
    for row in rows:
        folder = package_folder(row.procedure_code, row.version, row.digest)
        yield f"{folder}{row.path}", bytes(row.content)
