"""Numbers that addresses and forms name, such as pages, years and revisions."""

from collections.abc import Mapping

from flask import request

from engine.typed.numbers import NAMED_DIGITS
from web.forms.days import day_refused


def small(text: str) -> int:
    """The number; ValueError for another text, as the ``type`` of ``request.args.get`` wants."""
    if not (text.isascii() and text.isdigit() and len(text) <= NAMED_DIGITS):
        raise ValueError(text[:NAMED_DIGITS])
    return int(text)


def number_asked(name: str, words: str, given: Mapping[str, str] | None = None) -> int | None:
    """The number that the address (or another form) names; ``None`` where it names none.

    What is no number is refused: taken for none it would give something else than was asked for.
    Raises EntryInvalid.
    """
    typed = (request.args if given is None else given).get(name, "").strip()
    try:
        return small(typed) if typed else None
    except ValueError:
        told = typed[:NAMED_DIGITS]
        raise day_refused(name, f"“{told}” không phải số {words}.") from None


def page_asked(name: str = "trang", usual: int = 1) -> int:
    """The page of a list that the address names, or the row after which one begins; the usual
    where it names none. Raises EntryInvalid."""
    number = number_asked(name, "trang")
    return usual if number is None else number
