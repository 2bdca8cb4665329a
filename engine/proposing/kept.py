"""A proposal as it is kept: written once with its files, read back as what it proposes."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from engine.catalogue.packages import digest_of
from engine.errors import PackageAltered
from engine.proposing.review import Content, Review
from engine.proposing.rights import Publisher
from engine.publishing.examine import Beside
from engine.store.base import table_of
from engine.store.ids import new_id
from engine.store.proposals import Proposal, ProposalFile


def waits_by(session: Session, province_code: str, kind: str, digest: str) -> str | None:
    """Who proposed the very same, while nobody has decided that yet; ``None``: nobody."""
    return session.scalar(
        select(Proposal.made_by_name).where(
            Proposal.province_code == province_code,
            Proposal.kind == kind,
            Proposal.digest == digest,
            Proposal.state == "proposed",
        )
    )


def keep(
    session: Session,
    who: Publisher,
    review: Review,
    *,
    name: str,
    sector: str | None,
    basis: str,
    note: str | None,
    now: datetime,
) -> Proposal:
    """Write the proposal with its files and all that was shown to its maker."""
    content = review.content
    row = Proposal(
        province_code=who.province_code,
        id=new_id(),
        kind=content.kind,
        subject=content.subject,
        name=name,
        sector=sector,
        digest=content.digest,
        base=review.base,
        differences=[dict(one) for one in msgspec.to_builtins(review.differences)],
        decided=[dict(one) for one in msgspec.to_builtins(review.decided)],
        reasons=dict(content.beside.reasons),
        decision_table=content.beside.table,
        basis=basis,
        note=note,
        wished_from=review.day,
        state="proposed",
        made_by=who.account_id,
        made_by_name=who.name,
        made_at=now,
    )
    session.add(row)
    session.flush()
    if content.files:
        _write_files(session, row, content.files)
    return row


def _write_files(session: Session, row: Proposal, files: Mapping[str, bytes]) -> None:
    same = {"province_code": row.province_code, "proposal_id": row.id}
    session.connection().execute(
        insert(table_of(ProposalFile)),
        [{**same, "path": path, "content": content} for path, content in files.items()],
    )


def content_of(session: Session, row: Proposal) -> Content:
    """What the proposal proposes, byte for byte. Raises PackageAltered for other bytes."""
    rows = session.execute(
        select(ProposalFile.path, ProposalFile.content).where(
            ProposalFile.province_code == row.province_code, ProposalFile.proposal_id == row.id
        )
    )
    files = {one.path: bytes(one.content) for one in rows}
    if row.kind != "retirement" and digest_of(files) != row.digest:
        raise PackageAltered(digest=row.digest[:12])
    beside = Beside(row.decision_table, row.reasons)
    return Content(row.kind, row.subject, row.digest, files, beside)  # type: ignore[arg-type]


def first_day(row: Proposal, today: date) -> date:
    """The day that the proposal asks for, or today if that is over."""
    return max(row.wished_from, today)
