"""Papers of a person that agencies of the province hold already: from dossiers that were received.

Decree 118/2025 art. 17.1b: what agencies hold need not be handed in again (requirement R-08).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from engine.catalogue.applicants import AUTHORISATION
from engine.catalogue.components import Component, component_names
from engine.catalogue.document_codes import stored_kind
from engine.catalogue.manifest import Manifest
from engine.catalogue.packages import package
from engine.routing.giving_results import own_given
from engine.store.cases import Case, CaseDocument, Dossier
from engine.typed.folding import folded, says

MOST = 200
"""Files of one person that are looked through, the newest first."""
_CARD = re.compile(r"(?<!chung nhan )(?<!so )\b(?:the )?(?:can cuoc(?: cong dan)?|cccd)\b")
"""Thẻ căn cước, (thẻ) căn cước công dân, căn cước, CCCD: one paper (Luật Căn cước 2023, Điều 46).

Not the certificate of identity (giấy chứng nhận căn cước), nor the number alone.
"""
_of_case = and_(Dossier.province_code == Case.province_code, Dossier.case_id == Case.id)
_in_case = and_(CaseDocument.province_code == Case.province_code, CaseDocument.case_id == Case.id)


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A file of an earlier dossier that answers a component: what it is and where it is from.

    ``called``: what the paper is called there; ``name``: of the file.
    """

    id: str
    component: str
    called: str
    name: str
    ref: str
    at: datetime
    is_result: bool


def held_papers(
    session: Session,
    province_code: str,
    *,
    number: str | None,
    asked: Iterable[Component],
    but: str = "",
) -> dict[str, HeldPaper]:
    """Component → the newest file that the owner of this number has handed in or was given.

    Told by the paper's name; ``asked`` are the components of the new dossier, ``but`` the case that
    asks. Nothing of dossiers that nobody received; of results only what ``own_given`` gives: the
    paper of a refusal is none, and none comes this way before its fee.
    """
    wanted = {
        usual(one.asked.name): one.asked.code
        for one in asked
        if one.handed_in and one.asked.code != AUTHORISATION.code  # that is for one dossier
    }
    if number is None or not wanted:
        return {}
    found: dict[str, HeldPaper] = {}
    for paper in _papers(session, province_code, number, but, lambda name: wanted.get(usual(name))):
        found.setdefault(paper.component, paper)
    return found


def held_named(
    session: Session, province_code: str, *, number: str | None, text: str, but: str = ""
) -> tuple[HeldPaper, ...]:
    """The newest file of each paper of this owner that a free text names word for word; ``but``:
    the case that asks.
    """
    if number is None:
        return ()
    found: dict[str, HeldPaper] = {}

    def named(name: str) -> str | None:
        return name if is_named(text, name) else None

    for paper in _papers(session, province_code, number, but, named):
        found.setdefault(usual(paper.called), paper)
    return tuple(found.values())


def is_named(text: str, name: str) -> bool:
    """Whether the text names the paper, by this or its other usual names.

    A name of one word says too little to be told by.
    """
    told = usual(name)
    return " " in told and says(usual(text), told)


def usual(text: str) -> str:
    """The text, folded, with the identity card under its one name, whatever people call it."""
    return _CARD.sub("the can cuoc", folded(text))


def _papers(
    session: Session,
    province: str,
    number: str,
    but: str,
    answers: Callable[[str], str | None],
) -> Iterator[HeldPaper]:
    """The newest first; ``answers``: what a paper of this name answers, if anything."""
    rows = session.execute(
        select(CaseDocument, Case.code, Case.package_digest)
        .join(Case, _in_case)
        .join(Dossier, _of_case)
        .where(
            Dossier.province_code == province,
            Dossier.owner_number == number,
            Case.received_at.is_not(None),
            Case.id != but,
            CaseDocument.role.in_(("filed", "result")),
        )
        .order_by(CaseDocument.added_at.desc(), CaseDocument.id)
        .limit(MOST)
    ).all()
    results = {document.case_id for document, *_ in rows if document.role == "result"}
    given = own_given(session, province, results)
    for document, code, digest in rows:
        if document.role == "result" and document.case_id not in given:
            continue
        name = _name(document, package(session, province, digest).manifest)
        component = answers(name) if name else None
        if name and component is not None:
            yield HeldPaper(
                id=document.id,
                component=component,
                called=name,
                name=document.name,
                ref=str(code),
                at=document.added_at,
                is_result=document.role == "result",
            )


def _name(document: CaseDocument, manifest: Manifest) -> str | None:
    """What the file is: the component that it answers, or the kind of result that it is."""
    if document.role == "result":
        kind = stored_kind(manifest, document.component, document.code)
        return kind.name if kind else None
    return component_names(manifest).get(document.component or "")
