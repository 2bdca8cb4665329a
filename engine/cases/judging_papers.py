"""The papers of a dossier, judged one by one: which pass, what must be done about the others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from sqlalchemy import select

from engine.cases.act.case_act import CaseAct
from engine.cases.taking_rules import resolved_today
from engine.catalogue.components import (
    JUDGED,
    Component,
    component_names,
    components,
    filled_forms,
)
from engine.errors import (
    HeldAlready,
    NothingAsked,
    OtherBasisMissing,
    PaperLostHere,
    PaperNotThere,
    PapersUnjudged,
    PaperUnknown,
    TodoMissing,
)
from engine.facts.events_of_supplements import OTHER, AskedAgain, AskedPaper, Fault
from engine.routing.held import held_papers
from engine.routing.lost_papers import lost_papers
from engine.store.cases import CaseDocument, Dossier
from engine.typed.given import meant_given

Verdict = Literal["pass", "wrong", "missing", "outdated"]
IN_ORDER: Final = "pass"


@dataclass(frozen=True, slots=True)
class JudgedPaper:
    """A component of the dossier with what was found; ``todo``: what the applicant has to do."""

    component: str
    verdict: Verdict
    todo: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Which components pass, and which papers are asked for."""

    passed: tuple[str, ...]
    asked: tuple[AskedPaper, ...]
    other_basis: str | None


def judgement(
    act: CaseAct, judged: Sequence[JudgedPaper], other: str | None, other_basis: str | None
) -> Judgement:
    """Hold what an officer found against the dossier.

    Every component that was handed in is judged, the form as well; what is asked for besides needs
    a legal basis (decree 118/2025 art. 5). What the agency lost it brings back itself (art. 23.2);
    only what came can be wrong or outdated (art. 16.3: the slip is full and exact).
    Raises PaperUnknown, PapersUnjudged, PaperLostHere, PaperNotThere, TodoMissing, NothingAsked,
    OtherBasisMissing, TextUnreadable.
    """
    found = judged_components(act)
    names = {one.asked.code: one.asked.name for one in found}
    _check(act, judged, found)
    _check_not_lost(act, judged)
    _check_there(act, judged, names)
    asked = [_asked(one, one.verdict, names) for one in judged if one.verdict != IN_ORDER]
    if silent := [one for one in asked if not one.todo]:
        faults = [_fault(one.component, "Hãy ghi rõ phải làm gì.") for one in silent]
        raise TodoMissing(names="; ".join(one.name for one in silent), faults=faults)
    other_name = meant_given("other", "Giấy tờ khác", other)
    basis = meant_given("other_basis", "Căn cứ pháp luật", other_basis) or None
    if other_name:
        if basis is None:
            raise OtherBasisMissing
        asked.append(AskedPaper(component=OTHER, name=other_name, fault="missing", todo=""))
    if not asked:
        raise NothingAsked
    passed = tuple(one.component for one in judged if one.verdict == IN_ORDER)
    return Judgement(passed, tuple(asked), basis if other_name else None)


def check_not_held(act: CaseAct, found: Judgement, reason: str | None) -> None:
    """Ask again for what agencies hold only with a reason, which is on record (R-08).

    Raises HeldAlready, TextUnreadable.
    """
    words = meant_given("again_reason", "Lý do yêu cầu lại", reason)
    lacking = {one.component for one in found.asked if one.fault == "missing"}
    if not lacking:
        return
    number = act.numbers.owner
    asked = judged_components(act)
    held = held_papers(act.session, act.key[0], number=number, asked=asked, but=act.key[1])
    again = [one for code, one in held.items() if code in lacking]
    if not again:
        return
    names = component_names(act.package.manifest)
    told = tuple(f"{names[one.component]} (hồ sơ {one.ref})" for one in again)
    if not words:
        raise HeldAlready(names="; ".join(told))
    act.record(AskedAgain(papers=told, reason=words))


def judged_components(act: CaseAct) -> tuple[Component, ...]:
    """The components that can be judged: all but those that data stands for."""
    replaced = resolved_today(act).of_kind("document_replaced")
    represented = act.case["authorisation"] is not None
    found = components(act.package.manifest, replaced, represented=represented)
    return tuple(one for one in found if one.source is None)


def _check(act: CaseAct, judged: Sequence[JudgedPaper], found: Sequence[Component]) -> None:
    names = {one.asked.code: one.asked.name for one in found}
    for one in judged:
        if one.component not in names or one.verdict not in get_args(Verdict):
            raise PaperUnknown(name=names.get(one.component, one.component))
    counted = Counter(one.component for one in judged)
    if twice := [code for code, count in counted.items() if count > 1]:
        faults = [_fault(code, "Giấy tờ này được xét hai lần.") for code in twice]
        raise PapersUnjudged(names="; ".join(names[code] for code in twice), faults=faults)
    said = set(counted)
    lacking = {one.component for one in lost_papers(act.session, act.case) if one.lacking}
    there = (_handed_in(act) - lacking) | {*filled_forms(act.package.manifest)}
    left = [code for code in names if code in there and code not in said]
    if left:
        faults = [_fault(code, "Chưa xét giấy tờ này.") for code in left]
        raise PapersUnjudged(names="; ".join(names[code] for code in left), faults=faults)


def _check_not_lost(act: CaseAct, judged: Sequence[JudgedPaper]) -> None:
    """What a copy stands for is not missing; of what no copy is held nothing is asked."""
    lost = {one.component: one for one in lost_papers(act.session, act.case) if one.how is None}
    theirs = [
        one.component
        for one in judged
        if one.component in lost
        and (one.verdict == "missing" or (lost[one.component].lacking and one.verdict != IN_ORDER))
    ]
    if theirs:
        faults = [_fault(code, "Cơ quan đã làm mất, hỏng: cơ quan tự lo.") for code in theirs]
        raise PaperLostHere(names="; ".join(lost[code].name for code in theirs), faults=faults)


def _check_there(act: CaseAct, judged: Sequence[JudgedPaper], names: Mapping[str, str]) -> None:
    there = _handed_in(act) | {*filled_forms(act.package.manifest)}
    absent = [
        one.component
        for one in judged
        if one.verdict in ("wrong", "outdated") and one.component not in there
    ]
    if absent:
        faults = [_fault(code, "Chưa ai nộp giấy tờ này: chọn “Còn thiếu”.") for code in absent]
        raise PaperNotThere(names="; ".join(names[code] for code in absent), faults=faults)


def _handed_in(act: CaseAct) -> set[str]:
    """The components that came as a file or on paper."""
    key = act.key
    files = act.session.scalars(
        select(CaseDocument.component).where(
            CaseDocument.province_code == key[0],
            CaseDocument.case_id == key[1],
            CaseDocument.role == "filed",
        )
    )
    papers: Iterable[str] = act.session.get_one(Dossier, key).papers
    return {*(code for code in files if code is not None), *papers}


def _asked(one: JudgedPaper, fault: Fault, names: dict[str, str]) -> AskedPaper:
    name = names[one.component]
    todo = meant_given(JUDGED + one.component, name, one.todo)
    return AskedPaper(component=one.component, name=name, fault=fault, todo=todo)


def _fault(code: str, message: str) -> dict[str, str]:
    return {"field": JUDGED + code, "message": message}
