"""Documents as files named by their digest."""

import errno
import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from engine.errors import DiskFull, StorageReadOnly, StoreUnavailable, Unavailable

GOING = ".going"
"""Ends the name of a file that is being removed."""
_log = logging.getLogger(__name__)


class FolderDocuments:
    """A document store in a folder; two levels of subfolders keep each of them small."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes) -> str:
        """Keep the bytes durably; their SHA-256. Raises Unavailable, by what the disk says."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        try:
            if not _touched(path):
                make_private(self.root, path.parent.parent, path.parent)
                write_durably(path, content)
        except OSError as error:
            raise _told(error, self.root) from error
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes with this digest. Raises KeyError, Unavailable."""
        try:
            return self._path(digest).read_bytes()
        except FileNotFoundError:
            raise KeyError(digest) from None
        except OSError as error:
            raise _told(error, self.root) from error

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


def _told(error: OSError, root: Path) -> Unavailable:
    """What the disk says, with a line in the log for whoever runs it."""
    _log.error("document store %s: %s", root, error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull()
    return StorageReadOnly() if error.errno == errno.EROFS else StoreUnavailable()


def make_private(*folders: Path) -> None:
    """Make the folders, outermost first: others on the machine can't look into them."""
    folders[0].parent.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        folder.mkdir(mode=0o700, exist_ok=True)


def _touched(path: Path) -> bool:
    """Whether the file is there, and now as young as one just written."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def write_durably(path: Path, content: bytes, *, new: bool = False) -> None:
    """Write a file so that after a crash it is there whole or not at all.

    What can't be written whole, as on a full disk, leaves nothing. Raises FileExistsError for one
    that must be ``new``, whoever was quicker.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        part = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            if new:
                path.hardlink_to(part)
            else:
                part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
