"""Slips that acts gave out, as they are listed and printed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A line of a slip."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SlipView:
    """A slip: ``kind`` ends its address, ``name`` is what people call it; ``signer``, if
    anybody, signs it beside ``issued_by``, who signs as ``signs``.

    ``unit_name``: of the unit that received the case, as it was called then; where the slip is not
    ``of_counter``, of the agency that decided.
    """

    kind: str
    signer: str | None
    signs: str
    name: str
    number: str
    issued_at: datetime
    issued_by: str
    issued_by_post: str | None
    unit_name: str
    of_counter: bool
    lines: tuple[SlipLine, ...]
