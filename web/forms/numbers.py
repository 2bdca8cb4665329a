"""Numbers that addresses and forms name, such as pages, years and revisions."""

from engine.typed.numbers import NAMED_DIGITS


def small(text: str) -> int:
    """The number; ValueError for another text, as the ``type`` of ``request.args.get`` wants."""
    if not (text.isascii() and text.isdigit() and len(text) <= NAMED_DIGITS):
        raise ValueError(text[:NAMED_DIGITS])
    return int(text)
