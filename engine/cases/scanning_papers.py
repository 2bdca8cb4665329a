"""Papers that were taken at a counter or by post become files when the case is received.

Decree 118/2025 art. 17.1c: every paper is scanned at reception. Circulars 01/2023/TT-VPCP and
03/2025/TT-VPCP art. 5.2 say which are not; whoever receives says why.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select

from engine.cases.act.case_act import CaseAct
from engine.cases.adding_files import FiledDocument, add_documents
from engine.catalogue.components import COMPONENT, component_names
from engine.errors import FileRefused, ScansMissing
from engine.facts.events_of_filing import PapersScanned
from engine.ports import DocumentStore
from engine.store.cases import CaseDocument, Dossier
from engine.typed import Unreadable
from engine.typed.text import LONGEST_WORDS, says_something, text_of, within


class _Fault(NamedTuple):
    code: str
    words: str


def scan_papers(
    act: CaseAct,
    scans: Sequence[FiledDocument],
    unscanned: Mapping[str, str],
    *,
    store: DocumentStore,
) -> tuple[str, ...]:
    """Keep the scans of the papers that were taken, and the reasons for those without.

    What lies on paper, by component. Raises FileRefused for a file that shows no such paper or
    can't be taken, ScansMissing while a paper has neither a file nor a reason.
    """
    if (act.case["handled_as"] or act.case["channel"]) == "online" and not (scans or unscanned):
        return ()  # files only: nothing was taken on paper, and nobody asks the database for it
    papers = papers_of(act)
    if not (papers or scans or unscanned):
        return ()
    for file in scans:
        if file.component not in papers:
            raise FileRefused(name=file.name, reason="hồ sơ không có bản giấy nào ứng với tệp này")
    reasons = why_unscanned(
        act, papers, unscanned, shown={*_filed(act), *(file.component for file in scans)}
    )
    files = add_documents(act, scans, role="filed", store=store)
    act.record(PapersScanned(papers=papers, documents=files, unscanned=reasons))
    return papers


def why_unscanned(
    act: CaseAct,
    papers: Sequence[str],
    unscanned: Mapping[str, str],
    *,
    shown: Collection[str | None],
) -> dict[str, str]:
    """Why no file shows some of these papers, by component; ``shown`` are those that one shows.

    Raises ScansMissing while a paper has neither a file nor a reason.
    """
    names = component_names(act.package.manifest)
    reasons, faults = _reasons(unscanned, papers)
    faults += [
        _Fault(code, f"Chưa số hóa: {names.get(code, code)}. Hãy quét, hoặc ghi lý do không quét.")
        for code in papers
        if code not in shown and code not in reasons and code not in {one.code for one in faults}
    ]
    faults += [
        _Fault(code, f"{names.get(code, code)} đã có bản số hóa: hãy xóa lý do không số hóa.")
        for code in reasons
        if code in shown
    ]
    if faults:
        raise ScansMissing(
            count=len(faults),
            names="; ".join(names.get(one.code, one.code) for one in faults),
            faults=[{"field": COMPONENT + one.code, "message": one.words} for one in faults],
        )
    return reasons


def unscanned_papers(act: CaseAct) -> list[str]:
    """The components that were taken on paper and that no file shows."""
    papers = papers_of(act)
    shown = _filed(act) if papers else set()
    return [code for code in papers if code not in shown]


def _reasons(
    unscanned: Mapping[str, str], papers: Sequence[str]
) -> tuple[dict[str, str], list[_Fault]]:
    """The reasons in plain text, by component; and what is wrong with some."""
    reasons: dict[str, str] = {}
    faults: list[_Fault] = []
    for code, text in unscanned.items():
        try:
            words = within(text_of(text), LONGEST_WORDS)
        except Unreadable as wrong:
            faults.append(_Fault(code, f"Lý do không số hóa {wrong}."))
            continue
        if words and code not in papers:
            faults.append(_Fault(code, f"Hồ sơ không có bản giấy “{code}”: không cần lý do."))
        elif says_something(words):
            reasons[code] = words
    return reasons, faults


def papers_of(act: CaseAct) -> tuple[str, ...]:
    """The components that were taken on paper."""
    found = act.session.scalar(
        select(Dossier.papers).where(
            Dossier.province_code == act.key[0], Dossier.case_id == act.key[1]
        )
    )
    return tuple(found or ())


def _filed(act: CaseAct) -> set[str | None]:
    """The components that have a file already: a counter may scan while it files."""
    return set(
        act.session.scalars(
            select(CaseDocument.component).where(
                CaseDocument.province_code == act.key[0],
                CaseDocument.case_id == act.key[1],
                CaseDocument.role == "filed",
            )
        )
    )
