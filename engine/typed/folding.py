"""The one folding of text for every search: how a word is spelt must not decide what is found."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from engine.errors import SearchTooLong

LONGEST_SEARCH = 200
"""Characters of a search, on pages and over the API: a name, a code and a title have fewer."""
_APOSTROPHES = re.compile("['`´ʹʻʼʽˈ‘’‛′＇ꞌ]")
_CROSSED = str.maketrans("đðɖɗƀɓ", "ddddbb")
"""Letters with a stroke, of Vietnamese and of the Êđê, and those that old fonts put for them."""
_JOINTS = re.compile(r"[-‐‑‒–—―−﹣－·•‧∙・]|(?<=[^\W\d_])\.")
"""What joins two halves of a word; a dot only behind a letter, for those of codes are their own."""

_STOPS = '.,;:!?()[]{}"“”'
_HALF = re.compile(r"[a-z]|[bcdfghjklmnpqrstvwxz]{2,3}")
"""A word that is no whole one in a name: H Bia, Y Krông, Bh riu are written in one word too."""
_NATIONAL_CODE = re.compile(
    r"(?<![\d.])([1-9])((?:[.,\s]*\d){6})(?:[.,\s]*000[.,\s]*00[.,\s]*00)?(?!\d)"
    r"(?:[.,\s]*[a-z]\d{2}(?:\.\d+)*)?(?![.,]?\d)"
)
"""A code of the national list, as 1.234567, its digits parted otherwise or not at all, or with a
version and an agency."""


def folded(text: str) -> str:
    """Text without case, marks, apostrophes and joints, with single spaces between words.

    So `ĐẶNG`, `đặng` and `dang` are one, as are Thủy and Thuỷ, H'Bia and H’Bia, a name in any
    Unicode form, and a code with a hyphen, a dash or a space in it.
    """
    return _parted(_plain(text), " ")


def findable(text: str) -> str:
    """What the words of a search are looked for in: the folded text, then its halves joined.

    So H Bia, H-Bia and H. Bia are found by `hbia`, as H'Bia is. That H'Bia is found by `h bia`
    needs no more: a word of a search may be part of a word.
    """
    plain = _plain(text)
    told = _parted(plain, " ")
    words = told.split()
    joined = dict.fromkeys([*_joined(words), *_parted(plain, "").split()])
    return " ".join([told, *(word for word in joined if word not in words)])


def words_of(text: str) -> list[str]:
    """The words that are searched for, each once, folded, without commas and stops around them.

    Raises SearchTooLong.
    """
    return _words(folded(sought(text)))


def sought(search: str) -> str:
    """What somebody searches for, as they typed it. Raises SearchTooLong."""
    if len(search) > LONGEST_SEARCH:
        raise SearchTooLong(most=LONGEST_SEARCH, count=len(search))
    return search


def says(text: str, phrase: str) -> bool:
    """Whether the words of the phrase stand in the text, whole and one after another, however both
    are spelt.
    """
    told, asked = (_in_order(one) for one in (text, phrase))
    return asked in told


def _in_order(text: str) -> str:
    words = (word.strip(_STOPS) for word in folded(text).split())
    return f" {' '.join(word for word in words if word)} "


def is_half(word: str) -> bool:
    """Whether a folded word is no whole one in a name: the H of H Bia, which is HBia too."""
    return _HALF.fullmatch(word) is not None


def finder(search: str, read: Callable[[str], str] | None = None) -> Callable[[str], bool]:
    """Whether a text holds all words of the search, in any order and however both are spelt.

    ``read`` is ``findable`` with a memory of its own, for texts that are looked through often.

    A code of the national list is found as it is kept, 1.234567, however it is typed. Raises
    SearchTooLong.
    """
    told = folded(sought(search))
    ways = [_words(told), _words(_NATIONAL_CODE.sub(_as_kept, told))]
    if not all(ways):
        return lambda _: True

    def holds(text: str) -> bool:
        looked_in = (read or findable)(text)
        return any(all(word in looked_in for word in words) for words in ways)

    return holds


def _as_kept(code: re.Match[str]) -> str:
    return f" {code[1]}.{re.sub(r'[^0-9]', '', code[2])} "


def _plain(text: str) -> str:
    """Small letters without marks and apostrophes; joints still stand."""
    spaced = " ".join(_APOSTROPHES.sub("", text).split())
    letters = unicodedata.normalize("NFKD", spaced).casefold().translate(_CROSSED)
    plain = "".join(one for one in letters if unicodedata.category(one) not in ("Mn", "Cf", "Cc"))
    return _APOSTROPHES.sub("", plain)


def _parted(plain: str, joint: str) -> str:
    return " ".join(_JOINTS.sub(joint, plain).split())


def _words(told: str) -> list[str]:
    words = (word.strip(_STOPS) for word in told.split())
    return list(dict.fromkeys(word for word in words if word))


def _joined(words: list[str]) -> Iterator[str]:
    """Each run of halves with the word that follows."""
    run = ""
    for word in words:
        if is_half(word):
            run += word
        elif run:
            yield run + word
            run = ""
