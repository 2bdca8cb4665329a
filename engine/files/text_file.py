"""The bytes of a file as text."""

import re

_MARK = "\ufeff"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class FileUnreadable(Exception):
    """A file is not what its name says. ``reason`` is a Vietnamese phrase; ``line`` counts from
    1."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        self.reason = reason
        self.line = line
        super().__init__(reason)


class NotText(FileUnreadable):
    """A file in another encoding, or no text at all."""


def text_of(data: bytes) -> str:
    """The text of a file in UTF-8, without byte-order marks: one that programs put together may
    begin with several. Raises NotText."""
    if data.startswith(_UTF_16_MARKS):
        raise NotText("tệp được lưu theo mã UTF-16")
    # A stray NUL is a letter that can't be used, told with its place; every second one an encoding.
    if data.count(0) * 8 > len(data):
        raise NotText("tệp được lưu theo mã UTF-16, hoặc không phải văn bản")
    try:
        return data.decode().lstrip(_MARK)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NotText("không phải văn bản theo mã UTF-8", line) from None


def is_clean(text: str, *, lines: bool = False) -> bool:
    """Whether every letter of a text can be shown and stored as it is; ``lines``: line breaks too.

    Control characters, halves of surrogate pairs and marks that turn the writing direction are not.
    """
    return (_HIDDEN if lines else _HIDDEN_OR_BREAK).search(text) is None


_MARKS = r"\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069\ufeff"
_HIDDEN = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f{_MARKS}]")
_HIDDEN_OR_BREAK = re.compile(rf"[\x00-\x1f{_MARKS}]")
