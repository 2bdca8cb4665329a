"""The open work of the units that a person leads, as a condition on tasks."""

from sqlalchemy import ColumnElement, and_, or_, select, true

from engine.accounts import Person, Post
from engine.store.cases import Case, Task
from engine.store.organisation import Unit


def leads(person: Person) -> bool:
    """Whether the person leads any unit today."""
    return any(post.leads for post in person.posts)


def led_work(person: Person) -> ColumnElement[bool]:
    """The tasks in the units that the person leads: what ``Setting.led_from`` says, in SQL."""
    return or_(~true(), *(_led(post, person.province_code) for post in person.posts if post.leads))


def _led(post: Post, province_code: str | None) -> ColumnElement[bool]:
    """The tasks of a leading post: its unit, and those below that are of the same agency."""
    own = (
        select(Unit.province_code, Unit.code)
        .where(Unit.province_code == province_code, Unit.code == post.unit_code)
        .cte(recursive=True)
    )
    below = select(Unit.province_code, Unit.code).where(
        Unit.province_code == own.c.province_code,
        Unit.parent_code == own.c.code,
        Unit.agency_code.is_(None),
    )
    units = own.union_all(below)
    led = Task.unit_code.in_(select(units.c.code))
    if post.procedures is None:
        return led
    covered = select(Case.id).where(
        Case.province_code == Task.province_code,
        Case.id == Task.case_id,
        Case.procedure_code.in_(post.procedures),
    )
    return and_(led, covered.correlate(Task).exists())
