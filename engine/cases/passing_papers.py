"""Where the papers of a dossier lie, and until when they are sent to who solves the case."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update

from engine.cases.act.case_act import CaseAct
from engine.catalogue.rules.law import Term, law_on
from engine.deadlines.papers import sent_elsewhere, sent_in_house
from engine.routing.as_it_stands import day_of
from engine.routing.centres import own_centres
from engine.routing.lost_papers import held_papers
from engine.store.cases import Dossier

IN_HOUSE, ELSEWHERE = "paper_in_house", "paper_elsewhere"


def papers_came(act: CaseAct, papers: Collection[str]) -> None:
    """Papers lie at the unit that received them: until when they go on to who solves the case.

    Within the agency the same day (decree 118/2025 art. 18.2), from another place within a working
    day (art. 20.1). The solving time runs from the reception meanwhile (art. 17.3).
    """
    here, there = act.case["receiving_unit"], act.as_changed["competent_unit"]
    if not papers or here == there:
        return
    act.change(papers_at=here, papers_to=there, papers_until=_until(act, here))


def papers_move_on(act: CaseAct) -> None:
    """The papers that lie somewhere go to the unit that decides the case now."""
    row, there = act.as_changed, act.as_changed["competent_unit"]
    if row["received_at"] is None or not held_papers(act.session, row):
        return
    here = row["papers_at"] or row["receiving_unit"]
    if here == there:
        act.change(papers_at=here, papers_to=None, papers_until=None)
    else:
        act.change(papers_at=here, papers_to=there, papers_until=_until(act, here))


def papers_are_gone(act: CaseAct) -> None:
    """None of its papers lies here any more: they went back, or the last of them are lost."""
    act.session.execute(
        update(Dossier)
        .where(Dossier.province_code == act.key[0], Dossier.case_id == act.key[1])
        .values(papers_gone=True)
    )


def term_of_sending(act: CaseAct) -> Term | None:
    """By which law the papers go."""
    row, day = act.as_changed, day_of(act.now)
    home = row["receiving_unit"] in own_centres(act.setting, row["competent_unit"], day)
    return law_on(IN_HOUSE if home else ELSEWHERE, day)


def _until(act: CaseAct, here: str) -> datetime | None:
    term, calendar = term_of_sending(act), act.setting.calendar_of(here)
    if term is None:
        return None
    if "cut_off" in term.value:
        return sent_in_house(calendar, act.now, term.value["cut_off"])
    return sent_elsewhere(calendar, act.now, term.value["days"])
