"""What a step asks, for reading what was answered on a page; the act itself decides the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.acts import asked_twice, ending_act
from engine.catalogue.packages import package
from engine.routing.definitions import definition_of
from engine.routing.step_forms import form_of_step
from engine.store.cases import Case, Dossier, Task
from engine.workflow import Step

_in_case = and_(Case.province_code == Task.province_code, Case.id == Task.case_id)
_of_case = and_(Dossier.province_code == Case.province_code, Dossier.case_id == Case.id)


@dataclass(frozen=True, slots=True)
class AskedStep:
    """The step of a task: its form (a form-js schema), and the act that ends it."""

    name: str
    act: str
    form: Mapping[str, object] | None
    decisions: Mapping[str, tuple[str, bool]]
    """Outcome ("" where there is one way on) → its button, and whether it is asked twice."""


def asked_step(session: Session, *, task_id: str, person: Person) -> AskedStep | None:
    """What the task's step asks; ``None`` without such a task."""
    row = session.execute(
        select(Task.element_id, Case.package_digest, Case.authorisation, Dossier.answers)
        .join(Case, _in_case)
        .join(Dossier, _of_case)
        .where(Task.province_code == person.province_code, Task.id == task_id)
    ).one_or_none()
    if row is None or person.province_code is None:
        return None
    published = package(session, person.province_code, row.package_digest)
    step = definition_of(published).steps.get(row.element_id)
    if step is None:
        return None
    form = form_of_step(published, step, lambda: row.answers, {"authorisation": row.authorisation})
    return AskedStep(step.name, ending_act(step.act).kind, form, _decisions(step))


def _decisions(step: Step) -> dict[str, tuple[str, bool]]:
    if not step.choices:
        return {"": (ending_act(step.act).label, asked_twice(step.act, None))}
    return {one.value: (one.label, asked_twice(step.act, one.kind)) for one in step.choices}
