"""How much one start tag may hold, asked of the text before any parser or pattern reads it.

Parsers and whoever reads their trees compare the attributes of an element with each other, and
patterns begin again at each letter of a name: a tag of 50 kB is work for a minute.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

LONGEST_NAME: Final = 200
"""Letters of the name of an element or attribute, with its prefix."""
MOST_ATTRIBUTES: Final = 100
"""Attributes of one element, declarations of namespaces among them."""
LONGEST_VALUE: Final = 65_536
"""Letters of the value of an attribute, as it is written."""
LONGEST_NAMESPACE: Final = 500
"""Letters of the address of a namespace: each name of that space is told with it."""

_TAGS = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<(?P<tag>[^<>\"']*+(?:(?:\"[^\"<]*+\"?|'[^'<]*+'?)[^<>\"']*+)*+)",
    re.DOTALL,
)
"""What begins with ``<``. Each finds an end wherever it begins, so the text is gone through once,
be it XML or not; a value holds no ``<``."""
_PARTS = re.compile(r"\"(?P<double>[^\"]*+)\"?|'(?P<single>[^']*+)'?|(?P<name>[^\s=/\"']++)")
"""Names and values, in their order."""


class TooMuch(NamedTuple):
    """A start tag that is refused: the code of the fault, the limit, the line (from 1)."""

    code: str
    limit: int
    line: int


def too_much(text: str) -> TooMuch | None:
    """The first start tag that holds too much; None for a text without."""
    for tag in _start_tags(text):
        if found := _of_tag(tag["tag"]):
            return TooMuch(*found, text.count("\n", 0, tag.start()) + 1)
    return None


def _start_tags(text: str) -> Iterator[re.Match[str]]:
    """Those that are long enough to hold too much."""
    return (one for one in _TAGS.finditer(text) if len(one["tag"] or "") > LONGEST_NAME)


def _of_tag(tag: str) -> tuple[str, int] | None:
    values, name = 0, ""
    for part in _PARTS.finditer(tag):
        size = len(part[part.lastgroup or 0])
        if part.lastgroup == "name":
            name = part[0]
            if size > LONGEST_NAME:
                return "xml.name_too_long", LONGEST_NAME
            continue
        values += 1
        longest = LONGEST_NAMESPACE if name.startswith("xmlns") else LONGEST_VALUE
        if size > longest:
            return "xml.value_too_long", longest
        if values > MOST_ATTRIBUTES:
            return "xml.too_many_attributes", MOST_ATTRIBUTES
    return None
