"""Text in one Unicode form, without anything that can't be seen."""

import re
import unicodedata

_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_SPACES = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_FILLERS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]")
"""Letters and marks without a shape, which Python calls printable."""
_UNSEEN = re.compile(f"[\u00ad\u180e\u200b-\u200d\u2060\ufeff]|{_FILLERS.pattern}")
"""What word processors and chat programs put between letters: it shows nothing and means nothing.

With it two texts that look the same are not; without it nothing is lost.
"""
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BAD = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)
"""The categories Cc, Cs and Co, a line break apart: searched at once, for texts of some pages."""


LONGEST_WORDS = 4_000
"""Signs of what is said in sentences: a reason, an opinion."""
LONGEST_LINE = 500
"""Signs of what is said on a line: a name, a title, a paper with its number and day."""


_PLAIN = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    map(ord, "‐‑‒–—―−"), ord("-")
)
"""Wide letters and digits of an East Asian keyboard, and all dashes of word processors."""


class Unreadable(ValueError):
    """What came can't be read; the message says why and how to write it, to go behind a label."""


class Typed(str):
    """Text as a person typed it, to be read forgivingly; any other text is read strictly."""

    __slots__ = ()


def one_line(text: str) -> str:
    """A text of one line: composed (NFC), plain spaces, none around it. Raises Unreadable."""
    found = text_of(text)
    if "\n" in found:
        raise Unreadable("chỉ ghi trên một dòng, không xuống dòng")
    return found


def text_of(text: str) -> str:
    """The same with line breaks, each a single one. Raises Unreadable.

    Refuses control characters and those that turn the direction of writing: a name with one is not
    the name that is read.
    """
    plain = text.isprintable() and unicodedata.is_normalized("NFC", text)
    if plain and (text.isascii() or not _FILLERS.search(text)):
        return text.strip()  # what nearly every text is: nothing below would change it
    told = _UNSEEN.sub("", _SPACES.sub(" ", _BREAKS.sub("\n", unicodedata.normalize("NFC", text))))
    if _DIRECTION.search(told):
        raise Unreadable("có ký tự đảo chiều chữ không nhìn thấy; hãy xóa ô này và gõ lại")
    if _BAD.search(told):
        raise Unreadable("có ký tự không dùng được; hãy xóa ô này và gõ lại")
    return unicodedata.normalize("NFC", told.strip())


def says_something(text: str) -> bool:
    """Whether a text has a letter or a digit that can be seen: dashes, dots and pictures alone name
    nothing."""
    return any(sign.isalnum() for sign in _UNSEEN.sub("", text))


_LAWS = re.compile(r"(bộ luật|luật|pháp lệnh|hiến pháp)\s+\w", re.IGNORECASE)
_LEAST_LETTERS = 2


def names_paper(text: str) -> bool:
    """Whether a text names a paper: by a number, which has digits and the letters of a sign or of
    an article (``88/QĐ-UBND``, ``Điều 21``), or, of a law, by its name alone."""
    if _LAWS.match(text.strip()):
        return True
    letters = sum(sign.isalpha() for sign in text)
    return letters >= _LEAST_LETTERS and any(sign.isdigit() for sign in text)


def plain_signs(text: str) -> str:
    """The same signs in their plain form: to read numbers, days and identifiers, not to keep."""
    return _UNSEEN.sub("", _SPACES.sub(" ", text)).translate(_PLAIN).strip()


def within(text: str, longest: int) -> str:
    """The text, if it has no more signs than that. Raises Unreadable."""
    if len(text) > longest:
        raise Unreadable(f"dài {len(text)} ký tự, tối đa {longest}")
    return text


def in_one_form(text: str) -> str:
    """A text of a file, as it stands: nothing is mended, so that files stay exact.

    Raises Unreadable for one that isn't in its one form, spaces around it apart.
    """
    if within(text_of(text), LONGEST_WORDS) != text.strip():
        raise Unreadable("có ký tự không nhìn thấy, hoặc chữ và dấu tách rời; hãy gõ lại chỗ này")
    return text


def truth_sent(value: object) -> bool:
    """True or false as JSON has them; the words for them are neither. Raises Unreadable."""
    if isinstance(value, bool):
        return value
    raise Unreadable("chỉ nhận true hoặc false")
