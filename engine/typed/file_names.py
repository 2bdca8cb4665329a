"""Names of files: one line, no folders, something to read, and the ending that the bytes have."""

import re
import unicodedata

from engine.typed.text import Unreadable, one_line, says_something, within

LONGEST = 200
"""Signs of a file's name."""
_FOLDERS = re.compile(r".*[/\\]", re.DOTALL)


def file_name(text: str, endings: tuple[str, ...] = ()) -> str:
    """The name behind all folders, with one of the endings; the first is put to any other.

    So `giấy.exe`, if it is a PDF, is kept as `giấy.exe.pdf`: who saves it opens what it is. Raises
    Unreadable for a name without a letter or digit before its ending.
    """
    name = behind_folders(one_line(text))
    stem, dot, ending = name.rpartition(".")
    known = bool(dot) and f".{ending.lower()}" in endings
    if not says_something(stem if known else name):
        raise Unreadable("không có chữ hay số nào; hãy đặt lại tên, ví dụ giay-khai-sinh.pdf")
    return within(name if known or not endings else name + endings[0], LONGEST)


def one_on_every_disk(path: str) -> str:
    """What two names share that are one file on some machines: they differ in case, or in how
    their accents are composed."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def behind_folders(name: str) -> str:
    """The last part of a name with folders, as old programs and hostile ones send it."""
    return _FOLDERS.sub("", name).strip()
