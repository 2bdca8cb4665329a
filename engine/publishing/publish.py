"""Publish a package: nothing with a fault gets in, and what is in never changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from engine.access import administrator
from engine.accounts import Person
from engine.catalogue.manifest import Manifest
from engine.catalogue.packages import digest_of
from engine.errors import NotAdministrator, ProvinceAdminOnly
from engine.organisation.tree import setting_of
from engine.publishing.closing import require_fileable
from engine.publishing.diagnose import diagnose, refuse_faults
from engine.store.base import table_of
from engine.store.catalogue import (
    Package,
    PackageFile,
    Procedure,
    ProcedureResult,
    ResultType,
)
from engine.workflow.draw import draw
from engine.workflow.reading.document import read_document


@dataclass(frozen=True, slots=True)
class Published:
    """A version that stands in the catalogue; ``new`` is false if it stood there before."""

    procedure_code: str
    digest: str
    version: int
    valid_from: date
    new: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """Files without an error: their manifest and picture, and the province's epoch then."""

    digest: str
    epoch: int
    manifest: Manifest
    diagram: str


def check_upload(session: Session, province_code: str, files: Mapping[str, bytes]) -> Checked:
    """Diagnose files that are to be published. Raises PackageRefused with every fault."""
    epoch = setting_of(session, province_code).epoch
    manifest = checked_manifest(session, province_code, files)
    return Checked(digest_of(files), epoch, manifest, drawn(files, manifest))


def check_upload_as(session: Session, *, person: Person, files: Mapping[str, bytes]) -> Checked:
    """The same for an administrator of the whole province.

    Raises NotAdministrator, ProvinceAdminOnly, PackageRefused.
    """
    return check_upload(session, _province_of(session, person), files)


def publish_package(
    session: Session,
    *,
    province_code: str,
    files: Mapping[str, bytes],
    published_by: str,
    now: datetime,
    valid_from: date | None = None,
    checked: Checked | None = None,
) -> Published:
    """Publish the files for cases from ``valid_from`` on (by default the manifest's own date).

    ``checked``: what ``check_upload`` said of them before this transaction, so that nobody waits
    for the diagnosis; it is made anew if the province has changed since. Running cases keep their
    version. Publishing the same files again changes nothing. Raises PackageRefused with every fault
    of every file.
    """
    digest = digest_of(files)
    epoch = setting_of(session, province_code).epoch
    if checked is None or (checked.digest, checked.epoch) != (digest, epoch):
        checked = check_upload(session, province_code, files)
    manifest = checked.manifest
    known = _known(session, province_code, manifest.code, digest)
    if known is not None:
        return known
    _keep_procedure(session, province_code, manifest)
    published = Published(
        procedure_code=manifest.code,
        digest=digest,
        version=_next_version(session, province_code, manifest.code),
        valid_from=valid_from or manifest.valid_from,
        new=True,
    )
    _insert(session, province_code, checked, published, files, by=published_by, at=now)
    return published


def checked_manifest(session: Session, province_code: str, files: Mapping[str, bytes]) -> Manifest:
    """The manifest of files without an error. Raises PackageRefused with every fault."""
    found = diagnose(session, province_code, files)
    refuse_faults(found.faults)
    assert found.manifest is not None  # noqa: S101 - a manifest that can't be used is an error
    return found.manifest


def publish_as(
    session: Session,
    *,
    person: Person,
    files: Mapping[str, bytes],
    now: datetime,
    valid_from: date | None = None,
    checked: Checked | None = None,
) -> Published:
    """Publish as an administrator of the whole province. Raises NotAdministrator,
    ProvinceAdminOnly, PackageRefused, NotFileable."""
    province = _province_of(session, person)
    done = publish_package(
        session,
        province_code=province,
        files=files,
        published_by=person.account_id,
        now=now,
        valid_from=valid_from,
        checked=checked,
    )
    if done.new:
        require_fileable(
            session, province_code=province, digest=done.digest, valid_from=done.valid_from, now=now
        )
    return done


def _province_of(session: Session, person: Person) -> str:
    """The province whose packages the person publishes. Raises NotAdministrator,
    ProvinceAdminOnly."""
    if person.province_code is None:
        raise NotAdministrator
    if not administrator(person, setting_of(session, person.province_code)).whole:
        raise ProvinceAdminOnly(act="công bố gói thủ tục")
    return person.province_code


def _known(session: Session, province_code: str, code: str, digest: str) -> Published | None:
    row = session.get(Package, (province_code, digest))
    return Published(code, digest, row.version, row.valid_from, new=False) if row else None


def _next_version(session: Session, province_code: str, procedure_code: str) -> int:
    newest = session.scalar(
        select(func.max(Package.version)).where(
            Package.province_code == province_code, Package.procedure_code == procedure_code
        )
    )
    return (newest or 0) + 1


def _keep_procedure(session: Session, province_code: str, manifest: Manifest) -> None:
    """Add the procedure if the catalogue lacks it; what the catalogue says is not overwritten."""
    if session.get(Procedure, (province_code, manifest.code)) is not None:
        return
    session.add(
        Procedure(
            province_code=province_code,
            code=manifest.code,
            name=manifest.name,
            short_name=manifest.short_name,
            sector=manifest.sector,
            level=manifest.level,
        )
    )
    session.flush()
    names = [result.name for result in manifest.results]
    known = select(ResultType.code).where(
        ResultType.province_code == province_code, ResultType.name.in_(names)
    )
    session.add_all(
        ProcedureResult(province_code=province_code, procedure_code=manifest.code, result_code=code)
        for code in session.scalars(known)
    )
    session.flush()


def drawn(files: Mapping[str, bytes], manifest: Manifest) -> str:
    """The diagram of a package, as its pages show it."""
    process = read_document(files[manifest.process], file=manifest.process)
    return draw(process.root, title=f"Sơ đồ quy trình {manifest.short_name}")


def _insert(
    session: Session,
    province_code: str,
    checked: Checked,
    published: Published,
    files: Mapping[str, bytes],
    *,
    by: str,
    at: datetime,
) -> None:
    connection = session.connection()
    connection.execute(
        insert(table_of(Package)),
        {
            "province_code": province_code,
            "digest": published.digest,
            "procedure_code": checked.manifest.code,
            "version": published.version,
            "diagram": checked.diagram,
            "valid_from": published.valid_from,
            "published_at": at,
            "published_by": by,
        },
    )
    connection.execute(
        insert(table_of(PackageFile)),
        [
            {
                "province_code": province_code,
                "digest": published.digest,
                "path": path,
                "content": content,
            }
            for path, content in files.items()
        ],
    )
