"""Messages as files for SMS Server Tools, which a province's modem or gateway reads.

A file is written in the folder above and then moved in, so that none is read half (smstools3).
"""

import tempfile
from pathlib import Path

from engine.errors import StoreUnavailable
from engine.ports import SentMessage

COUNTRY = "84"


class SpooledMessages:
    """Drops a file for each message into a folder; without a folder nothing is offered."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def reaches_people(self) -> bool:
        """Whether a folder was named."""
        return self._folder is not None

    def send(self, message: SentMessage) -> None:
        """Drop the file. Raises StoreUnavailable when it can't be written."""
        if self._folder is None:
            raise StoreUnavailable
        lines = f"To: {COUNTRY}{message.to.removeprefix('0')}\nAlphabet: UTF-8\n\n{message.text}\n"
        try:
            with tempfile.NamedTemporaryFile(
                "w", dir=self._folder.parent, prefix=".", delete=False, encoding="utf-8"
            ) as file:
                file.write(lines)
            made = Path(file.name)
            made.chmod(0o660)
            made.rename(self._folder / f"motcua{made.name}")
        except OSError as error:
            raise StoreUnavailable from error

    def shown(self) -> tuple[SentMessage, ...]:
        """Nothing: what is sent is its receiver's."""
        return ()
