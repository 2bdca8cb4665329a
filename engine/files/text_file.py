"""The bytes of a file as text, in the encoding that they prove."""

import re
import unicodedata

_MARK = "\ufeff"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_VIETNAMESE = re.compile(
    "[\x01-\x7f\xa0àáâãèéêìíòóôõùúýăđĩũơưạ-ỹÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ₫“”‘’–—…•·«»°²³½]*"
)
SAVE = "hãy lưu lại theo mã UTF-8 (Excel: chọn loại CSV UTF-8; Notepad: Lưu thành, Mã hóa UTF-8)"
"""What whoever saved a file can do, as a phrase."""


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
    """The text of a file, without byte-order marks: one that programs put together may begin with
    several.

    UTF-8; UTF-16 with its mark, as Excel writes "Unicode Text"; windows-1258 where nothing but
    Vietnamese comes of it. What may be several encodings is not guessed. Raises NotText.
    """
    if data.startswith(_UTF_16_MARKS):
        return _utf_16(data)
    # A stray NUL is a letter that can't be used, told with its place; every second one an encoding.
    if data.count(0) * 8 > len(data):
        raise NotText("tệp được lưu theo mã UTF-16 thiếu dấu đầu tệp, hoặc không phải văn bản")
    try:
        return data.decode().lstrip(_MARK)
    except UnicodeDecodeError as error:
        if (text := _vietnamese(data)) is not None:
            return text
        line = data.count(b"\n", 0, error.start) + 1
        why = "không phải văn bản theo mã UTF-8, và không rõ là mã nào (windows-1252, TCVN3, VNI…)"
        raise NotText(why, line) from None


def _utf_16(data: bytes) -> str:
    try:
        text = data.decode("utf-16").lstrip(_MARK)
    except UnicodeDecodeError:
        text = "\x00"
    if not text or "\x00" in text:
        raise NotText("tệp được lưu theo mã UTF-16 mà có chỗ hỏng")
    return text


def _vietnamese(data: bytes) -> str | None:
    """The text in windows-1258: tones are letters of their own there, and only stand on vowels."""
    try:
        apart = data.decode("cp1258")
    except UnicodeDecodeError:
        return None
    text = unicodedata.normalize("NFC", apart)
    return text if _TONES.search(apart) and _VIETNAMESE.fullmatch(text) else None


def is_clean(text: str, *, lines: bool = False) -> bool:
    """Whether every letter of a text can be shown and stored as it is; ``lines``: line breaks too.

    Control characters, halves of surrogate pairs and marks that turn the writing direction are not.
    """
    return (_HIDDEN if lines else _HIDDEN_OR_BREAK).search(text) is None


_MARKS = r"\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069\ufeff"
_HIDDEN = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f{_MARKS}]")
_HIDDEN_OR_BREAK = re.compile(rf"[\x00-\x1f{_MARKS}]")
