"""What a filing brings: files, and papers that an officer of the receiving centre has in hand."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from engine.cases.act.case_act import CaseAct
from engine.cases.adding_files import MOST_OF_COMPONENT, FiledDocument
from engine.catalogue.components import COMPONENT, Component, components, missing
from engine.catalogue.rules.admission import check_paper, paper_refused
from engine.catalogue.rules.resolution import Resolved
from engine.errors import ComponentUnknown, DocumentsMissing, TooManyFiles


def check_handed(
    act: CaseAct,
    rules: Resolved,
    *,
    files: Sequence[FiledDocument],
    papers: Collection[str],
    reused: Collection[str] = (),
    asked_in_form: Collection[str],
    answers: Mapping[str, object],
) -> None:
    """Refuse a filing that lacks a compulsory component, or papers that can't be taken.

    Over the counter and by post a component may be a paper that the officer has received (decree
    118/2025 art. 17.1); online there are files only. ``asked_in_form`` are the questions of the
    form that take files, ``reused`` what earlier dossiers answer. Raises PaperRefused,
    ComponentUnknown, TooManyFiles, DocumentsMissing.
    """
    channel = act.case["channel"]
    found = components(
        act.package.manifest,
        rules.of_kind("document_replaced"),
        represented=act.case["authorisation"] is not None,
    )
    if papers:
        _check_papers(channel, papers, found)
    check_paper(rules, channel, papers)
    _check_files(files, {*asked_in_form, *(one.asked.code for one in found)})
    lacking = missing(found, answers, {*papers, *reused, *(file.component for file in files)})
    if lacking:
        raise DocumentsMissing(
            count=len(lacking),
            names="; ".join(one.name for one in lacking),
            faults=[
                {"field": COMPONENT + one.code, "message": f"Còn thiếu: {one.name}."}
                for one in lacking
            ],
        )


def _check_files(files: Sequence[FiledDocument], known: Collection[str]) -> None:
    """Each file answers something that is asked for, and no component takes more than a stack."""
    counted = Counter(file.component for file in files)
    unknown = [code for code in counted if code is not None and code not in known]
    if unknown:
        raise ComponentUnknown(names=", ".join(unknown))
    component, most = max(counted.items(), key=lambda one: one[1], default=(None, 0))
    if most > MOST_OF_COMPONENT:
        where = f"cho một giấy tờ ({component})" if component else "không thuộc giấy tờ nào"
        raise TooManyFiles(count=most, where=where, most=MOST_OF_COMPONENT)


def _check_papers(channel: str, papers: Collection[str], found: Sequence[Component]) -> None:
    if channel == "online":
        raise paper_refused(papers, "hồ sơ nộp trực tuyến chỉ gồm tệp điện tử")
    handed_in = {one.asked.code for one in found if one.asked.how == "file"}
    unknown = [code for code in papers if code not in handed_in]
    if unknown:
        raise paper_refused(unknown, f"thủ tục không có giấy tờ {', '.join(unknown)}")
