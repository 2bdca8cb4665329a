"""The known name that was probably meant, as far as the budget at hand lasts for courtesies."""

import difflib
import unicodedata
from collections.abc import Iterable
from typing import Final

from engine.feel.limits import budget_around

_MOST_COMPARED: Final = 40
_LONGEST: Final = 100
_NAME: Final = 1
_COMPARED: Final = 150
"""Units of fuel for a look at a name's length, and for comparing two letter by letter."""


def nearest(wanted: str, known: Iterable[str], *, cutoff: float) -> str | None:
    """The known name that is most alike, if one is alike by ``cutoff`` (0 to 1); diacritics and
    case do not count.

    Half of the budget at hand is left to those who find faults: an upload with thousands of wrong
    names is answered soon, the later ones without a name that was meant.
    """
    if len(wanted) > _LONGEST:
        return None
    names = list(known)
    if not _affordable(_NAME * len(names)):
        return None
    length, least = len(wanted), cutoff / (2 - cutoff)
    shortest, longest = int(length * least), int(length / least) + 1
    alike = sorted(name for name in names if shortest <= len(name) <= longest)[:_MOST_COMPARED]
    if not _affordable(_COMPARED * len(alike)):
        return None
    by_plain = {_plain(name): name for name in reversed(alike)}
    close = difflib.get_close_matches(_plain(wanted), by_plain, n=1, cutoff=cutoff)
    return by_plain[close[0]] if close else None


def _affordable(units: int) -> bool:
    """Whether half of the budget at hand is left after this, which is then paid."""
    budget = budget_around()
    if budget is None:
        return True
    if budget.fuel - units < budget.limits.fuel // 2:
        return False
    budget.spend(units)
    return True


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
