"""Text in a table that a spreadsheet opens: never taken for a formula, and read back as it was."""

import re

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a cell begins with that Excel and LibreOffice calculate, or pass to another program.

The wide signs are those of East Asian settings.
"""
MARK = "\\"
"""In front of such a text it is a text; the apostrophe is what people type for the same."""


_MARKED = re.compile(rf"\\*'?[{re.escape(''.join(FORMULA))}]")
"""What is calculated, and what would be read as that with a mark in front."""


def neutral(text: str) -> str:
    """The text as a cell, which ``restored`` reads as the same text, whatever it begins with."""
    return MARK + text if _MARKED.match(text) else text


def restored(cell: str) -> str:
    """The text that a cell of a table from outside stands for."""
    return cell[1:] if cell[:1] in (MARK, "'") and _MARKED.match(cell) else cell
