"""The agency lost or spoiled papers of a dossier: it apologises, and goes by its copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.cases.act.case_for import open_for_heads
from engine.cases.adding_files import FiledDocument, add_documents
from engine.cases.issuing_slips import slip_of
from engine.cases.passing_papers import papers_are_gone
from engine.catalogue.components import component_names
from engine.errors import ApologyMissing, PaperUnknown
from engine.facts import topics
from engine.facts.events_of_papers import LostPaper, PapersLost
from engine.ports import DocumentStore
from engine.routing.lost_papers import held_papers
from engine.store.cases import CaseDocument
from engine.typed.given import basis_given, reason_given

KIND = "report_lost"
SLIP = "XLMH"
BASIS = "NĐ 118/2025/NĐ-CP, Điều 23.2"
ALL = "all"
"""In place of a component: every paper that the dossier has."""


@dataclass(frozen=True, slots=True)
class Reported:
    """Papers that are lost; ``lacking``: of which no copy is held."""

    case_ref: str
    number: str
    lacking: tuple[str, ...]


def report_lost(
    session: Session,
    *,
    ref: str,
    person: Person,
    lost: str,
    reason: str,
    paper: str,
    signed: Sequence[FiledDocument] = (),
    store: DocumentStore,
    now: datetime,
) -> Reported:
    """Record what was lost or spoiled, with the signed apology (decree 118/2025 art. 23.2).

    ``lost``: a component that was taken on paper, or all of them. What a copy is held of is
    restored from it: the applicant is not asked again. No clock stops. By the head of a unit that
    had a step of the case. Raises CaseNotFound, NotTheLead, NotInThisState, PaperUnknown,
    ApologyMissing, ReasonMissing, BasisMissing, TextUnreadable, FileRefused.
    """
    act, by = open_for_heads(session, ref=ref, person=person, now=now, kind=KIND)
    papers = _lost(act, lost)
    words, named = reason_given(reason), basis_given(paper, "paper")
    if not signed:
        raise ApologyMissing
    files = add_documents(act, signed, role="issued", store=store)
    unit = by.holding.unit_code if by.holding else act.case["competent_unit"]
    told = PapersLost(
        number=slip_of(act, SLIP),
        papers=papers,
        unit=unit,
        unit_name=act.setting.unit_name(unit),
        reason=words,
        paper=named,
        legal_basis=BASIS,
        documents=files,
    )
    if not set(held_papers(act.session, act.case)) - {one.component for one in papers}:
        act.change(papers_at=None, papers_to=None, papers_until=None)  # nothing is left to send
        papers_are_gone(act)
    act.record(told)
    act.announce(topics.PapersLost(number=told.number, unit=unit))
    act.save()
    lacking = tuple(one.name for one in papers if not one.copied)
    return Reported(act.stands.ref, told.number, lacking)


def _lost(act: CaseAct, lost: str) -> tuple[LostPaper, ...]:
    held = held_papers(act.session, act.case)
    codes = [one for one in held if lost in (ALL, one)]
    if not codes:
        raise PaperUnknown(name=lost[:60] or "(chưa chọn)")
    names = component_names(act.package.manifest)
    query = select(CaseDocument.component).where(
        CaseDocument.province_code == act.key[0],
        CaseDocument.case_id == act.key[1],
        CaseDocument.role == "filed",
    )
    copies = set(act.session.scalars(query))
    return tuple(
        LostPaper(component=code, name=names.get(code, code), copied=code in copies)
        for code in codes
    )
