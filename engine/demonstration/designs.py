"""Drafts of a demonstration: one with a few faults to mend, one to play dossiers through."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import chain

from sqlalchemy.orm import Session

from engine.catalogue.packages import current_digest, package, versions_on
from engine.catalogue.scenarios import is_scenario
from engine.demonstration.living import posted
from engine.designing.change import upload_files
from engine.designing.rights import Designer, designer, sees_designs
from engine.worktime import ZONE

DRAFTS = 2
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
                made.add(code)
            if len(made) == DRAFTS:
                return DRAFTS
    return len(made)


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
