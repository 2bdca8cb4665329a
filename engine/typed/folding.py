"""The one folding of text for every search: how a word is spelt must not decide what is found."""

import re
import unicodedata

_APOSTROPHES = re.compile("['`´ʹʻʼʽˈ‘’‛′＇]")
_DASHES = re.compile("[-‐‑‒–—―−﹣－]")


def folded(text: str) -> str:
    """Text without case, marks, apostrophes and dashes, with single spaces between words.

    So `ĐẶNG`, `đặng` and `dang` are one, as are Thủy and Thuỷ, H'Bia and H’Bia, a name in any
    Unicode form, and a code with a hyphen, a dash or a space in it.
    """
    letters = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    plain = "".join(one for one in letters if unicodedata.category(one) not in ("Mn", "Cf", "Cc"))
    return " ".join(_DASHES.sub(" ", _APOSTROPHES.sub("", plain)).split())


def words_of(text: str) -> list[str]:
    """The words that are searched for, each once, folded."""
    return list(dict.fromkeys(folded(text).split()))
