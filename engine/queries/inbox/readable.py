"""Of which steps of theirs somebody may open the case, for lists of what they have and did.

By the same answer as the page of the case, asked of the unit where a step is or was done. The units
are values of the statement, so that its text is everybody's; only of a post that is narrowed, or of
a unit that was split, it is their own.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, and_, any_, bindparam, exists, or_, select, true

from engine.access import CasesReached, cases_reached
from engine.accounts import Person
from engine.organisation.tree import Setting
from engine.queries.reach import as_one, narrowed
from engine.store.among import Texts, among, places
from engine.store.base import Code
from engine.store.cases import Case

ReadableShape = tuple[int | None, tuple[CasesReached, ...]]
"""So many places for units, none if they come as an array, ``None`` if there are no values at all;
and what is reached in part."""
EVERYWHERE: ReadableShape = (None, ())


@dataclass(frozen=True, slots=True)
class Readable:
    """At which units somebody may open the cases of steps.

    ``units``: all cases there, ``None``: at each unit of the province; ``parts``: some, where a
    post is narrowed to procedures or a unit that is no more was split.
    """

    units: tuple[str, ...] | None = None
    parts: tuple[CasesReached, ...] = ()

    def shape(self, dialect: str) -> ReadableShape:
        """What the text of a statement depends on."""
        return EVERYWHERE if self.units is None else (places(self.units, dialect), self.parts)

    def given(self, dialect: str) -> dict[str, object]:
        """The values of the statement."""
        if self.units is None:
            return {}
        if not places(self.units, dialect):
            return {"reads": list(self.units)}
        return {f"reads_{place}": one for place, one in enumerate(self.units or ("",))}


def readable(person: Person, setting: Setting) -> Readable:
    """Where the right to read cases reaches those of steps."""
    found = cases_reached(person, "cases.read", setting)
    whole = [one for one in found if one.procedures is None and not one.cuts]
    if any(one.deciding is None for one in whole):
        return Readable(None)
    units = frozenset[str]().union(*(one.working for one in whole))
    parts = (
        one for one in found if one not in whole and (one.deciding is None or one.working - units)
    )
    return Readable(tuple(sorted(units)), tuple(parts))


def may_be_read(shape: ReadableShape, step: FromClause) -> ColumnElement[bool]:
    """Whether the case of a step (a table of tasks) may be opened, by where the step is."""
    count, parts = shape
    if count is None:
        return true()
    found = [_at(step, count)]
    if parts:
        case = and_(Case.province_code == step.c.province_code, Case.id == step.c.case_id)
        some = or_(*(and_(_there(step, one), narrowed(one)) for one in as_one(parts)))
        found.append(exists(select(Case.id).where(case, some).correlate(step)))
    return or_(*found)


def _at(step: FromClause, count: int) -> ColumnElement[bool]:
    if not count:
        return step.c.unit_code == any_(bindparam("reads", type_=Texts))
    return step.c.unit_code.in_([bindparam(f"reads_{n}", type_=Code) for n in range(count)])


def _there(step: FromClause, reached: CasesReached) -> ColumnElement[bool]:
    return true() if reached.deciding is None else among(step.c.unit_code, reached.working)
