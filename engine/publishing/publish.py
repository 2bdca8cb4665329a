"""Publish a package: nothing with a fault gets in, and what is in never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from engine.catalogue.manifest import Manifest
from engine.publishing.examine import Examined, examine
from engine.store.base import table_of
from engine.store.catalogue import (
    Package,
    PackageFile,
    Procedure,
    ProcedureResult,
    ResultType,
)


@dataclass(frozen=True, slots=True)
class Published:
    """A version that stands in the catalogue; ``new`` is false if it stood there before.

    ``taken_back``: by its first day, so that it is on no day the one that new dossiers take.
    """

    procedure_code: str
    digest: str
    version: int
    valid_from: date
    new: bool
    taken_back: bool = False


def publish_package(
    session: Session,
    *,
    province_code: str,
    files: Mapping[str, bytes],
    published_by: str,
    now: datetime,
    valid_from: date | None = None,
    examined: Examined | None = None,
) -> Published:
    """Publish files by the operator's deed: what the command line loads from folders (ADR 0019).

    Whoever works through page and API proposes, and another approves (``engine.proposing``). For
    cases from ``valid_from`` on (by default the manifest's own date); running cases keep their
    version. Publishing the same files again changes nothing. Raises what ``examine`` does.
    """
    if examined is None:
        examined = examine(session, province_code, files)
    known = known_version(session, province_code, examined)
    if known is not None:
        return known
    day = valid_from or examined.manifest.valid_from
    return put_in_force(
        session, province_code, examined, files, valid_from=day, by=published_by, now=now
    )


def put_in_force(
    session: Session,
    province_code: str,
    examined: Examined,
    files: Mapping[str, bytes],
    *,
    valid_from: date,
    by: str,
    now: datetime,
) -> Published:
    """Make examined files the procedure's next version, for cases from ``valid_from`` on."""
    manifest = examined.manifest
    _keep_procedure(session, province_code, manifest)
    published = Published(
        procedure_code=manifest.code,
        digest=examined.digest,
        version=_next_version(session, province_code, manifest.code),
        valid_from=valid_from,
        new=True,
    )
    _insert(session, province_code, examined, published, files, by=by, at=now)
    return published


def known_version(session: Session, province_code: str, examined: Examined) -> Published | None:
    """The version that these files are already."""
    row = session.get(Package, (province_code, examined.digest))
    if row is None:
        return None
    return Published(
        procedure_code=row.procedure_code,
        digest=row.digest,
        version=row.version,
        valid_from=row.valid_from,
        new=False,
        taken_back=row.taken_back,
    )


def take_again(
    session: Session,
    province_code: str,
    known: Published,
    *,
    valid_from: date,
    by: str,
    now: datetime,
) -> Published:
    """Let cases from ``valid_from`` on take a version that was taken back by its first day.

    The same files are the same version, by the same number.
    """
    row = session.get_one(Package, (province_code, known.digest))
    row.valid_from, row.retired_from = valid_from, None
    row.published_by, row.published_at = by, now
    session.flush()
    return replace(known, valid_from=valid_from, taken_back=False)


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


def _insert(
    session: Session,
    province_code: str,
    examined: Examined,
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
            "procedure_code": examined.manifest.code,
            "version": published.version,
            "diagram": examined.diagram,
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
