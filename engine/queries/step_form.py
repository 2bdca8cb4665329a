"""What a step asks, for reading what was answered on a page; the act itself decides the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.acts import asked_twice, ending_act
from engine.catalogue.packages import package
from engine.routing.definitions import definition_of
from engine.routing.step_forms import form_of_step
from engine.store.base import Code, Key
from engine.store.cases import Case, Dossier, Task
from engine.store.database import connection_of
from engine.store.prepared import PreparedQuery
from engine.workflow import Step

_in_case = and_(Case.province_code == Task.province_code, Case.id == Task.case_id)
_of_case = and_(Dossier.province_code == Case.province_code, Dossier.case_id == Case.id)
_ASKED = PreparedQuery(
    select(Task.element_id, Case.package_digest, Case.authorisation, Dossier.answers)
    .join(Case, _in_case)
    .join(Dossier, _of_case)
    .where(
        Task.province_code == bindparam("province", type_=Code),
        Task.id == bindparam("task", type_=Key),
    )
)


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
    given = {"province": person.province_code, "task": task_id}
    row = _ASKED.one_or_none(connection_of(session), given)
    if row is None or person.province_code is None:
        return None
    element_id, digest, authorisation, answers = row
    published = package(session, person.province_code, digest)
    step = definition_of(published).steps.get(element_id)
    if step is None:
        return None
    form = form_of_step(published, step, lambda: answers, {"authorisation": authorisation})
    return AskedStep(step.name, ending_act(step.act).kind, form, _decisions(step))


def _decisions(step: Step) -> dict[str, tuple[str, bool]]:
    if not step.choices:
        return {"": (ending_act(step.act).label, asked_twice(step.act, None))}
    return {one.value: (one.label, asked_twice(step.act, one.kind)) for one in step.choices}
