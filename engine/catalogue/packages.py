"""Which package applies to a new case, and what a package holds.

A published package never changes, so what is read of one is kept by its digest in the process.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue.manifest import Manifest
from engine.catalogue.manifest_file import read_manifest
from engine.errors import ProcedureNotFound
from engine.store.catalogue import Package, PackageFile, Procedure

MANIFEST = "procedure.toml"


@dataclass(frozen=True)
class PublishedPackage:
    """A published version with all its files."""

    digest: str
    manifest: Manifest
    files: Mapping[str, bytes]
    diagram: str

    def form(self, key: str) -> Mapping[str, object] | None:
        """The form-js schema under this key; ``None`` when the package has no such form."""
        content = self.files.get(f"forms/{key}.json")
        return _form(content) if content is not None else None


@lru_cache(maxsize=1024)
def _form(content: bytes) -> Mapping[str, object]:
    return msgspec.json.decode(content, type=dict[str, object])


def digest_of(files: Mapping[str, bytes]) -> str:
    """The digest that names a set of files: SHA-256 over their paths and contents."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{path}\0{hashlib.sha256(files[path]).hexdigest()}\n".encode())
    return total.hexdigest()


def current_digest(session: Session, *, province_code: str, procedure_code: str, day: date) -> str:
    """The package that a case of this day takes: the newest one valid by then.

    A procedure that the catalogue no longer holds on that day has none. Raises ProcedureNotFound.
    """
    abolished = select(Procedure.code).where(
        Procedure.province_code == province_code,
        Procedure.code == procedure_code,
        Procedure.valid_to <= day,
    )
    digest = session.scalar(
        select(Package.digest)
        .where(
            Package.province_code == province_code,
            Package.procedure_code == procedure_code,
            Package.valid_from <= day,
            ~abolished.exists(),
        )
        .order_by(Package.valid_from.desc(), Package.version.desc(), Package.published_at.desc())
        .limit(1)
    )
    if digest is None:
        raise ProcedureNotFound(procedure_code=procedure_code)
    return digest


_published: dict[tuple[str, str], PublishedPackage] = {}


def package(session: Session, province_code: str, digest: str) -> PublishedPackage:
    """The published package with this digest. Raises ProcedureNotFound."""
    found = _published.get((province_code, digest))
    if found is None:
        found = _published[province_code, digest] = _read(session, province_code, digest)
    return found


def _read(session: Session, province_code: str, digest: str) -> PublishedPackage:
    diagram = session.scalar(
        select(Package.diagram).where(
            Package.province_code == province_code, Package.digest == digest
        )
    )
    if diagram is None:
        raise ProcedureNotFound(procedure_code=digest)
    rows = session.execute(
        select(PackageFile.path, PackageFile.content).where(
            PackageFile.province_code == province_code, PackageFile.digest == digest
        )
    )
    files = {row.path: row.content for row in rows}
    return PublishedPackage(digest, read_manifest(files[MANIFEST]), files, diagram)
