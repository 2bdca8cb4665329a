"""Originals on paper go back to whom they belong, and it is recorded to whom."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import papers_are
from engine.accounts import Person
from engine.cases.act.case_for import open_for_money
from engine.cases.passing_papers import papers_are_gone
from engine.cases.report_lost import ALL
from engine.catalogue.components import component_names
from engine.errors import PapersOnTheirWay, PaperUnknown, TakerUnnamed
from engine.facts.events_of_papers import GivenBackPaper, PapersReturned
from engine.routing.lost_papers import held_papers
from engine.typed.given import line_given
from engine.typed.text import says_something

KIND = "return_papers"
BASIS = "NĐ 118/2025/NĐ-CP, Điều 21, Điều 22.2"


def return_papers(
    session: Session, *, ref: str, person: Person, returned: str, to_whom: str, now: datetime
) -> None:
    """Record which papers went back to whom (decree 118/2025 arts. 21, 22.2).

    ``returned``: a component that lies on paper in the dossier, or all of them; ``to_whom``: the
    person, by name and what they showed. By the counter that received the case or returns its
    result, once solving is over; what is with a carrier is taken first. Raises CaseNotFound,
    NotYourDesk, NotInThisState, PaperUnknown, PapersOnTheirWay, TakerUnnamed, TextUnreadable.
    """
    act = open_for_money(session, ref=ref, person=person, now=now, kind=KIND)
    held = held_papers(session, act.case)
    codes = [one for one in held if returned in (ALL, one)]
    if not codes:
        raise PaperUnknown(name=returned[:60] or "(chưa chọn)")
    if papers_are(act.case["papers_to"], act.case["papers_until"]) == "come":
        raise PapersOnTheirWay(unit=act.setting.unit_name(act.case["papers_to"] or ""))
    taker = line_given("to_whom", "Người nhận lại", to_whom)
    if not says_something(taker):
        raise TakerUnnamed
    names = component_names(act.package.manifest)
    papers = tuple(GivenBackPaper(component=code, name=names.get(code, code)) for code in codes)
    if len(codes) == len(held):
        papers_are_gone(act)
    act.record(PapersReturned(papers=papers, to_whom=taker, legal_basis=BASIS))
    act.save()
