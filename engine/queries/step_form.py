"""The form of a step, for reading what was answered on a page; the act itself decides the rest."""

from collections.abc import Mapping

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.catalogue.packages import package
from engine.routing.definitions import definition_of
from engine.store.cases import Case, Task

_in_case = and_(Case.province_code == Task.province_code, Case.id == Task.case_id)


def step_form(session: Session, *, task_id: str, person: Person) -> Mapping[str, object] | None:
    """The form-js schema of the task's step; ``None`` without one, or without such a task."""
    row = session.execute(
        select(Task.element_id, Case.package_digest)
        .join(Case, _in_case)
        .where(Task.province_code == person.province_code, Task.id == task_id)
    ).one_or_none()
    if row is None or person.province_code is None:
        return None
    published = package(session, person.province_code, row.package_digest)
    step = definition_of(published).steps.get(row.element_id)
    return published.form(step.form) if step and step.form else None
