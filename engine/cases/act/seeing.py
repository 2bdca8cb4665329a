"""What somebody may not see is not found, whatever they try to do to it."""

from sqlalchemy import select

from engine.access import may, of_act, of_case, of_file
from engine.access.asking import By
from engine.accounts import Person
from engine.cases.act.case_act import CaseAct, actor_of
from engine.errors import CaseNotFound, Refusal
from engine.store.cases import Task


def sees(act: CaseAct, person: Person) -> bool:
    """Whether the person may read the file of the case. Asked before a refusal, not before acts."""
    units = select(Task.unit_code).where(
        Task.province_code == act.case["province_code"], Task.case_id == act.case["id"]
    )
    matter = of_file(
        act.case,
        competent_unit=act.case["competent_unit"],
        task_units=set(act.session.scalars(units)),
        setting=act.setting,
    )
    return may(person, "cases.read", matter) is not None


def act_by(act: CaseAct, person: Person, kind: str, *, ref: str, refusal: Refusal) -> By:
    """By what the person does this to the case; they are its actor from here on.

    Raises the refusal, or CaseNotFound for whom the case is not to be seen.
    """
    by = may(person, of_act(kind), of_case(act.case, act.setting))
    if by is None:
        raise refusal if sees(act, person) else CaseNotFound(ref=ref)
    act.actor = actor_of(person, by.words)
    return by
