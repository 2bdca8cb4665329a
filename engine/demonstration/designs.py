"""Drafts of a demonstration, one with faults to mend and one to play; a list that was accepted."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy.orm import Session

from engine.access import operator
from engine.administration.registers.procedure_list import accept_list, compare_list
from engine.catalogue.packages import current_digest, package, versions_on
from engine.catalogue.procedure_sheet import procedure_sheet
from engine.catalogue.scenarios import is_scenario
from engine.demonstration.living import posted
from engine.designing.change import upload_files
from engine.designing.rights import Designer, designer, sees_designs
from engine.store.catalogue import Procedure
from engine.worktime import ZONE

DRAFTS = 2
LIST, NEW = "danh-muc-minh-hoa.csv", "9.000001"
DECIDED = timedelta(days=12)
"""So long ago the new procedure of the list was decided, and nobody has configured it since."""
POSITIONS = ("thiet_ke_quy_trinh", "quan_tri_tinh")
_HOURS = re.compile(rb'(<tthc:duration hours=")[0-9.]+"')
_DESK = re.compile(rb'( position="\w+)"')


def bring_designs(session: Session, *, province_code: str, now: datetime) -> int:
    """Two drafts, by the first in whose sectors something runs; how many were made.

    The files of the first are those of the version in force but for two slips of the pen. The
    second lacks a scenario, so that there is something to play.
    """
    made: set[str] = set()
    day = now.astimezone(ZONE).date()
    for who in chain(*(_at(session, province_code, now, one) for one in POSITIONS)):
        for version in versions_on(session, day, province_code):
            code = version.manifest.code
            if code in made or not who.changes(version.manifest.sector):
                continue
            digest = current_digest(
                session, province_code=province_code, procedure_code=code, day=day
            )
            found = package(session, province_code, digest)
            path = found.manifest.process
            files = _less_told(found.files) if made else _slipped(found.files, path)
            if files is not None:
                upload_files(session, who=who, procedure_code=code, files=files, now=now)
                if not made:
                    _bring_list(session, code, province_code, now)
                made.add(code)
            if len(made) == DRAFTS:
                return DRAFTS
    return len(made)


def _bring_list(session: Session, procedure_code: str, province_code: str, now: datetime) -> None:
    """A list of procedures that was accepted: of one another decision than its package's, one new.

    The catalogue goes on saying what the package says; designers read that the two differ.
    """
    row = session.get_one(Procedure, (province_code, procedure_code))
    day = now.astimezone(ZONE).date() - DECIDED
    decided = f"2/QĐ-UBND ngày {day:%d/%m/%Y} (minh họa)"
    rows = (
        ("Mã TTHC", "Tên TTHC", "Lĩnh vực", "Cấp thực hiện", "Quyết định công bố"),
        (row.code, row.name, row.sector, row.level, "1/QĐ-UBND (minh họa)"),
        (NEW, "Thủ tục mới ban hành (minh họa)", row.sector, row.level, decided),
    )
    text = "\n".join(",".join(f'"{cell}"' for cell in cells) for cells in rows)
    found = compare_list(
        session,
        admin=operator(province_code),
        sheet=procedure_sheet(text.encode(), name=LIST),
        file_name=LIST,
        complete=False,
        effective=now.astimezone(ZONE).date(),
        now=now,
    )
    accept_list(session, admin=operator(province_code), import_id=found.import_id, now=now)


def _slipped(files: Mapping[str, bytes], process: str) -> dict[str, bytes]:
    drawing = _HOURS.sub(rb'\1hai"', files[process], count=1)
    return {**files, process: _DESK.sub(rb'\1u"', drawing, count=1)}


def _less_told(files: Mapping[str, bytes]) -> dict[str, bytes] | None:
    """Without its last scenario; ``None`` of a package that has but one."""
    told = sorted(filter(is_scenario, files))
    return {path: data for path, data in files.items() if path != told[-1]} if told[1:] else None


def _at(session: Session, province_code: str, now: datetime, position: str) -> Iterator[Designer]:
    """Who holds the position, as designers."""
    day = now.astimezone(ZONE).date()
    for person in posted(session, province_code, position, day):
        if sees_designs(person):
            yield designer(session, person)
