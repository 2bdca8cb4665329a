"""A configuration as one zip, for those who have no shell on the installation."""

import io
import zipfile
from collections.abc import Mapping

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.configuration.comparing import Difference, differences
from engine.configuration.exporting import configuration
from engine.files.limits import CONFIGURATION
from engine.organisation.tree import setting_of
from engine.publishing.archive import read_archive

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every entry, so that the same configuration is the same zip."""


def read_zip(content: bytes) -> dict[str, bytes]:
    """The files of a configuration's zip, read before any transaction. Raises ArchiveRefused."""
    return read_archive(content, limits=CONFIGURATION)


def export_zip(session: Session, *, admin: Administrator) -> bytes:
    """The configuration as a zip; the same bytes for the same configuration.

    Raises ProvinceAdminOnly.
    """
    admin.require("configuration.export", setting_of(session, admin.province_code))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in configuration(session, admin.province_code).items():
            archive.writestr(
                zipfile.ZipInfo(path, FIRST_DAY), text, compress_type=zipfile.ZIP_DEFLATED
            )
    return content.getvalue()


def compare_zip(
    session: Session, *, admin: Administrator, files: Mapping[str, bytes]
) -> tuple[Difference, ...]:
    """What an import of these files would change. Raises ProvinceAdminOnly."""
    admin.require("configuration.export", setting_of(session, admin.province_code))
    return differences(configuration(session, admin.province_code), files)
