"""What a citizen sees of their own cases, as a list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.queries.views.parts import Due
from engine.queries.views.tracking import ResultFile


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case of the signed-in citizen: what it is about, how it stands, by when, its result.

    ``must_act``: whether the case waits for them.
    """

    ref: str
    procedure_name: str
    applicant_name: str
    submitted_at: datetime
    headline: str
    must_act: bool
    ended: bool
    due: Due
    ready_at: datetime | None
    """Since when the result is there: then ``due`` promises no more."""
    delivery_words: str
    results: tuple[ResultFile, ...]
    owed: int
    """What is still to be paid, in đồng: until then no result is given."""
    by_authorisation: Literal["owner", "submitter"] | None
    """As whom it is theirs, where one filed it for the other; a submitter gets no result."""
