"""What an entry leaves out, told apart from what it says to be nothing."""

from dataclasses import fields, replace
from enum import Enum
from typing import Any, TypeVar

Entry = TypeVar("Entry")
"""A dataclass of what somebody enters."""


class _Unsaid(Enum):
    UNSAID = "unsaid"


UNSAID: Any = _Unsaid.UNSAID
"""The default of a field that stays as it is where an entry about something known leaves it out.

``None`` says that there is to be none. An act fills the field first (``filled``): nothing behind it
meets this value.
"""


def filled(entry: Entry, known: object | None, **new: object) -> Entry:
    """The entry with what it leaves out as ``known`` has it; of something new: as ``new`` says.

    What ``new`` does not name is ``None``.
    """
    told: Any = entry
    left_out = [one.name for one in fields(told) if getattr(entry, one.name) is UNSAID]
    as_it_is = {name: new.get(name) if known is None else getattr(known, name) for name in left_out}
    whole: Entry = replace(told, **as_it_is)
    return whole
