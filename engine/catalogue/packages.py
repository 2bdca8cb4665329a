"""Which package applies to a new case, and what a package holds.

A published package never changes, so what is read of one is kept by its digest in the process.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from engine.catalogue.manifest import Manifest
from engine.catalogue.manifest_file import MANIFEST, read_manifest
from engine.errors import PackageAltered, PackageUnreadable, ProcedureNotFound
from engine.files import FileUnreadable, read_json
from engine.files.kept import Kept
from engine.files.limits import MiB
from engine.store.catalogue import Package, PackageFile, Procedure
from engine.store.database import remembered


@dataclass(frozen=True)
class PublishedPackage:
    """A published version with all its files."""

    digest: str
    manifest: Manifest
    files: Mapping[str, bytes]
    diagram: str

    def form(self, key: str) -> Mapping[str, object] | None:
        """The form-js schema under this key; ``None`` when the package has no such form.

        Raises PackageUnreadable.
        """
        content = self.files.get(f"forms/{key}.json")
        if content is None:
            return None
        try:
            found = _forms.get(content)
            return (found or _forms.keep(content, (len(content), read_json(content))))[1]
        except FileUnreadable as wrong:
            raise PackageUnreadable(file=f"forms/{key}.json", reason=wrong.reason) from wrong


_forms: Kept[bytes, tuple[int, Mapping[str, object]]] = Kept(32 * MiB, lambda one: one[0])
"""Forms by their files, of so many bytes together."""
_log = logging.getLogger(__name__)


def digest_of(files: Mapping[str, bytes]) -> str:
    """The digest that names a set of files: SHA-256 over their paths and contents."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{path}\0{hashlib.sha256(files[path]).hexdigest()}\n".encode())
    return total.hexdigest()


def taken_on(day: date) -> ColumnElement[bool]:
    """Whether new cases of the day may take a package: it is valid by then, and not retired."""
    return and_(
        Package.valid_from <= day, or_(Package.retired_from.is_(None), Package.retired_from > day)
    )


def ever_taken() -> ColumnElement[bool]:
    """Whether new cases of some day may take a package: it was not taken back by its first."""
    return or_(Package.retired_from.is_(None), Package.retired_from > Package.valid_from)


NEWEST_FIRST = (Package.valid_from.desc(), Package.version.desc(), Package.published_at.desc())
"""Of several that may be taken the first is: whatever reads versions reads them in this order."""


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
            taken_on(day),
            ~abolished.exists(),
        )
        .order_by(*NEWEST_FIRST)
        .limit(1)
    )
    if digest is None:
        raise ProcedureNotFound(procedure_code=procedure_code)
    return digest


MOST_KEPT = 128 * MiB
"""Bytes of files that a process keeps: some 3,000 packages of the usual 40 kB, or five of the
largest that may be uploaded."""
_published: Kept[tuple[str, str], PublishedPackage] = Kept(
    MOST_KEPT, lambda one: len(one.diagram) + sum(map(len, one.files.values()))
)


def package(session: Session, province_code: str, digest: str) -> PublishedPackage:
    """The published package with this digest.

    Raises ProcedureNotFound, PackageUnreadable, and PackageAltered when the files in the database
    are not those that the digest names.
    """
    key = province_code, digest
    found = _published.get(key)
    return found or _published.keep(key, _read(session, province_code, digest))


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
    try:
        files = {row.path: row.content for row in rows}
    except TypeError:  # SQLite gives back whatever somebody put there
        files = {}
    if digest_of(files) != digest:
        _log.error("package %s of %s is not what was published", digest, province_code)
        raise PackageAltered(digest=digest[:12])
    manifest = read_manifest(files[MANIFEST]).manifest
    if manifest is None:
        raise PackageUnreadable(file=MANIFEST, reason="thiếu điều bắt buộc")
    return PublishedPackage(digest, manifest, files, diagram)


def altered_packages(session: Session) -> Iterator[str]:
    """Where the stored files of a package are not those that its digest names, in Vietnamese."""
    rows = session.execute(
        select(
            Package.province_code, Package.procedure_code, Package.version, Package.digest
        ).order_by(Package.province_code, Package.procedure_code, Package.version)
    ).all()
    for row in rows:
        files = session.execute(
            select(PackageFile.path, PackageFile.content).where(
                PackageFile.province_code == row.province_code, PackageFile.digest == row.digest
            )
        )
        name = f"Gói {row.procedure_code} bản {row.version} ({row.province_code})"
        try:
            same = digest_of({file.path: file.content for file in files}) == row.digest
        except TypeError:  # SQLite gives back whatever somebody put there
            same = False
        if not same:
            yield f"{name}: tệp khác với lúc công bố."


class Version(NamedTuple):
    """A procedure's version in force: its province, manifest and first day."""

    province_code: str
    manifest: Manifest
    valid_from: date


def current_packages(
    session: Session, day: date, province_code: str | None = None
) -> dict[str, dict[str, str]]:
    """Province → procedure → digest of the package that new cases of the day take."""
    found: dict[str, dict[str, str]] = {}
    for (province, procedure), (digest, _) in _current(session, day, province_code).items():
        found.setdefault(province, {})[procedure] = digest
    return found


def _current(
    session: Session, day: date, province_code: str | None
) -> dict[tuple[str, str], tuple[str, date]]:
    """Digest and first day by province and procedure, in the order of lists: province, sector,
    name."""
    key = (_current, day, province_code)
    return remembered(session, key, lambda: _read_current(session, day, province_code))


def _read_current(
    session: Session, day: date, province_code: str | None
) -> dict[tuple[str, str], tuple[str, date]]:
    query = (
        select(Package.province_code, Package.procedure_code, Package.digest, Package.valid_from)
        .join(
            Procedure,
            (Procedure.province_code == Package.province_code)
            & (Procedure.code == Package.procedure_code),
        )
        .where(
            taken_on(day),
            or_(Procedure.valid_to.is_(None), Procedure.valid_to > day),
        )
        .order_by(Package.province_code, Procedure.sector, Procedure.name, Procedure.code)
        # The first of each procedure is its current one: as ``current_digest`` has it.
        .order_by(*NEWEST_FIRST)
    )
    if province_code is not None:
        query = query.where(Package.province_code == province_code)
    current: dict[tuple[str, str], tuple[str, date]] = {}
    for province, procedure, digest, valid_from in session.execute(query):
        current.setdefault((province, procedure), (digest, valid_from))
    return current


MANIFESTS_KEPT = 20_000
"""Manifests (about 10 kB each) of which a process makes lists without reading them anew."""
_manifests: Kept[str, Manifest | None] = Kept(MANIFESTS_KEPT)


def manifests_on(
    session: Session, day: date, province_code: str | None = None
) -> list[tuple[str, Manifest]]:
    """Province and manifest of each version that new cases of the day take."""
    return [(one.province_code, one.manifest) for one in versions_on(session, day, province_code)]


def versions_on(session: Session, day: date, province_code: str | None = None) -> list[Version]:
    """The version of each procedure that new cases of the day have a package for.

    In the order of lists: province, sector, name. One statement, and one more for what this process
    has not read before; a package's other files are not read. One whose manifest can't be read is
    left out: it must not take the list with it.
    """
    current = _current(session, day, province_code)
    manifests = manifests_of(session, {digest for digest, _ in current.values()})
    return [
        Version(province, manifest, valid_from)
        for (province, _), (digest, valid_from) in current.items()
        if (manifest := manifests[digest]) is not None
    ]


def manifests_of(session: Session, digests: set[str]) -> Mapping[str, Manifest | None]:
    """The manifests of versions, in one statement for those that this process has not read yet;
    ``None`` for one that can't be read. No other file is read."""
    found = _manifests.known(digests)
    unread = digests - found.keys()
    if not unread:
        return found
    rows = session.execute(
        select(PackageFile.digest, PackageFile.content)
        .where(PackageFile.digest.in_(unread), PackageFile.path == MANIFEST)
        .distinct()
    )
    for row in rows:
        found[row.digest] = _manifests.keep(row.digest, read_manifest(row.content).manifest)
    return found
