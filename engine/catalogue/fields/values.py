"""What a value may be: its type, its bounds, and both in words."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal, NamedTuple

from engine.files.text_file import is_clean
from engine.typed.text import says_something

Wrong = Literal["type", "bounds"]
Read = tuple[object, Wrong | None]
"""The value and what is wrong with it. A value out of bounds is still a value: what was published
before the bounds stood must stay readable. One of a wrong type is ``None``."""

_WRONG_TYPE: Read = (None, "type")


class Form(ABC):
    """A kind of value. ``words`` says in Vietnamese what is wanted, ``page`` in English."""

    @property
    @abstractmethod
    def words(self) -> str:
        """What is wanted, as a fault says it: "chữ, tối đa 200 ký tự"."""

    @property
    @abstractmethod
    def page(self) -> str:
        """What is wanted, as the reference page says it."""

    @abstractmethod
    def read(self, raw: object) -> Read:
        """The value as the product uses it."""


@dataclass(frozen=True, slots=True)
class Text(Form):
    """A text, neither empty nor too long, that can be shown as it is."""

    most: int = 300
    lines: bool = False

    @property
    def words(self) -> str:
        kind = "chữ (được xuống dòng)" if self.lines else "chữ trên một dòng"
        return f"{kind}, có chữ hay số đọc được, không quá {self.most} ký tự, không có ký tự ẩn"

    @property
    def page(self) -> str:
        return f"text, 1–{self.most} letters{', may have several lines' if self.lines else ''}"

    def read(self, raw: object) -> Read:
        if not isinstance(raw, str):
            return _WRONG_TYPE
        text = raw.strip()
        clean = len(text) <= self.most and is_clean(text, lines=self.lines)
        return text, None if clean and says_something(text) else "bounds"


@dataclass(frozen=True, slots=True)
class Code(Form):
    """A text of a fixed form; ``like`` is an example, ``said`` the form in Vietnamese."""

    pattern: str
    said: str
    like: str

    @property
    def words(self) -> str:
        return f"{self.said}, ví dụ {self.like}"

    @property
    def page(self) -> str:
        return f"like `{self.like}`"

    def read(self, raw: object) -> Read:
        if not isinstance(raw, str):
            return _WRONG_TYPE
        # With a blank around it two codes look the same and are not: said, and still read.
        return raw.strip(), None if re.fullmatch(self.pattern, raw, re.ASCII) else "bounds"


@dataclass(frozen=True, slots=True)
class Number(Form):
    """A number, never negative by accident; ``decimals`` at most after the comma."""

    least: int
    most: int
    decimals: int = 0

    @property
    def words(self) -> str:
        kind = f"số có tối đa {self.decimals} chữ số lẻ" if self.decimals else "số nguyên"
        return f"{kind} từ {self.least} đến {self.most}"

    @property
    def page(self) -> str:
        kind = "number" if self.decimals else "whole number"
        after = f", at most {self.decimals} decimals" if self.decimals else ""
        return f"{kind}, {self.least}–{self.most}{after}"

    def read(self, raw: object) -> Read:
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            return _WRONG_TYPE
        number = Decimal(str(raw))
        if not number.is_finite():
            return _WRONG_TYPE
        inside = self.least <= number <= self.most
        return number, None if inside and number == round(number, self.decimals) else "bounds"


@dataclass(frozen=True, slots=True)
class Whole(Number):
    """A whole number, kept as ``int``."""

    def read(self, raw: object) -> Read:
        if not isinstance(raw, int):
            return _WRONG_TYPE
        value, wrong = Number.read(self, raw)
        return (int(raw), wrong) if value is not None else _WRONG_TYPE


@dataclass(frozen=True, slots=True)
class Choice(Form):
    """One of a few words."""

    allowed: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"một trong: {', '.join(self.allowed)}"

    @property
    def page(self) -> str:
        return " or ".join(f"`{one}`" for one in self.allowed)

    def read(self, raw: object) -> Read:
        if not isinstance(raw, str):
            return _WRONG_TYPE
        return (raw, None) if raw in self.allowed else (None, "bounds")


@dataclass(frozen=True, slots=True)
class Choices(Form):
    """Some of a few words, each once; read in the order of ``allowed``."""

    allowed: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"danh sách, mỗi mục một lần, gồm: {', '.join(self.allowed)}"

    @property
    def page(self) -> str:
        return f"list of {', '.join(f'`{one}`' for one in self.allowed)}; each once, at least one"

    def read(self, raw: object) -> Read:
        if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
            return _WRONG_TYPE
        if not raw or not set(raw) <= set(self.allowed):
            return None, "bounds"
        found = tuple(one for one in self.allowed if one in raw)
        return found, None if len(found) == len(raw) else "bounds"


@dataclass(frozen=True, slots=True)
class Yes(Form):
    """Yes or no."""

    words = "true hoặc false, không có ngoặc kép"
    page = "`true` or `false`"

    def read(self, raw: object) -> Read:
        return (raw, None) if isinstance(raw, bool) else _WRONG_TYPE


@dataclass(frozen=True, slots=True)
class Day(Form):
    """A day, without an hour."""

    first: int = 1945
    last: int = 2100

    @property
    def words(self) -> str:
        return f"ngày từ năm {self.first} đến năm {self.last}, không ngoặc kép, ví dụ 2025-11-26"

    @property
    def page(self) -> str:
        return f"day, {self.first}–{self.last}, like `2025-11-26`"

    def read(self, raw: object) -> Read:
        if not isinstance(raw, date) or isinstance(raw, datetime):
            return _WRONG_TYPE
        return raw, None if self.first <= raw.year <= self.last else "bounds"


@dataclass(frozen=True, slots=True)
class Moment(Form):
    """A moment with its distance from Greenwich."""

    words = "ngày giờ có múi giờ, không ngoặc kép, ví dụ 2025-12-04T09:15:00+07:00"
    page = "moment, like `2025-12-04T09:15:00+07:00`"

    def read(self, raw: object) -> Read:
        if not isinstance(raw, datetime) or raw.tzinfo is None:
            return _WRONG_TYPE
        return raw, None if 2000 <= raw.year <= 2100 else "bounds"  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class Hour(Form):
    """An hour of the day, as text or as TOML's own kind."""

    words = 'giờ và phút trong ngoặc kép, ví dụ "15:00"'
    page = 'hour, like `"15:00"`'

    def read(self, raw: object) -> Read:
        if isinstance(raw, time):
            return raw, None if raw == raw.replace(second=0, microsecond=0) else "bounds"
        if not isinstance(raw, str):
            return _WRONG_TYPE
        found = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", raw.strip())
        return (time(int(found[1]), int(found[2])), None) if found else (None, "bounds")


MOST_ANSWERS = 500
_DEEPEST = 10


class WrongAnswer(NamedTuple):
    """A value in a table of answers that is none: where it stands, what it is, what is wanted."""

    at: tuple[str | int, ...]
    value: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Free(Form):
    """Answers of a form: a table of plain values, read by the form itself."""

    words = "bảng các câu trả lời, không có số vô hạn hay ký tự ẩn"
    page = "table of answers"

    def read(self, raw: object) -> Read:
        if not isinstance(raw, Mapping):
            return _WRONG_TYPE
        return raw, "bounds" if next(self.wrong(raw), None) else None

    def wrong(self, raw: object) -> Iterator[WrongAnswer]:
        """Which values no form can take, and what is wanted instead."""
        if isinstance(raw, Mapping) and len(raw) > MOST_ANSWERS:
            yield WrongAnswer((), f"{len(raw)} câu trả lời", f"không quá {MOST_ANSWERS}")
        elif isinstance(raw, Mapping):
            yield from _wrong_answers(raw, ())


@dataclass(frozen=True, slots=True)
class Anything(Form):
    """A value that another reader reads: the value of a rule."""

    words = "giá trị của quy định"
    page = "a value of the rule's kind"

    def read(self, raw: object) -> Read:
        return raw, None


@dataclass(frozen=True, slots=True)
class Texts(Form):
    """A list of codes in order."""

    most: int = 500

    @property
    def words(self) -> str:
        return f"danh sách chữ, không quá {self.most} mục"

    @property
    def page(self) -> str:
        return f"list of texts, at most {self.most}"

    def read(self, raw: object) -> Read:
        if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
            return _WRONG_TYPE
        return tuple(raw), None if raw and len(raw) <= self.most else "bounds"


def _wrong_answers(value: object, at: tuple[str | int, ...]) -> Iterator[WrongAnswer]:
    if len(at) > _DEEPEST + 1:
        yield WrongAnswer(at, told(value), f"giá trị lồng không quá {_DEEPEST} lớp")
    elif isinstance(value, str):
        if not is_clean(value, lines=True):
            yield WrongAnswer(at, told(value), "chữ không có ký tự ẩn")
    elif isinstance(value, float):
        if not Decimal(str(value)).is_finite():
            yield WrongAnswer(at, "một số vô hạn hay không tính được", "một số hữu hạn")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _wrong_answers(inner, (*at, str(key)))
    elif isinstance(value, Sequence):
        for place, inner in enumerate(value):
            yield from _wrong_answers(inner, (*at, place))


def told(raw: object) -> str:
    """A value as a fault quotes it: short, and nothing hidden stays hidden."""
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, Mapping):
        return "một bảng"
    if isinstance(raw, list):
        return f"một danh sách {len(raw)} mục"
    text = raw if isinstance(raw, str) else str(raw)
    shown = "".join(letter if letter.isprintable() else "�" for letter in text[:_TOLD])
    more = "…" if len(text) > _TOLD else ""
    return f"“{shown}{more}”" if isinstance(raw, str) else f"{shown}{more}"


_TOLD = 60
