"""Files as JSON carries them."""

import base64
from collections.abc import Sequence
from typing import Any

from engine.cases.adding_files import FiledDocument
from engine.errors import FileRefused


def files_of(rows: Sequence[dict[str, Any]]) -> list[FiledDocument]:
    """The files of a request. Raises FileRefused when one is no base64."""
    return [
        FiledDocument(row["component"], row["name"], content_of(row["name"], row["content"]))
        for row in rows
    ]


def content_of(name: str, text: str) -> bytes:
    """The bytes of one file. Raises FileRefused when it is no base64."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:  # binascii.Error is one; letters outside ASCII are another
        raise FileRefused(name=name, reason="nội dung không đúng mã base64") from None
