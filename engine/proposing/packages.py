"""Packages that are proposed: beside the version in force on the day, and made the next one."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.catalogue.desk_names import desk_names
from engine.catalogue.manifest_file import MANIFEST, read_manifest
from engine.catalogue.packages import current_digest, package
from engine.catalogue.periods import Applies, periods
from engine.errors import PackageKnown, ProcedureNotFound
from engine.organisation.tree import setting_of
from engine.proposing.review import Content, Review
from engine.publishing.closing import Tried, require_fileable
from engine.publishing.differing import Difference, differences
from engine.publishing.examine import Examined, examine
from engine.publishing.publish import known_version, put_in_force, take_again
from engine.store.catalogue import Package


def review_package(
    session: Session,
    province_code: str,
    content: Content,
    day: date,
    examined: Examined | None = None,
) -> Review:
    """The package beside the version that new cases of the day would take. Raises as ``examine``.

    ``examined`` is what was said of these files before; it is asked anew if the province has
    changed since.
    """
    setting = setting_of(session, province_code)
    if examined is None or (examined.digest, examined.epoch, examined.beside) != (
        content.digest,
        setting.epoch,
        content.beside,
    ):
        examined = examine(session, province_code, content.files, content.beside)
    code = examined.manifest.code
    base = in_force(session, province_code, code, day)
    found = compared_with(session, province_code, base, content.files)
    return Review(
        content=content,
        day=day,
        epoch=setting.epoch,
        base=base,
        differences=(*found, *kept_later(session, province_code, code, day)),
        decided=examined.decided,
        faults=examined.faults,
        examined=examined,
    )


def applying(session: Session, province_code: str, procedure_code: str) -> list[Applies]:
    """Every version of the procedure with its days."""
    rows = session.execute(
        select(Package.version, Package.valid_from, Package.retired_from).where(
            Package.province_code == province_code, Package.procedure_code == procedure_code
        )
    )
    return [Applies(*row) for row in rows]


def kept_later(
    session: Session, province_code: str, procedure_code: str, day: date
) -> Iterator[Difference]:
    """Versions that were approved for later days: from then on cases take them, and not what
    begins on ``day``. One that yet another covers wholly is never taken, and not told."""
    there = applying(session, province_code, procedure_code)
    new = max((one.version for one in there), default=0) + 1
    for one in periods([*there, Applies(new, day, None)]):
        if one.first > day and one.version is not None:
            yield Difference(
                kind="procedure",
                what="changed",
                key=f"later:{one.first}",
                where="Thủ tục",
                field=f"bản áp dụng từ {one.first:%d/%m/%Y}",
                before=f"bản {one.version}, đã duyệt trước",
                after=f"vẫn bản {one.version}: bản này chỉ áp dụng đến trước ngày ấy",
            )


def compared_with(
    session: Session, province_code: str, base: str | None, files: Mapping[str, bytes]
) -> tuple[Difference, ...]:
    """What differs from the version ``base``, with the province's words for its positions."""
    before = package(session, province_code, base).files if base else None
    setting, names = setting_of(session, province_code), dict[str, str]()
    for one in (before or {}, files):
        names |= desk_names(setting, read_manifest(one.get(MANIFEST, b"")).manifest)
    return differences(before, files, names=names)


def in_force(session: Session, province_code: str, procedure_code: str, day: date) -> str | None:
    """The version that new cases of the day take; ``None`` where there is none."""
    try:
        return current_digest(
            session, province_code=province_code, procedure_code=procedure_code, day=day
        )
    except ProcedureNotFound:
        return None


def put_package_in_force(
    session: Session,
    province_code: str,
    review: Review,
    *,
    by: str,
    now: datetime,
    tried: Tried | None = None,
) -> int:
    """Make the reviewed files the next version; its number.

    A version that was taken back before its first day keeps its number. Raises PackageKnown, and
    NotFileable where no place could take a dossier on its first day.
    """
    assert review.examined is not None  # noqa: S101 - a package is always examined
    told: dict[str, Any] = {"valid_from": review.day, "by": by, "now": now}
    known = known_version(session, province_code, review.examined)
    if known is None:
        files = review.content.files
        done = put_in_force(session, province_code, review.examined, files, **told)
    elif known.taken_back:
        done = take_again(session, province_code, known, **told)
    else:
        raise PackageKnown(where=f"đã là bản {known.version}")
    require_fileable(
        session,
        province_code=province_code,
        digest=done.digest,
        valid_from=review.day,
        now=now,
        tried=tried,
    )
    return done.version
