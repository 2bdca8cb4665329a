"""Documents as files named by their digest."""

import hashlib
import logging
import os
import tempfile
from pathlib import Path

from engine.errors import StoreUnavailable

_log = logging.getLogger(__name__)


class FolderDocuments:
    """A document store in a folder; two levels of subfolders keep each of them small."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, content: bytes) -> str:
        """Keep the bytes durably; their SHA-256. Raises StoreUnavailable."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        try:
            if not path.exists():
                make_private(self.root, path.parent.parent, path.parent)
                write_durably(path, content)
        except OSError as error:
            _log.exception("document store %s", self.root)
            raise StoreUnavailable from error
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes with this digest. Raises KeyError."""
        try:
            return self._path(digest).read_bytes()
        except FileNotFoundError:
            raise KeyError(digest) from None

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not digest.isalnum():  # noqa: PLR2004 - SHA-256 in hex
            raise KeyError(digest)
        return self.root / digest[:2] / digest[2:4] / digest


def make_private(*folders: Path) -> None:
    """Make the folders, outermost first: others on the machine can't look into them."""
    folders[0].parent.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        folder.mkdir(mode=0o700, exist_ok=True)


def write_durably(path: Path, content: bytes) -> None:
    """Write a file so that after a crash it is there whole or not at all.

    What can't be written whole, as on a full disk, leaves nothing.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        part = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
