"""The mailbox of a demonstration: what would go to telephones is shown on a page."""

import json
import os
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from engine.errors import StoreUnavailable
from engine.ports import SentMessage

KEPT = 50
"""Messages that the page shows; older ones are thrown away."""


class Mailbox:
    """Keeps the last messages as files of a folder, for all processes of the demonstration."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def reaches_people(self) -> bool:
        """Whoever tries the demonstration reads them."""
        return True

    def send(self, message: SentMessage) -> None:
        """Keep it. Raises StoreUnavailable when the disk refuses."""
        told = {"at": message.at.isoformat(), "to": message.to, "text": message.text}
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            name = f"{time.time_ns():020}-{os.getpid()}"
            going = self._folder / f"{name}.going"
            going.write_text(json.dumps(told), encoding="utf-8")
            going.rename(self._folder / f"{name}.json")
        except OSError as error:
            raise StoreUnavailable from error
        for old in self._newest()[KEPT:]:
            with suppress(FileNotFoundError):
                old.unlink()

    def shown(self) -> tuple[SentMessage, ...]:
        """The last messages, the newest first."""
        found = []
        for path in self._newest():
            with suppress(FileNotFoundError):
                told = json.loads(path.read_text(encoding="utf-8"))
                found.append(
                    SentMessage(datetime.fromisoformat(told["at"]), told["to"], told["text"])
                )
        return tuple(found)

    def _newest(self) -> list[Path]:
        return sorted(self._folder.glob("*.json"), reverse=True)
