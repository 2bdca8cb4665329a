"""What designers and procedure control read of a procedure: its draft, or any published version."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue.packages import NEWEST_FIRST, PublishedPackage, package
from engine.designing.drafts import Files, Subject, draft, subject
from engine.designing.rights import Designer
from engine.errors import DesignDraftless, DesignNotFound
from engine.store.catalogue import Package
from engine.store.designs import DesignRevision


@dataclass(frozen=True, slots=True)
class Text:
    """The files that are read: of the draft, whose newest change ``row`` is, or of a version."""

    subject: Subject
    files: Files
    row: DesignRevision | None = None
    version: int | None = None
    published: PublishedPackage | None = None
    """The version as dossiers run by it; ``None`` of a draft."""
    state: str = ""
    """How the version stands today, in words, as the table of versions says it."""
    running: int = 0
    """Dossiers that run by the version."""

    @property
    def words(self) -> str:
        """Which it is."""
        return f"bản {self.version}" if self.row is None else f"bản nháp lần {self.row.number}"


def to_read(
    session: Session, who: Designer, procedure_code: str, version: int | None = None
) -> Text:
    """The version; where none is named the draft, or the newest version if there is no draft.

    Raises DesignNotFound, DesignDraftless, PackageAltered.
    """
    about = subject(session, who, procedure_code)
    found = draft(session, who, procedure_code) if version is None else None
    if found is not None:
        return Text(about, found.files, row=found.row)
    query = select(Package.digest, Package.version).where(
        Package.province_code == who.province_code, Package.procedure_code == procedure_code
    )
    if version is not None:
        query = query.where(Package.version == version)
    known = session.execute(query.order_by(*NEWEST_FIRST).limit(1)).first()
    if known is None:
        raise DesignDraftless if version is None else DesignNotFound(what=f"bản {version}")
    published = package(session, who.province_code, known.digest)
    return Text(about, published.files, version=known.version, published=published)
