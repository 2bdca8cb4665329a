"""Zips that a stranger made: which kinds are opened, and what reading a damaged one raises."""

import struct
import zipfile
import zlib
from typing import Final

METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Those that unpack no more at a time than is asked for. Of bzip2 and LZMA the library unpacks all
that a piece holds, gigabytes of a few kilobytes."""
BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(ValueError, OverflowError, NotImplementedError),
)
"""What opening and reading raise for a damaged one; for a password it is RuntimeError."""
_ENTRY = b"PK\1\2"


def names_too_many(content: bytes, most: int) -> int:
    """How many entries a zip seems to have where that is far too many; 0 where it isn't.

    Asked before its directory is read, which would be built whole. Zips within it may seem some of
    its own, so it isn't exact.
    """
    seen = content.count(_ENTRY)
    return seen if seen > 2 * most else 0
