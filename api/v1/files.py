"""Files as JSON carries them."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from engine.cases.adding_files import FiledDocument
from engine.errors import FileRefused


def files_of(rows: Sequence[dict[str, Any]]) -> list[FiledDocument]:
    """The files of a request. Raises FileRefused when one is no base64."""
    return [FiledDocument(row["component"], row["name"], _content(row)) for row in rows]


def _content(row: dict[str, Any]) -> bytes:
    try:
        return base64.b64decode(row["content"], validate=True)
    except binascii.Error:
        raise FileRefused(name=row["name"], reason="nội dung không đúng mã base64") from None
