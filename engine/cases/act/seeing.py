"""What somebody may not see is not found, whatever they try to do to it."""

from sqlalchemy import select

from engine.access import By, Matter, may, of_act, of_case, of_file
from engine.accounts import Person
from engine.cases.act.case_act import CaseAct, actor_of
from engine.errors import CaseNotFound, Refusal
from engine.routing.answering import units_that_worked
from engine.routing.as_it_stands import day_of
from engine.routing.centres import own_centres
from engine.store.consultations import Consultation


def sees(act: CaseAct, person: Person) -> bool:
    """Whether the person may read the file of the case. Asked before a refusal, not before acts."""
    asked = select(Consultation.unit_code).where(
        Consultation.province_code == act.case["province_code"],
        Consultation.case_id == act.case["id"],
    )
    competent, day = act.case["competent_unit"], day_of(act.case["submitted_at"])
    matter = of_file(
        act.case,
        competent_unit=competent,
        task_units=units_that_worked(act.session, act.case),
        watching=own_centres(act.setting, competent, day),
        asked=set(act.session.scalars(asked)),
        setting=act.setting,
    )
    return may(person, "cases.read", matter) is not None


def act_by(
    act: CaseAct,
    person: Person,
    kind: str,
    *,
    ref: str,
    refusal: Refusal,
    matter: Matter | None = None,
) -> By:
    """By what the person does this to the case; they are its actor from here on.

    ``matter``: the case with more than its row tells.

    Raises the refusal, or CaseNotFound for whom the case is not to be seen.
    """
    by = may(person, of_act(kind), matter or of_case(act.case, act.setting))
    if by is None:
        raise refusal if sees(act, person) else CaseNotFound(ref=ref)
    act.actor = actor_of(person, by.words)
    return by
