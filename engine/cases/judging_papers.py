"""The papers of a dossier, judged one by one: which pass, what must be done about the others."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    verdicts_on,
)
from engine.errors import (
    HeldAlready,
    NothingAsked,
    OtherBasisMissing,
    OtherIsComponent,
    PaperLostHere,
    PaperNotThere,
    PapersUnjudged,
    PaperThere,
    PaperUnknown,
    TodoMissing,
)
from engine.facts.events_of_supplements import OTHER, AskedAgain, AskedPaper, Fault
from engine.routing.held import held_named, held_papers, is_named, usual
from engine.routing.lost_papers import lost_papers
from engine.store.cases import CaseDocument, Dossier
from engine.typed.given import law_given, meant_given

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
    """Which components pass, and which papers are asked for.

    ``parts``: all that the dossier is made of; ``came``: the components that were handed in.
    """

    passed: tuple[str, ...]
    asked: tuple[AskedPaper, ...]
    other_basis: str | None
    parts: tuple[Component, ...]
    came: frozenset[str]

    @property
    def other(self) -> str:
        """What is asked for besides the components."""
        return "; ".join(one.name for one in self.asked if one.component == OTHER)


def judgement(
    act: CaseAct, judged: Sequence[JudgedPaper], other: str | None, other_basis: str | None
) -> Judgement:
    """Hold what an officer found against the dossier.

    Every component that was handed in is judged, the form as well; what is asked for besides is
    none of them and needs a legal basis (decree 118/2025 art. 5). What the agency lost it brings
    back itself (art. 23.2); only what came can be wrong or outdated, and is never missing (art.
    16.3: the slip is full and exact).
    Raises PaperUnknown, PapersUnjudged, PaperLostHere, PaperNotThere, PaperThere, TodoMissing,
    NothingAsked, OtherBasisMissing, OtherIsComponent, TextUnreadable.
    """
    parts, came = _components(act), _handed_in(act)
    found = [one for one in parts if one.source is None]
    names = {one.asked.code: one.asked.name for one in found}
    may_be = {one.asked.code: verdicts_on(one.asked, there=one.asked.code in came) for one in found}
    _check(act, judged, names, came)
    _check_not_lost(act, judged)
    _check_there(judged, may_be, names)
    asked = [_asked(one, one.verdict, names) for one in judged if one.verdict != IN_ORDER]
    if silent := [one for one in asked if not one.todo]:
        faults = [_fault(one.component, "Hãy ghi rõ phải làm gì.") for one in silent]
        raise TodoMissing(names="; ".join(one.name for one in silent), faults=faults)
    other_name = meant_given("other", "Giấy tờ khác", other)
    basis = law_given("other_basis", "Căn cứ pháp luật", other_basis) or None
    if other_name:
        _check_other(other_name, names)
        if basis is None:
            raise OtherBasisMissing
        asked.append(AskedPaper(component=OTHER, name=other_name, fault="missing", todo=""))
    if not asked:
        raise NothingAsked
    # Nobody says of a paper that never came that it is in order.
    passing = (one.component for one in judged if one.verdict == IN_ORDER)
    passed = tuple(code for code in passing if IN_ORDER in may_be[code])
    other_basis = basis if other_name else None
    return Judgement(passed, tuple(asked), other_basis, parts, frozenset(came))


def check_not_held(act: CaseAct, found: Judgement, reason: str | None) -> None:
    """Ask again for what agencies hold only with a reason, which is on record (R-08).

    Raises HeldAlready, TextUnreadable.
    """
    words = meant_given("again_reason", "Lý do yêu cầu lại", reason)
    told = tuple(dict.fromkeys((*_held_components(act, found), *_held_besides(act, found))))
    if not told:
        return
    if not words:
        raise HeldAlready(names="; ".join(told))
    act.record(AskedAgain(papers=told, reason=words))


def _held_components(act: CaseAct, found: Judgement) -> Iterator[str]:
    """The components that are asked for as missing and that earlier dossiers hold."""
    lacking = {one.component for one in found.asked if one.fault == "missing"} - {OTHER}
    if not lacking:
        return
    asked = [one for one in found.parts if one.source is None]
    number = act.numbers.owner
    held = held_papers(act.session, act.key[0], number=number, asked=asked, but=act.key[1])
    names = component_names(act.package.manifest)
    for code, one in held.items():
        if code in lacking:
            yield f"{names[code]} (hồ sơ {one.ref})"


def _held_besides(act: CaseAct, found: Judgement) -> Iterator[str]:
    """What the free demand names that lies in this dossier, in an earlier one, or is data."""
    if not found.other:
        return
    for one in found.parts:
        where = one.source or ("hồ sơ này" if one.asked.code in found.came else None)
        if where and is_named(found.other, one.asked.name):
            yield f"{one.asked.name} ({where})"
    number, text = act.numbers.owner, found.other
    for paper in held_named(act.session, act.key[0], number=number, text=text, but=act.key[1]):
        yield f"{paper.called} (hồ sơ {paper.ref})"


def _components(act: CaseAct) -> tuple[Component, ...]:
    """All that the dossier is made of; data may stand for some of it, which nobody judges."""
    replaced = resolved_today(act).of_kind("document_replaced")
    represented = act.case["authorisation"] is not None
    return components(act.package.manifest, replaced, represented=represented)


def _check_other(name: str, names: Mapping[str, str]) -> None:
    """What is asked for besides is no component that has a row of its own."""
    code = next((code for code, one in names.items() if usual(one) == usual(name)), None)
    if code is not None:
        faults = [_fault(code, "Xét giấy tờ này ở đây.")]
        raise OtherIsComponent(name=names[code], faults=faults)


def _check(
    act: CaseAct, judged: Sequence[JudgedPaper], names: Mapping[str, str], came: set[str]
) -> None:
    for one in judged:
        if one.component not in names or one.verdict not in get_args(Verdict):
            raise PaperUnknown(name=names.get(one.component, one.component))
    counted = Counter(one.component for one in judged)
    if twice := [code for code, count in counted.items() if count > 1]:
        faults = [_fault(code, "Giấy tờ này được xét hai lần.") for code in twice]
        raise PapersUnjudged(names="; ".join(names[code] for code in twice), faults=faults)
    said = set(counted)
    lacking = {one.component for one in lost_papers(act.session, act.case) if one.lacking}
    there = (came - lacking) | {*filled_forms(act.package.manifest)}
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


def _check_there(
    judged: Sequence[JudgedPaper],
    may_be: Mapping[str, Sequence[str]],
    names: Mapping[str, str],
) -> None:
    """What came is wrong or outdated, what did not is missing."""
    untrue = [one for one in judged if one.verdict not in may_be[one.component]]
    absent = [one.component for one in untrue if one.verdict in ("wrong", "outdated")]
    if absent:
        faults = [_fault(code, "Chưa ai nộp giấy tờ này: chọn “Còn thiếu”.") for code in absent]
        raise PaperNotThere(names="; ".join(names[code] for code in absent), faults=faults)
    there = [one.component for one in untrue if one.verdict == "missing"]
    if there:
        faults = [_fault(code, "Đã nộp: chọn “Chưa đúng” hoặc “Hết hiệu lực”.") for code in there]
        raise PaperThere(names="; ".join(names[code] for code in there), faults=faults)


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
