"""What shows at the counter that the owner asked for an act: who asked, by which paper."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.acts.inputs import AT_COUNTER, REQUEST, REQUESTER
from engine.cases.act.case_act import CaseAct
from engine.cases.adding_files import FiledDocument, add_documents
from engine.errors import RequestUnproven
from engine.facts.events_of_filing import File
from engine.ports import DocumentStore
from engine.typed.given import line_given
from engine.typed.text import says_something


@dataclass(frozen=True, slots=True)
class OwnersRequest:
    """Who asked, the paper, and its scans."""

    requester: str | None
    request: str | None
    documents: tuple[File, ...]


def request_of_owner(
    act: CaseAct,
    requester: str | None,
    request: str | None,
    files: Sequence[FiledDocument],
    *,
    store: DocumentStore,
) -> OwnersRequest:
    """The request, kept beside the dossier: it is no part of what was filed, whatever component a
    file names. Owners in their own account need none.

    Raises RequestUnproven, TextUnreadable, FileRefused.
    """
    who = line_given(REQUESTER.name, REQUESTER.label, requester or "")
    paper = line_given(REQUEST.name, REQUEST.label, request or "")
    if not act.by_applicant:
        _check(who, paper, files)
    scans = [replace(file, component=None) for file in files]
    kept = add_documents(act, scans, role="request", store=store)
    return OwnersRequest(who or None, paper or None, kept)


def _check(requester: str, request: str, files: Sequence[FiledDocument]) -> None:
    """Whether it shows that the owner asked, not who sits at the counter."""
    shown = (says_something(requester), says_something(request), bool(files))
    lacking = [one for one, there in zip(AT_COUNTER, shown, strict=True) if not there]
    if lacking:
        raise RequestUnproven(
            what="; ".join(one.label for one in lacking),
            faults=[{"field": one.name, "message": f"Cần có: {one.label}."} for one in lacking],
        )
