"""What somebody may not see is not found, whatever they try to do to it."""

from dataclasses import replace

from sqlalchemy import select

from engine.access import By, Matter, handles_own, may, of_act, of_case, of_file, with_people
from engine.accounts import Person
from engine.cases.act.case_act import CaseAct, actor_of
from engine.errors import CaseNotFound, OwnDossier, Refusal
from engine.routing.answering import units_that_worked
from engine.routing.as_it_stands import day_of
from engine.routing.centres import own_centres
from engine.store.consultations import Consultation
from engine.store.lateness import LatenessCause


def sees(act: CaseAct, person: Person) -> bool:
    """Whether the person may read the file of the case. Asked before a refusal, not before acts."""
    return may(person, "cases.read", file_matter(act)) is not None


def file_matter(act: CaseAct) -> Matter:
    """The file of the case, with all that rights to it depend on."""
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
    told = act.session.get(LatenessCause, act.key) is not None
    ready, slip = act.stands.state.solved, act.case["slip_by"] is not None
    told_of = replace(matter, cause_told=told, result_ready=ready, slip_waits=slip)
    return of_its_people(act, told_of)


def of_its_people(act: CaseAct, matter: Matter) -> Matter:
    """The matter with the people of the case."""
    represented = act.case["authorisation"] is not None
    return with_people(matter, *act.numbers, represented=represented)


def check_not_own(person: Person, matter: Matter) -> None:
    """Four eyes: nobody handles their own dossier. Raises OwnDossier."""
    if person.officer_id is not None and handles_own(person, matter):
        raise OwnDossier


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

    Raises OwnDossier, the refusal, or CaseNotFound for whom the case is not to be seen.
    """
    asked = of_its_people(act, matter or of_case(act.case, act.setting))
    by = may(person, of_act(kind), asked)
    if by is None:
        check_not_own(person, asked)
        raise refusal if sees(act, person) else CaseNotFound(ref=ref)
    act.actor = actor_of(person, by.words)
    return by
