"""All cases of a reach, as a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from engine.life.stages import Stage
from engine.queries.views.parts import Due

Lateness = Literal["running", "ended", "no"]
"""Late and not solved yet, solved late, neither."""


@dataclass(frozen=True, slots=True)
class CasesAsked:
    """Which of the cases: those for which all of it holds.

    ``unit``: decided there or below; ``submitted_from`` and ``submitted_to`` are days, both
    included; ``search``: a code, a number of a person, parts of names.
    """

    stage: Stage | None = None
    status: int | None = None
    unit: str | None = None
    procedure: str | None = None
    submitted_from: date | None = None
    submitted_to: date | None = None
    late: Lateness | None = None
    search: str | None = None


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case of the list.

    ``may_read``: whether the viewer may open its file; who may not is not told whose it is.
    ``lies``: where its open work lies, with whom.
    """

    ref: str
    applicant_name: str | None
    may_read: bool
    procedure_code: str
    procedure_name: str
    receiving_unit: str
    competent_unit: str
    status_code: int
    status_name: str
    stage: Stage
    submitted_at: datetime
    due: Due
    first_due_at: datetime | None
    lies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedProcedure:
    """A procedure that cases may be of."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ListedAgency:
    """An agency that decides cases, with its level: ``province``, ``department``, ``commune``."""

    code: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class AllCasesPage:
    """A page of the list, the newest first; ``next_cursor`` continues it.

    Counts go up to 1000 (``COUNTED``), which means: that many, or more. ``stages`` counts what
    else is asked without the stage. ``names_told``: whose each case is, and each is found by that.
    """

    rows: tuple[ListedCase, ...]
    next_cursor: str | None
    count: int
    stages: Mapping[Stage, int]
    agencies: tuple[ListedAgency, ...]
    procedures: tuple[ListedProcedure, ...]
    names_told: bool
