"""Opinions that other units are asked for."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OpinionView:
    """What a unit was asked, until when, and what it said; for officers only."""

    unit_name: str
    manner_words: str
    content: str
    asked_at: datetime
    asked_by: str
    until: datetime
    answered_at: datetime | None
    answered_by: str | None
    opinion: str | None
    late: bool
    called_off: str | None
    """Why nobody needs it answered any more."""


@dataclass(frozen=True, slots=True)
class OwedOpinion:
    """An opinion that is still to come. ``mine``: the viewer's unit owes it; else it is late in a
    case of a centre that the viewer leads.
    """

    ref: str
    applicant_name: str
    unit: str
    until: datetime
    late: bool
    mine: bool
