"""Regular expressions: XPath's dialect, run by RE2 in time linear in the text.

RE2 can't take catastrophically long, and knows no backreferences: a pattern that uses them gives
null. What XPath has and RE2 has not (``\\i``, ``\\c``, class subtraction ``[A-Z-[OI]]``,
``\\p{IsGreek}``,
``.`` that leaves out the carriage return) is rewritten before.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, Protocol

import re2

from engine.feel.functions.signature import Unfit

_MAX_PATTERN: Final = 1000
_MEMORY: Final = 1 << 20
"""Bytes RE2 may use for one pattern and its automaton."""
_FLAGS: Final = frozenset("smixq")
_BLOCKS: Final = {
    "IsBasicLatin": r"\x{0}-\x{7F}",
    "IsLatin-1Supplement": r"\x{80}-\x{FF}",
    "IsLatinExtended-A": r"\x{100}-\x{17F}",
    "IsLatinExtended-B": r"\x{180}-\x{24F}",
    "IsCombiningDiacriticalMarks": r"\x{300}-\x{36F}",
    "IsGreek": r"\x{370}-\x{3FF}",
    "IsCyrillic": r"\x{400}-\x{4FF}",
    "IsLatinExtendedAdditional": r"\x{1E00}-\x{1EFF}",
    "IsGeneralPunctuation": r"\x{2000}-\x{206F}",
}
"""The blocks of Unicode that Vietnamese administration meets, as ranges."""
_BLOCK: Final = re.compile(r"\\([pP])\{(Is[A-Za-z0-9-]+)\}")
_PIECE: Final = re.compile(r"\\p\{[^}]*\}|\\x\{[^}]*\}|\\.|\[|\]|.", re.IGNORECASE | re.DOTALL)
_UNICODE: Final = re.compile(r"\\[pP](?!\{Is)")
_COUNTED: Final = re.compile(r"(?<=[{,])\d{1,4}(?=[,}])", re.ASCII)
_READ: Final = 150
_OF_LETTER: Final = 4
_OF_CLASS: Final = 60
_OF_UNICODE: Final = 1_300
_OF_COUNT: Final = 2
_OF_SUBTRACTION: Final = 500
_OF_LETTER_WRITTEN_OUT: Final = 14
"""Units of fuel for what a pattern is made of; RE2 takes up to 0.4 ms for one ``\\p{L}``."""
REFUSED: Final = 40
"""Units of fuel for each letter of a pattern that RE2 refused after all."""
_NAME_START: Final = "A-Za-z_:"
_NAME_PART: Final = "-.0-9:A-Z_a-z"


class Pattern(Protocol):
    """A compiled pattern, as RE2 gives it."""

    groups: int
    programsize: int

    def search(self, text: str) -> Any: ...
    def finditer(self, text: str) -> Any: ...


def price_of(pattern: str) -> int:
    """Units of fuel for reading a pattern, before it is read.

    RE2 writes out classes of Unicode and counted repetitions, and only then sees whether it has
    the memory: what it refuses has cost as much. Where a class is taken from another, both are
    written out here, letter by letter.
    """
    text = "".join(pattern.split())  # flag x: a class may be written with blanks
    counted = sum(int(number) for number in _COUNTED.findall(text))
    classes = len(_UNICODE.findall(text))
    subtracted = text.count("-[")
    return (
        _READ
        + _OF_LETTER * len(text)
        + _OF_CLASS * text.count("[")
        + _OF_UNICODE * classes
        + _OF_COUNT * counted
        + _OF_SUBTRACTION * subtracted
        + (_OF_LETTER_WRITTEN_OUT * len(text) if subtracted else 0)
    )


def compile_pattern(pattern: str, flags: str) -> Pattern:
    """A pattern with XPath flags; raises Unfit when it is none or RE2 refuses it."""
    found = _compiled(pattern, flags)
    if found is None:
        raise Unfit
    return found


@lru_cache(128)
def _compiled(pattern: str, flags: str) -> Pattern | None:
    """The same, and what is refused is remembered too."""
    try:
        return _read(pattern, flags)
    except Unfit:
        return None


def _read(pattern: str, flags: str) -> Pattern:
    if len(pattern) > _MAX_PATTERN or not _FLAGS.issuperset(flags):
        raise Unfit
    text = re.escape(pattern) if "q" in flags else _translated(pattern, flags)
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    options.case_sensitive = "i" not in flags
    inline = "".join(flag for flag in "sm" if flag in flags)
    try:
        return re2.compile(f"(?{inline}){text}" if inline else text, options)  # type: ignore[no-any-return]
    except (re2.error, UnicodeError):
        raise Unfit from None


def _translated(pattern: str, flags: str) -> str:
    if "x" in flags:
        pattern = _without_blanks(pattern)
    pattern = _BLOCK.sub(_block, pattern)
    pieces = _PIECE.findall(pattern)
    result: list[str] = []
    at = 0
    while at < len(pieces):
        if pieces[at] == "[":
            text, at = _character_class(pieces, at)
        else:
            text, at = _outside(pieces[at], dot_all="s" in flags), at + 1
        result.append(text)
    return "".join(result)


def _without_blanks(pattern: str) -> str:
    """Flag x: blanks outside character classes do not count (XPath functions, 5.6.2)."""
    parts = re.split(r"(\[[^\]]*\])", pattern)
    return "".join(p if p.startswith("[") else re.sub(r"\s+", "", p) for p in parts)


def _block(found: re.Match[str]) -> str:
    ranges = _BLOCKS.get(found[2])
    if ranges is None:
        raise Unfit
    return f"[{'^' if found[1] == 'P' else ''}{ranges}]"


def _outside(piece: str, *, dot_all: bool) -> str:
    if piece == "." and not dot_all:
        return r"[^\n\r]"
    if piece == r"\i":
        return f"[{_NAME_START}]"
    if piece == r"\c":
        return f"[{_NAME_PART}]"
    return piece


def _character_class(pieces: list[str], start: int) -> tuple[str, int]:
    """A class from its bracket on, and where it ends. ``[base-[taken]]`` is written out."""
    at = start + 1
    inside: list[str] = []
    while at < len(pieces) and pieces[at] != "]":
        piece = pieces[at]
        if piece == "[" and inside and inside[-1] == "-":
            taken, end = _character_class(pieces, at)
            if end >= len(pieces) or pieces[end] != "]":
                raise Unfit
            return _subtracted("".join(inside[:-1]), taken[1:-1]), end + 1
        if piece[0] == "\\" and piece[1:].isdigit():
            raise Unfit
        inside.append({r"\i": _NAME_START, r"\c": _NAME_PART}.get(piece, piece))
        at += 1
    return f"[{''.join(inside)}]", at + 1


def _subtracted(base: str, taken: str) -> str:
    """The characters of one plain class that are not in the other; raises Unfit for complements."""
    left = _members(base) - _members(taken)
    if not left:
        raise Unfit
    return f"[{''.join(_ranges(sorted(left)))}]"


def _ranges(codes: list[int]) -> Iterator[str]:
    """Characters in their order, those that follow each other as one range."""
    first = last = codes[0]
    for code in [*codes[1:], -1]:
        if code == last + 1:
            last = code
            continue
        yield f"\\x{{{first:X}}}-\\x{{{last:X}}}"
        first = last = code


def _members(plain: str) -> set[int]:
    if plain.startswith("^") or "\\" in plain:
        raise Unfit
    codes: set[int] = set()
    listed = 0
    for found in re.finditer(r"(.)-(.)|(.)", plain, re.DOTALL):
        first, last = ord(found[1] or found[3]), ord(found[2] or found[3])
        listed += last - first
        if listed > _MAX_PATTERN:
            raise Unfit
        codes.update(range(first, last + 1))
    return codes
