"""Audit heads as one text file a day."""

from datetime import date
from pathlib import Path

from adapters.folder.documents import make_private, write_durably


class FolderHeads:
    """Keeps the keyed heads of the audit in a folder outside the database."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, day: date, content: str) -> None:
        """Keep the head of a day. Raises FileExistsError when it holds other content."""
        path = self._path(day)
        make_private(self.root)
        try:
            write_durably(path, content.encode(), new=True)
        except FileExistsError:
            if path.read_text(encoding="utf-8") != content:
                raise

    def read(self, day: date) -> str | None:
        """The head of a day; ``None`` when there is none."""
        path = self._path(day)
        return path.read_text(encoding="utf-8") if path.exists() else None

    def days(self) -> list[date]:
        """The days that have a head, oldest first."""
        return sorted(date.fromisoformat(path.stem) for path in self.root.glob("*.json"))

    def _path(self, day: date) -> Path:
        return self.root / f"{day.isoformat()}.json"
