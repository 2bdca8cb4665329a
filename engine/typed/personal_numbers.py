"""Numbers in a text that lead to a person: of identity, of telephones, of cases."""

import re
from collections.abc import Iterator

from engine.typed.identifiers import KINDS
from engine.typed.text import Unreadable, plain_signs

_RUN = re.compile(r"\+?[0-9](?:[\s.()-]{0,3}[0-9])*")
_MONEY = re.compile(r"\s*(?:đồng|vnđ|vnd|đ|₫)(?!\w)", re.IGNORECASE)
_CODE = re.compile(r"(?<!\w)[A-Za-z][0-9]{1,3}(?:\.[0-9]+)*\s*-\s*[0-9]{6}\s*-\s*[0-9]{4,7}")
_PARTS = 6
"""Into so many parts people break one number."""
_OLD_IDENTITY = re.compile(r"[0-9]{9}")
"""The number of the identity cards of before."""


def number_shown(text: str) -> str | None:
    """What kind of number the text shows, however it is parted; ``None``: none. Money is none."""
    plain = plain_signs(text)
    if _CODE.search(plain):
        return "mã hồ sơ"
    return next((kind for one in numbers_in(plain) if (kind := _kind(one))), None)


def numbers_in(text: str) -> Iterator[str]:
    """The runs of digits of a text, and of those that spaces part every few neighbours as one."""
    plain = plain_signs(text)
    for found in _RUN.finditer(plain):
        if _MONEY.match(plain, found.end()):
            continue
        parts = found[0].split()
        for first in range(len(parts)):
            for last in range(first + 1, min(first + _PARTS, len(parts)) + 1):
                yield "".join(parts[first:last])


def _kind(text: str) -> str | None:
    for code in ("identity_number", "phone"):
        try:
            KINDS[code].read(text)
        except Unreadable:
            continue
        return KINDS[code].name
    digits = re.sub(r"[^0-9]", "", text)
    return "số chứng minh nhân dân" if _OLD_IDENTITY.fullmatch(digits) else None
