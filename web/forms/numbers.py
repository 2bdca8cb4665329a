"""Numbers that addresses and forms name, such as pages, years and revisions."""

DIGITS = 9
"""More of them name nothing, and no database keeps them."""


def small(text: str) -> int:
    """The number; ValueError for another text, as the ``type`` of ``request.args.get`` wants."""
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS):
        raise ValueError(text[:DIGITS])
    return int(text)
