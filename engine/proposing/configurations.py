"""Configurations that are proposed: each row that would change, each package that comes in."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.catalogue.manifest_file import MANIFEST, read_manifest
from engine.catalogue.packages import digest_of
from engine.configuration import configuration, differences, import_configuration
from engine.configuration.exporting import PACKAGES
from engine.organisation.tree import setting_of
from engine.proposing.packages import compared_with, in_force
from engine.proposing.review import Content, Review
from engine.publishing.closing import Tried, require_fileable
from engine.publishing.differing import Difference
from engine.routing.as_it_stands import day_of
from engine.store.catalogue import Package

Files = Mapping[str, bytes]


def content_of(province_code: str, files: Files) -> Content:
    """What a configuration proposes."""
    return Content("configuration", province_code, digest_of(files), files)


def review_configuration(
    session: Session, province_code: str, content: Content, day: date
) -> Review:
    """The configuration beside that of now."""
    present = configuration(session, province_code)
    rows = tuple(_rows(present, content.files))
    packages = tuple(_packages(session, province_code, present, content.files, day))
    return Review(
        content=content,
        day=day,
        epoch=setting_of(session, province_code).epoch,
        base=None,
        differences=(*packages, *rows),
    )


def _rows(present: Files, files: Files) -> Iterator[Difference]:
    for one in differences(present, files):
        where = f"{one.path}: {one.key}" if one.key else one.path
        what = {"added": "added", "removed": "removed"}.get(one.kind, "changed")
        key = f"{one.path} {one.key or ''}".strip()
        yield Difference(
            "configuration",
            what,  # type: ignore[arg-type]
            key,
            where,
            one.field,
            one.before,
            one.after,
        )


def _packages(
    session: Session, province_code: str, present: Files, files: Files, day: date
) -> Iterator[Difference]:
    """What the packages that come in change, each beside the version in force."""
    folders = {path[: -len(MANIFEST)] for path in files.keys() - present.keys() if _heads(path)}
    for folder in sorted(folders):
        found = {p.removeprefix(folder): c for p, c in files.items() if p.startswith(folder)}
        manifest = read_manifest(found[MANIFEST]).manifest
        if manifest is None:
            continue  # refused by the import, with every fault
        base = in_force(session, province_code, manifest.code, day)
        yield from compared_with(session, province_code, base, found)


def _heads(path: str) -> bool:
    return path.startswith(PACKAGES) and path.count("/") == 2 and path.endswith(f"/{MANIFEST}")  # noqa: PLR2004


def rehearse(
    session: Session,
    content: Content,
    admin: Administrator,
    now: datetime,
    tried: Tried | None = None,
) -> None:
    """Import and take it back again: what can't be imported is not proposed.

    Raises what ``put_configuration_in_force`` does.
    """
    told: dict[str, Any] = {"proposed_by": admin.account_id, "now": now, "tried": tried}
    nested = session.begin_nested()
    try:
        put_configuration_in_force(session, content, admin, **told)
    finally:
        if nested.is_active:
            nested.rollback()
        session.expire_all()


def put_configuration_in_force(
    session: Session,
    content: Content,
    admin: Administrator,
    *,
    proposed_by: str | None,
    now: datetime,
    tried: Tried | None = None,
) -> None:
    """Bring the province to the configuration.

    Raises what ``import_configuration`` does, and NotFileable for a package that comes in and that
    no place could take a dossier by.
    """
    code, day = admin.province_code, day_of(now)
    before = versions(session, code)
    import_configuration(
        session, admin=admin, files=content.files, folder="zip", now=now, proposed_by=proposed_by
    )
    for digest, (procedure, first) in versions(session, code).items():
        taken = in_force(session, code, procedure, max(first, day)) == digest
        if digest not in before and taken:
            require_fileable(
                session,
                province_code=code,
                digest=digest,
                valid_from=first,
                now=now,
                tried=tried,
            )


def versions(session: Session, province_code: str) -> dict[str, tuple[str, date]]:
    """Every version that stands in the catalogue: its procedure and first day."""
    query = select(Package.digest, Package.procedure_code, Package.valid_from)
    rows = session.execute(query.where(Package.province_code == province_code))
    return {row.digest: (row.procedure_code, row.valid_from) for row in rows}
