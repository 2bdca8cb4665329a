"""What names a person or a thing: separators are dropped, one canonical form is kept.

Each kind has its own words for what is wrong. A form says which kind a text is by the property
``kind``, by form-js' ``validationType``, or by one of the well-known patterns.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.typed.text import Unreadable, one_line, plain_signs

_SEPARATORS = re.compile(r"[\s.\-()]")
_DASHES = re.compile(r"\s*-\s*")
_ABROAD = re.compile(r"(?:\+84|0084|84(?=[0-9]{9}$))0?")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of identifier. ``tidy`` gives the canonical form, which ``form`` has to match."""

    code: str
    name: str
    tidy: Callable[[str], str]
    form: re.Pattern[str]
    wrong: str
    inputmode: str
    autocomplete: str | None = None

    def read(self, text: str) -> str:
        """The canonical form. Raises Unreadable in this kind's own words."""
        found = self.tidy(plain_signs(one_line(text)))
        if not self.form.fullmatch(found):
            raise Unreadable(self.wrong)
        return found


def _digits(text: str) -> str:
    return _SEPARATORS.sub("", text)


def _phone(text: str) -> str:
    digits = _digits(text)
    abroad = _ABROAD.match(digits)
    return f"0{digits[abroad.end() :]}" if abroad else digits


def _tax(text: str) -> str:
    digits = _digits(text)
    return f"{digits[:10]}-{digits[10:]}" if len(digits) == 13 else digits  # noqa: PLR2004


def case_code(text: str) -> str:
    """A case code or submission number as it is printed: ``H41.32.15-251204-0012``.

    Every dash is a hyphen; spaces are dropped or, where there is no dash, stand for one; letters
    are capitals. What is no code stays one that nobody has.
    """
    parts = _DASHES.sub("-", plain_signs(text)).upper().split()
    return ("" if any("-" in part for part in parts) else "-").join(parts)


def _agency(text: str) -> str:
    """As decision 20/2020/QĐ-TTg writes it: capital letters, parts joined by dots."""
    return text.strip().upper()


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "identity_number",
            "số định danh cá nhân",
            _digits,
            re.compile(r"[0-9]{12}"),
            "số định danh có đúng 12 chữ số, ghi như trên thẻ căn cước",
            "numeric",
        ),
        Kind(
            "phone",
            "số điện thoại",
            _phone,
            re.compile(r"0[1-9][0-9]{8,9}"),
            "số điện thoại có 10 chữ số và bắt đầu bằng 0, ví dụ 0912 345 678",
            "tel",
            "tel",
        ),
        Kind(
            "email",
            "thư điện tử",
            str.strip,
            re.compile(r"[^@\s<>()\[\],;:\"“”‘’]+@(?:[\w-]+\.)+[^\W\d_]{2,}"),
            "thư điện tử có dạng ten@noi.vn, không có khoảng trống hay dấu thừa",
            "email",
            "email",
        ),
        Kind(
            "tax_number",
            "mã số thuế",
            _tax,
            re.compile(r"[0-9]{10}(?:-[0-9]{3})?"),
            "mã số thuế có 10 chữ số; của đơn vị phụ thuộc thêm 3 chữ số, ví dụ 0101234567-001",
            "numeric",
        ),
        Kind(
            "agency_code",
            "mã định danh cơ quan",
            _agency,
            re.compile(r"[GH][0-9]{2}(?:\.[0-9]{1,3}){0,3}"),
            "mã định danh cơ quan bắt đầu bằng G hoặc H và hai chữ số, ví dụ H41.102.01",
            "text",
        ),
        Kind(
            "bank_account",
            "số tài khoản",
            _digits,
            re.compile(r"[0-9]{6,19}"),
            "số tài khoản có từ 6 đến 19 chữ số, ghi như trên thẻ hoặc sổ của ngân hàng",
            "numeric",
        ),
        Kind(
            "year",
            "năm",
            _digits,
            re.compile(r"(?:19|20)[0-9]{2}"),
            "hãy ghi năm đủ bốn chữ số, ví dụ 1975",
            "numeric",
        ),
    )
}

PATTERNS: Mapping[str, str] = {
    "^[0-9]{12}$": "identity_number",
    "^0[0-9]{9}$": "phone",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "email",
    "^[0-9]{10}(-[0-9]{3})?$": "tax_number",
}
"""Patterns that can mean one kind only; the pattern itself holds besides."""


def digits_of(text: str) -> str | None:
    """The identity or phone number that a search means, in its canonical form; none for words."""
    return known_as("identity_number", text) or known_as("phone", text)


def number_meant(text: str) -> str | None:
    """The number of a person or an organisation that a search means; none for words."""
    return digits_of(text) or known_as("tax_number", text)


def is_persons(number: str) -> bool:
    """Whether the number on record is a person's, and no organisation's."""
    return known_as("identity_number", number) is not None


def known_as(kind: str, text: str) -> str | None:
    """The number of this kind in its canonical form; ``None`` for what is no such number."""
    try:
        return KINDS[kind].read(text)
    except Unreadable:
        return None
