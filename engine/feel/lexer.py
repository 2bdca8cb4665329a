"""The lowest level of reading: where one is in the text, and its smallest parts.

FEEL can't be cut into tokens beforehand: names may hold spaces and operators and are only
recognisable against the names in scope ("ngày nộp", "years and months duration"). So the parser
reads the text itself; this module holds what it reads with.
"""

import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from engine.feel.errors import FeelSyntaxError
from engine.feel.limits import MAX_NESTING, MAX_TEXT

_BLANK: Final = r"[\s\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]"
SPACE: Final = re.compile(rf"(?:{_BLANK}+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_START: Final = r"(?:[^\W\d]|[?_\U00010000-\U000EFFFF])"
_PART: Final = r"(?:\w|[?\u00B7\u0300-\u036F\u203F-\u2040\U00010000-\U000EFFFF])"
WORD: Final = re.compile(rf"{_START}{_PART}*")
NUMBER: Final = re.compile(r"(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
COMPARATOR: Final = re.compile(r"<=|>=|!=|<|>|=")
OPERATOR: Final = re.compile(
    rf"<=|>=|!=|<|>|=|\*\*|[+\-*/]|(?:and|or|between|in|instance)(?!{_PART})"
)
ARGUMENT_NAME: Final = re.compile(r"([^\W\d][\w.'+*/\-]*(?:\s+[\w.'+*/\-]+)*)\s*:")
PARAMETER: Final = re.compile(r"[^\W\d][\w?'+*/.\-]*(?:\s+[\w?'+*/.\-]+)*(?=\s*[,:)])")
KEY: Final = re.compile(r"(?:[^\W\d]|[?_\U00010000-\U000EFFFF])[^:\"{},]*")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_ESCAPES: Final = {
    "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f",
    '"': '"', "'": "'", "\\": "\\", "/": "/",
}  # fmt: skip
_NAME_PART: Final = re.compile(r"\w+|[^\w\s]")

NameTable = dict[str, list[tuple[str, ...]]]
"""Names of several parts by their first word, longest first; each as its parts."""


@lru_cache(4096)
def name_parts(name: str) -> tuple[str, ...]:
    """A name cut into words and signs, between which a text may put spaces."""
    return tuple(_NAME_PART.findall(name))


def join_parts(name: str) -> str:
    """A name with its blanks made single."""
    return " ".join(name.split())


def name_table(names: Iterable[str], base: NameTable | None = None) -> NameTable:
    """A table of those ``names`` that are more than one word, added to ``base``."""
    table = {first: list(rest) for first, rest in (base or {}).items()}
    for name in names:
        add_name(table, name)
    return table


def add_name(table: NameTable, name: str) -> None:
    """Put a name into the table, unless it is a plain word."""
    word = WORD.match(name)
    if word is None or word.end() == len(name):
        return
    known = table.setdefault(word.group(), [])
    parts = name_parts(name)
    if (name, *parts) not in known:
        known.append((name, *parts))
        known.sort(key=lambda entry: len(entry[0]), reverse=True)


def unescape(text: str) -> str:
    """The characters of a string literal; pairs of surrogates become the character they mean."""
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_unescape_one, text)
    try:
        return plain.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeError:
        return plain.encode("utf-8", "replace").decode("utf-8")


def _unescape_one(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        number = int(code, 16)
        return chr(number) if number <= sys.maxunicode else found[0]
    return _ESCAPES.get(found[3], found[0])


class Scanner:
    """A place in a text. ``at`` is always on something that is not blank, or at the end."""

    def __init__(self, text: str, names: NameTable) -> None:
        if len(text) > MAX_TEXT:
            raise FeelSyntaxError(what=f"biểu thức dài quá {MAX_TEXT} ký tự", line=1, column=1)
        self.text = text
        self.at = 0
        self.nesting = 0
        self.names = names
        self._names_own = False
        self.space()

    def space(self) -> None:
        """Go past blanks and comments."""
        self.at = SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]

    def fault(self, what: str, at: int | None = None) -> FeelSyntaxError:
        """The error to raise, at the present place unless told another."""
        line, column = line_and_column(self.text, self.at if at is None else at)
        return FeelSyntaxError(what=what, line=line, column=column)

    def sees(self, sign: str) -> bool:
        """Whether the text goes on with the sign."""
        return self.text.startswith(sign, self.at)

    def take(self, sign: str) -> bool:
        """Go past the sign if it is next."""
        if self.text.startswith(sign, self.at):
            self.at += len(sign)
            self.space()
            return True
        return False

    def need(self, sign: str) -> None:
        """Go past the sign, which must be next."""
        if not self.take(sign):
            raise self.fault(f"thiếu “{sign}”" + self._instead())

    def word(self) -> str | None:
        """The word that is next, without going past it."""
        found = WORD.match(self.text, self.at)
        return found.group() if found else None

    def skip(self, length: int) -> None:
        """Go past so many characters and the blanks after them."""
        self.at += length
        self.space()

    def take_word(self, word: str) -> bool:
        """Go past the word if it is next."""
        if self.word() == word:
            self.skip(len(word))
            return True
        return False

    def need_word(self, word: str) -> None:
        """Go past the word, which must be next."""
        if not self.take_word(word):
            raise self.fault(f"thiếu từ “{word}”" + self._instead())

    def take_match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Go past what the pattern matches here, if it does."""
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
            self.space()
        return found

    def declare(self, name: str) -> None:
        """From here on the name may be read, even when it has several parts."""
        if WORD.fullmatch(name):
            return
        if not self._names_own:
            self.names = {first: list(rest) for first, rest in self.names.items()}
            self._names_own = True
        add_name(self.names, name)

    def match_parts(self, parts: tuple[str, ...]) -> int:
        """Where a name of these parts ends if it begins here; 0 if it does not."""
        text, at = self.text, self.at
        for part in parts:
            if at != self.at:
                at = SPACE.match(text, at).end()  # type: ignore[union-attr]
            if not text.startswith(part, at):
                return 0
            at += len(part)
        following = text[at : at + 1]
        if (following.isalnum() or following == "_") and parts[-1][-1].isalnum():
            return 0
        return at

    def take_name(self) -> str | None:
        """Go past the longest known name here, or a plain word; None when there is neither."""
        found = WORD.match(self.text, self.at)
        if not found:
            return None
        for name, *parts in self.names.get(found.group(), ()):
            end = self.match_parts(tuple(parts))
            if end:
                self.at = end
                self.space()
                return name
        self.at = found.end()
        self.space()
        return found.group()

    def deeper(self) -> None:
        """One level of nesting more; every ``deeper`` has its ``shallower`` unless a fault ends
        it."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise self.fault(f"lồng nhau quá {MAX_NESTING} tầng")

    def shallower(self) -> None:
        """One level of nesting less."""
        self.nesting -= 1

    def _instead(self) -> str:
        rest = self.text[self.at : self.at + 12].strip()
        return f", gặp “{rest}”" if rest else " ở cuối"


def line_and_column(text: str, at: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset."""
    line_start = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at) + 1, at - line_start + 1
