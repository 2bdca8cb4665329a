"""How wide words are, and how they break into lines.

Widths are those of Be Vietnam Pro SemiBold, in thousandths of the type size: the widest weight that
a diagram uses, so that a label still fits its shape when the current step turns bold.
"""

import re
import unicodedata
from dataclasses import dataclass

LINE = 1.28  # line height: Vietnamese stacks marks above and below
_OTHER = 680
_WIDE = 1000
_WIDTHS = dict(
    zip(
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`"
        "abcdefghijklmnopqrstuvwxyz{|}~ơƠưƯđĐ–—“”‘’…×°§«»·•₫",
        [
            230, 320, 367, 833, 648, 863, 755, 208, 449, 449, 508, 637, 332, 607, 319, 528,
            692, 415, 660, 674, 716, 674, 693, 596, 656, 693, 291, 332, 568, 744, 568, 605,
            1014, 758, 698, 778, 743, 634, 640, 788, 725, 280, 482, 703, 637, 877, 743, 828,
            667, 825, 697, 656, 674, 733, 732, 1039, 753, 701, 664, 489, 528, 489, 594, 724,
            260, 652, 662, 624, 662, 611, 401, 654, 600, 285, 292, 584, 277, 895, 590, 652,
            662, 662, 416, 527, 434, 581, 588, 879, 591, 592, 514, 462, 426, 462, 483,
            660, 828, 587, 745, 677, 786, 696, 868, 420, 440, 270, 228, 817, 612, 472, 704,
            707, 707, 288, 564, 621,
        ],
        strict=True,
    )
)  # fmt: skip
_HORN = "\u031b"
_BREAKS = re.compile(r"(?<=[-/_.,;:)\\])")


@dataclass(frozen=True, slots=True)
class Lines:
    """Words broken into lines at one type size."""

    lines: tuple[str, ...]
    size: float

    @property
    def width(self) -> float:
        """The widest line."""
        return max((width(line, self.size) for line in self.lines), default=0)

    @property
    def height(self) -> float:
        """All lines together."""
        return len(self.lines) * self.size * LINE


def width(text: str, size: float) -> float:
    """How wide one line of text is, in pixels."""
    return sum(_letter(c) for c in unicodedata.normalize("NFC", text)) * size / 1000


def _letter(letter: str) -> int:
    known = _WIDTHS.get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter):
        return 0
    marks = unicodedata.normalize("NFD", letter)
    base = unicodedata.normalize("NFC", marks[0] + (_HORN if _HORN in marks else ""))
    if base != letter and base in _WIDTHS:
        return _WIDTHS[base]
    return _WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER


def wrap(text: str, limit: float, size: float) -> Lines:
    """The words in lines of at most ``limit`` pixels and about equal length; own breaks are kept.

    A word longer than a line is broken after punctuation, else anywhere: no letter is ever dropped.
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines += _even(paragraph.split(), max(limit, size), size)
    return Lines(tuple(lines), size)


def fit(text: str, wide: float, high: float, sizes: tuple[float, ...]) -> Lines:
    """The words in the largest of the sizes at which they fit a box without a broken word.

    At the smallest size they may stand over the box: better than to lose words.
    """
    for size in sizes:
        found = wrap(text, wide, size)
        if found.height <= high and all(width(w, size) <= wide for w in text.split()):
            return found
    return wrap(text, wide, sizes[-1])


def _even(words: list[str], limit: float, size: float) -> list[str]:
    pieces = [p for w in words for p in _broken(w, limit, size)]
    lines = _greedy(pieces, limit, size)
    low = limit / 2
    for _ in range(5):
        half = (low + limit) / 2
        tried = _greedy(pieces, half, size)
        if len(tried) > len(lines) or any(width(p, size) > half for p, _ in pieces):
            low = half
        else:
            lines, limit = tried, half
    return lines


def _greedy(pieces: list[tuple[str, str]], limit: float, size: float) -> list[str]:
    lines: list[str] = []
    for piece, gap in pieces:
        if lines and width(lines[-1] + gap + piece, size) <= limit:
            lines[-1] += gap + piece
        else:
            lines.append(piece)
    return lines


def _broken(word: str, limit: float, size: float) -> list[tuple[str, str]]:
    """The parts of a word that may stand on lines of their own, each with what joins it on."""
    if width(word, size) <= limit:
        return [(word, " ")]
    parts: list[str] = []
    for part in filter(None, _BREAKS.split(word)):
        parts += [part] if width(part, size) <= limit else _cut(part, limit, size)
    return [(part, "" if i else " ") for i, part in enumerate(parts)]


def _cut(word: str, limit: float, size: float) -> list[str]:
    parts, used = [""], 0.0
    for letter in word:
        wide = _letter(letter) * size / 1000
        if used + wide > limit and parts[-1]:
            parts.append("")
            used = 0.0
        parts[-1] += letter
        used += wide
    return parts
