"""Proposals of a demonstration: a version approved for a later day, one sent back with a remark."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.catalogue.packages import current_digest, package, versions_on
from engine.demonstration.living import posted
from engine.designing.change import upload_files
from engine.designing.rights import designer, sees_designs
from engine.proposing.decide import Before, approve, reviewed, send_back
from engine.proposing.propose import propose_package
from engine.proposing.rights import publisher
from engine.store.designs import Design
from engine.store.proposals import Proposal
from engine.worktime import ZONE

MAKER, APPROVER = "thiet_ke_quy_trinh", "quan_tri_tinh"
LATER = timedelta(days=14)
MARKED = r'\1 (minh họa)"'.encode()
_STEP = re.compile(rb'(<bpmn:userTask id="(\w+)" name="[^"]+)"')


def bring_proposals(session: Session, *, province_code: str, now: datetime) -> int:
    """Two proposals of procedures that nobody drafts, by designers; how many were made.

    The first is approved for a day in two weeks, so that it can be taken back before; the second
    is sent back with a remark on a step.
    """
    made = 0
    for row, approver in _proposed(session, province_code, now):
        who = publisher(session, approver)
        told: dict[str, Any] = {"proposal_id": row.id, "now": now}
        if made:
            remarks = [(_step(session, row), "Tên bước chưa đúng quyết định.")]
            send_back(session, who=who, remarks=remarks, **told)
            return made + 1
        review = reviewed(session, who=who, **told)
        approve(session, who=who, seen=review.digest, before=Before(review), **told)
        made += 1
    return made


def _proposed(
    session: Session, province_code: str, now: datetime
) -> Iterator[tuple[Proposal, Person]]:
    """Packages in force but for the name of a step, proposed for a later day; who approves them."""
    day = now.astimezone(ZONE).date()
    makers, approvers = (list(posted(session, province_code, p, day)) for p in (MAKER, APPROVER))
    for person in [*makers, *approvers]:
        other = next((one for one in approvers if one.officer_id != person.officer_id), None)
        for version in versions_on(session, day, province_code) if other else ():
            row = _one(session, person, version.manifest.code, now)
            if row is not None and other is not None:
                yield row, other


def _one(session: Session, person: Person, code: str, now: datetime) -> Proposal | None:
    """The proposal, with its draft; ``None`` where it is not theirs, or somebody drafts it."""
    if not sees_designs(person):
        return None
    who, day = designer(session, person), now.astimezone(ZONE).date()
    province = who.province_code
    digest = current_digest(session, province_code=province, procedure_code=code, day=day)
    found = package(session, province, digest)
    path, old = found.manifest.process, found.files
    drafted = session.get(Design, (province, code)) is not None
    if drafted or not _STEP.search(old[path]) or not who.changes(found.manifest.sector):
        return None
    files = {**old, path: _STEP.sub(MARKED, old[path], 1)}
    upload_files(session, who=who, procedure_code=code, files=files, now=now)
    return propose_package(
        session, who=publisher(session, person), files=files, valid_from=day + LATER, now=now
    )


def _step(session: Session, row: Proposal) -> str:
    """The id of the step whose name is another."""
    found = package(session, row.province_code, row.base or "")
    step = _STEP.search(found.files[found.manifest.process])
    return step[2].decode() if step else found.manifest.process
