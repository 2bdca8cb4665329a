"""What was filed, its papers and its fees against the events that tell of them.

Only for a case whose chain of events is whole.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases.vouching.rows import plain, told_from_the_start
from engine.store.cases import Case, CaseDocument, Dossier
from engine.store.rules import CaseFee

Body = Mapping[str, Any]


def dossier_faults(session: Session, case: Case, bodies: Sequence[Body]) -> Iterator[str]:
    """Where answers, papers, files and fees are not as the events say, in Vietnamese."""
    filed = bodies[0]["data"]
    dossier = session.get(Dossier, (case.province_code, case.id))
    if dossier is None:
        yield "không còn nội dung đã nộp."
    elif told_from_the_start(bodies) and plain(dossier.answers) != plain(filed["answers"]):
        yield "nội dung đã nộp khác với nhật ký."
    if dossier is not None and dossier.papers != filed.get("papers", dossier.papers):
        yield "giấy tờ bản giấy đã nhận khác với nhật ký."
    yield from _documents(session, case, bodies)
    yield from _fees(session, case, bodies)


def _documents(session: Session, case: Case, bodies: Iterable[Body]) -> Iterator[str]:
    """The files by id, with their name and the digest of their bytes."""
    told = {
        (one["id"], one["name"], one["digest"])
        for body in bodies
        for one in body["data"].get("documents", ())
    }
    query = select(CaseDocument.id, CaseDocument.name, CaseDocument.digest).where(
        CaseDocument.province_code == case.province_code, CaseDocument.case_id == case.id
    )
    if {tuple(row) for row in session.execute(query)} != told:
        yield "danh sách tệp khác với nhật ký."


def _fees(session: Session, case: Case, bodies: Iterable[Body]) -> Iterator[str]:
    """Every fee that was ever computed, in đồng."""
    told = {
        (
            datetime.fromisoformat(str(body["at"])),
            line["item"],
            *(Decimal(line[name]) for name in ("full", "exempted", "due")),
        )
        for body in bodies
        if body["kind"] == "fees_computed"
        for line in body["data"]["fees"]
    }
    query = select(
        CaseFee.computed_at, CaseFee.item, CaseFee.full, CaseFee.exempted, CaseFee.due
    ).where(CaseFee.province_code == case.province_code, CaseFee.case_id == case.id)
    if {tuple(row) for row in session.execute(query)} != told:
        yield "phí, lệ phí khác với nhật ký."
