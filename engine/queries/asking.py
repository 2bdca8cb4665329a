"""A case at the moment at which an act on it is asked for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.queries.case_rows import CaseRows
from engine.queries.views.case import ChoiceView
from engine.store.rows import TaskRow

Choices = tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """A case, with the task that the act is on or none, at the moment of asking."""

    session: Session
    rows: CaseRows
    task: TaskRow | None
    now: datetime
    person: Person
    """Who asks."""
