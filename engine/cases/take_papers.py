"""The papers of a dossier have arrived where the case is solved."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.access import of_case, takers
from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_named
from engine.cases.act.seeing import act_by
from engine.cases.act.task_act import check_state
from engine.errors import NoPapersComing, NotYourDesk
from engine.facts.events_of_papers import PapersTaken
from engine.routing.as_it_stands import day_of
from engine.routing.centres import own_centres
from engine.store.cases import Task
from engine.typed.given import words_given

KIND = "take_papers"


def take_papers(
    session: Session, *, ref: str, person: Person, note: str | None = None, now: datetime
) -> None:
    """Record that the papers are here; ``note`` says what was not as the slip of control says.

    For an officer of the unit that solves the case, of one that has or had a step of it, or of the
    competent unit's own centre; never of the unit that sent them. Raises CaseNotFound,
    NotYourDesk, NotInThisState, NoPapersComing, TextUnreadable.
    """
    act = open_named(session, ref, person, now)
    case = act.case
    competent = act.setting.unit_name(case["competent_unit"])
    refusal = NotYourDesk(position="Cán bộ giải quyết", unit=competent)
    matter = replace(of_case(case, act.setting), taking=_takers(act))
    act_by(act, person, KIND, ref=ref, refusal=refusal, matter=matter)
    check_state(act, KIND)
    if case["papers_to"] is None or case["papers_until"] is not None:
        raise NoPapersComing
    words = words_given("note", "Ghi chú", note) or None
    receiver = case["papers_to"]
    act.change(papers_at=receiver, papers_to=None)
    act.record(PapersTaken(unit=receiver, unit_name=act.setting.unit_name(receiver), note=words))
    act.save()


def _takers(act: CaseAct) -> set[str]:
    case = act.case
    query = select(Task.unit_code).where(
        Task.province_code == act.key[0], Task.case_id == act.key[1]
    )
    steps = set(act.session.scalars(query))
    return takers(
        case["competent_unit"],
        case["receiving_unit"],
        steps | set(own_centres(act.setting, case["competent_unit"], day_of(act.now))),
    )
