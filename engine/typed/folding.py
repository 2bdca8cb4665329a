"""The one folding of text for every search: how a word is spelt must not decide what is found."""

import re
import unicodedata

_APOSTROPHES = re.compile("['`´ʹʻʼʽˈ‘’‛′＇]")
_CROSSED = str.maketrans("ðɖ", "dd")
"""Letters of other alphabets that old fonts and keyboards put for đ: they look the same."""
_DASHES = re.compile("[-‐‑‒–—―−﹣－]")

_STOPS = '.,;:!?()[]{}"“”'


def folded(text: str) -> str:
    """Text without case, marks, apostrophes and dashes, with single spaces between words.

    So `ĐẶNG`, `đặng` and `dang` are one, as are Thủy and Thuỷ, H'Bia and H’Bia, a name in any
    Unicode form, and a code with a hyphen, a dash or a space in it.
    """
    letters = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d").translate(_CROSSED))
    plain = "".join(one for one in letters if unicodedata.category(one) not in ("Mn", "Cf", "Cc"))
    return " ".join(_DASHES.sub(" ", _APOSTROPHES.sub("", plain)).split())


def words_of(text: str) -> list[str]:
    """The words that are searched for, each once, folded, without commas and stops around them."""
    words = (word.strip(_STOPS) for word in folded(text).split())
    return list(dict.fromkeys(word for word in words if word))
