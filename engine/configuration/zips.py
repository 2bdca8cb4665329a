"""A configuration as one zip, for those who have no shell on the installation."""

import io
import zipfile
from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.configuration.comparing import Difference, differences
from engine.configuration.exporting import configuration
from engine.configuration.importing import import_configuration
from engine.errors import ProvinceAdminOnly
from engine.publishing.archive import ArchiveLimits, MiB, read_archive

LIMITS = ArchiveLimits(
    packed=32 * MiB, unpacked=256 * MiB, entry=32 * MiB, entries=50_000, ratio=200
)
"""A province has thousands of packages; an upload of one package stays under its own limits."""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every entry, so that the same configuration is the same zip."""


def export_zip(session: Session, *, admin: Administrator) -> bytes:
    """The configuration as a zip; the same bytes for the same configuration.

    Raises ProvinceAdminOnly.
    """
    if not admin.whole:
        raise ProvinceAdminOnly(act="xuất cấu hình")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in configuration(session, admin.province_code).items():
            archive.writestr(
                zipfile.ZipInfo(path, FIRST_DAY), text, compress_type=zipfile.ZIP_DEFLATED
            )
    return content.getvalue()


def compare_zip(
    session: Session, *, admin: Administrator, content: bytes
) -> tuple[Difference, ...]:
    """What an import of the zip would change. Raises ProvinceAdminOnly, ArchiveRefused."""
    if not admin.whole:
        raise ProvinceAdminOnly(act="so cấu hình")
    files = read_archive(content, limits=LIMITS)
    return differences(configuration(session, admin.province_code), files)


def import_zip(
    session: Session, *, admin: Administrator, content: bytes, now: datetime
) -> tuple[Difference, ...]:
    """Bring the province to the configuration in the zip. Raises what import_configuration does."""
    files = read_archive(content, limits=LIMITS)
    return import_configuration(session, admin=admin, files=files, folder="zip", now=now)
