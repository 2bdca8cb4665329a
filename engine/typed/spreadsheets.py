"""Text in a table that a spreadsheet opens: never taken for a formula, and read back as it was."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a cell begins with that Excel and LibreOffice calculate, or pass to another program."""
MARK = "\\"
"""In front of such a text it is a text; the apostrophe is what people type for the same."""


def neutral(text: str) -> str:
    """The text as a cell; what begins with the mark itself gets one more."""
    return MARK + text if text.startswith((*FORMULA, MARK)) else text


def restored(cell: str) -> str:
    """The text that a cell of a table from outside stands for."""
    return cell[1:] if cell[:1] in (MARK, "'") and cell[1:].startswith(FORMULA) else cell
