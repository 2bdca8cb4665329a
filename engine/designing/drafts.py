"""The draft of a procedure as it is kept: its revisions, its files byte for byte."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from engine.catalogue.packages import digest_of
from engine.designing.rights import Designer
from engine.errors import DesignDraftless, DesignNotFound, PackageAltered
from engine.store.base import table_of
from engine.store.catalogue import Procedure
from engine.store.designs import Design, DesignContent, DesignRevision

Files = Mapping[str, bytes]
KINDS: Mapping[str, str] = {
    "uploaded": "tải lên",
    "removed": "bỏ tệp",
    "mended": "để máy sửa",
    "fixed": "sửa trên trang",
    "taken": "lấy từ bản đã công bố",
    "restored": "lấy lại lần trước",
    "dropped": "bỏ cả bản nháp",
    "renamed": "đổi mã thủ tục",
}
"""How a revision came about, in words."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A procedure as designers know it: of the catalogue, or so far only of a draft."""

    code: str
    name: str
    sector: str
    known: bool
    """Whether the catalogue has it."""
    revision: int | None
    """The newest of its draft; ``None``: it has none."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The files of a draft after its newest change."""

    subject: Subject
    row: DesignRevision
    files: Files


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a draft: who, when, and which files it added, replaced, removed."""

    number: int
    kind: str
    words: str
    source: int | None
    told: str | None
    """What the page doesn't see in the files: which code a draft had before."""
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    errors: int
    warnings: int
    made_by_name: str
    made_at: datetime


def subject(session: Session, who: Designer, procedure_code: str) -> Subject:
    """The procedure. Raises DesignNotFound, also for what they may not see."""
    key = (who.province_code, procedure_code)
    known, design = session.get(Procedure, key), session.get(Design, key)
    told = known or design
    if told is None or not who.sees(told.sector):
        raise DesignNotFound(what="thủ tục này")
    return Subject(
        code=procedure_code,
        name=known.short_name if known else told.name,
        sector=told.sector,
        known=known is not None,
        revision=design.revision if design else None,
    )


def draft(session: Session, who: Designer, procedure_code: str) -> Draft | None:
    """The draft; ``None`` where nobody has begun one, or it was dropped. Raises DesignNotFound,
    PackageAltered."""
    about = subject(session, who, procedure_code)
    if about.revision is None:
        return None
    row = revision(session, who.province_code, procedure_code, about.revision)
    return Draft(about, row, files_of(session, row)) if row.files else None


def the_draft(session: Session, who: Designer, procedure_code: str) -> Draft:
    """The draft that there must be. Raises DesignNotFound, DesignDraftless, PackageAltered."""
    found = draft(session, who, procedure_code)
    if found is None:
        raise DesignDraftless
    return found


def revision_asked(
    session: Session, who: Designer, procedure_code: str, number: int | None
) -> DesignRevision:
    """The revision of this number, else the draft's newest, which has files. Raises
    DesignNotFound."""
    about = subject(session, who, procedure_code)
    wanted = about.revision if number is None else number
    if wanted is None:
        raise DesignDraftless
    row = revision(session, who.province_code, procedure_code, wanted)
    if not row.files:
        if number is None:
            raise DesignDraftless
        raise DesignNotFound(what=f"tệp nào ở lần {number}")
    return row


def revision(
    session: Session, province_code: str, procedure_code: str, number: int
) -> DesignRevision:
    """One revision. Raises DesignNotFound."""
    row = session.get(DesignRevision, (province_code, procedure_code, number))
    if row is None:
        raise DesignNotFound(what=f"lần {number} của bản nháp")
    return row


def files_of(session: Session, row: DesignRevision) -> dict[str, bytes]:
    """The files of a revision, as they came. Raises PackageAltered for other bytes."""
    contents = _contents(session, row, set(row.files.values()))
    found = {path: contents.get(digest, b"") for path, digest in row.files.items()}
    if digest_of(found) != row.digest:
        raise PackageAltered(digest=row.digest[:12])
    return found


def file_of(session: Session, row: DesignRevision, path: str) -> bytes:
    """One file of a revision. Raises DesignNotFound."""
    digest = row.files.get(path)
    if digest is None:
        raise DesignNotFound(what=f"tệp {path}")
    return _contents(session, row, {digest})[digest]


def _contents(session: Session, row: DesignRevision, digests: Collection[str]) -> dict[str, bytes]:
    query = select(DesignContent.digest, DesignContent.content).where(
        DesignContent.province_code == row.province_code,
        DesignContent.procedure_code == row.procedure_code,
        DesignContent.digest.in_(digests),
    )
    return {one.digest: bytes(one.content) for one in session.execute(query)}


def keep_contents(
    session: Session, province_code: str, procedure_code: str, contents: Mapping[str, bytes]
) -> None:
    """Write the contents, by digest, that the draft does not have yet."""
    same = {"province_code": province_code, "procedure_code": procedure_code}
    known = set(
        session.scalars(
            select(DesignContent.digest).where(
                DesignContent.province_code == province_code,
                DesignContent.procedure_code == procedure_code,
                DesignContent.digest.in_(contents),
            )
        )
    )
    rows = [
        {**same, "digest": digest, "content": content}
        for digest, content in contents.items()
        if digest not in known
    ]
    if rows:
        session.connection().execute(insert(table_of(DesignContent)), rows)


def changes(session: Session, about: Subject, province_code: str) -> tuple[Change, ...]:
    """Every change of the draft, the newest first."""
    rows = session.scalars(
        select(DesignRevision)
        .where(
            DesignRevision.province_code == province_code,
            DesignRevision.procedure_code == about.code,
        )
        .order_by(DesignRevision.number)
    ).all()
    before: Mapping[str, str] = {}
    told: list[Change] = []
    for row in rows:
        told.append(_change(row, before))
        before = row.files
    return tuple(reversed(told))


def _told(row: DesignRevision) -> str | None:
    if row.kind != "renamed":
        return None
    return "; ".join(str(one["words"]) for one in row.mended)


def _change(row: DesignRevision, before: Mapping[str, str]) -> Change:
    return Change(
        number=row.number,
        kind=row.kind,
        words=KINDS[row.kind],
        source=row.source,
        told=_told(row),
        added=tuple(path for path in row.files if path not in before),
        replaced=tuple(p for p, digest in row.files.items() if before.get(p, digest) != digest),
        removed=tuple(path for path in before if path not in row.files),
        errors=row.errors,
        warnings=row.warnings,
        made_by_name=row.made_by_name,
        made_at=row.made_at,
    )
