"""Documents as files named by their digest."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from engine.errors import StoreUnavailable

GOING = ".going"
"""Ends the name of a file that is being removed."""


class FolderDocuments:
    """A document store in a folder; two levels of subfolders keep each of them small."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes) -> str:
        """Keep the bytes durably; their SHA-256. Raises StoreUnavailable."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        try:
            if not _touched(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                write_durably(path, content)
        except OSError as error:
            raise StoreUnavailable from error
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes with this digest. Raises KeyError."""
        try:
            return self._path(digest).read_bytes()
        except FileNotFoundError:
            raise KeyError(digest) from None

    def put_before(self, moment: datetime) -> Iterator[str]:
        """The digests of the files that are older than the moment."""
        for path in self.root.glob("??/??/*"):
            with suppress(FileNotFoundError, KeyError):
                kept = self._path(path.stem)
                if path.suffix == GOING and not kept.exists():  # a removal was cut off
                    path.rename(kept)
                if kept.stat().st_mtime < moment.timestamp():
                    yield kept.name

    def remove(self, digest: str, *, put_before: datetime) -> bool:
        """Unlink the file, unless it is younger than the moment. Raises StoreUnavailable.

        It is moved away first: who puts the bytes meanwhile finds none and writes them anew, and
        who put them just before is seen.
        """
        path = self._path(digest)
        going = path.with_suffix(GOING)
        try:
            path.rename(going)
            if going.stat().st_mtime >= put_before.timestamp():
                going.replace(path)
                return False
            going.unlink()
        except FileNotFoundError:
            pass
        except OSError as error:
            raise StoreUnavailable from error
        return True

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not digest.isalnum():  # noqa: PLR2004 - SHA-256 in hex
            raise KeyError(digest)
        return self.root / digest[:2] / digest[2:4] / digest


def _touched(path: Path) -> bool:
    """Whether the file is there, and now as young as one just written."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that after a crash it is there whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
