"""What was filed, its papers and its fees against the events that tell of them.

Only for a case whose chain of events is whole.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases.give_value import OF_THE_FILING
from engine.cases.vouching.rows import plain, told_from_the_start
from engine.facts.events_of_filing import CaseSubmitted, FeesComputed
from engine.facts.events_of_incidents import ValueGiven
from engine.facts.events_of_supplements import SupplementAnswered
from engine.facts.reading import Recorded
from engine.store.cases import Case, CaseDocument, Dossier
from engine.store.rules import CaseFee


def dossier_faults(
    session: Session, case: Case, filed: CaseSubmitted, history: Sequence[Recorded]
) -> Iterator[str]:
    """Where answers, papers, files and fees are not as the events say, in Vietnamese."""
    dossier = session.get(Dossier, (case.province_code, case.id))
    if dossier is None:
        yield "không còn nội dung đã nộp."
    elif told_from_the_start(history) and plain(dossier.answers) != _told(filed, history):
        yield "nội dung đã nộp khác với nhật ký."
    papers = _papers_told(filed, history)
    if dossier is not None and papers not in (None, dossier.papers):
        yield "giấy tờ bản giấy đã nhận khác với nhật ký."
    yield from _documents(session, case, history)
    yield from _fees(session, case, history)


def _papers_told(filed: CaseSubmitted, history: Iterable[Recorded]) -> list[str] | None:
    """The papers that were handed in, at the filing and when the dossier was completed."""
    if filed.papers is None:
        return None
    later = (told.event.papers for told in history if isinstance(told.event, SupplementAnswered))
    return list(dict.fromkeys([*filed.papers, *(code for codes in later for code in codes)]))


def _told(filed: CaseSubmitted, history: Iterable[Recorded]) -> object:
    """The answers as they were filed, with those that an administrator gave later."""
    given = {
        told.event.name.removeprefix(OF_THE_FILING): told.event.value
        for told in history
        if isinstance(told.event, ValueGiven) and told.event.name.startswith(OF_THE_FILING)
    }
    return plain({**filed.answers, **given})


def _documents(session: Session, case: Case, history: Iterable[Recorded]) -> Iterator[str]:
    """The files by id, with their name and the digest of their bytes."""
    told = {
        (file.id, file.name, file.digest)
        for entry in history
        for file in getattr(entry.event, "documents", ())  # whichever event brings files
    }
    query = select(CaseDocument.id, CaseDocument.name, CaseDocument.digest).where(
        CaseDocument.province_code == case.province_code, CaseDocument.case_id == case.id
    )
    if {tuple(row) for row in session.execute(query)} != told:
        yield "danh sách tệp khác với nhật ký."


def _fees(session: Session, case: Case, history: Iterable[Recorded]) -> Iterator[str]:
    """Every fee that was ever computed, in đồng."""
    told = {
        (entry.at, fee.item, fee.full, fee.exempted, fee.due)
        for entry in history
        if isinstance(entry.event, FeesComputed)
        for fee in entry.event.fees
    }
    query = select(
        CaseFee.computed_at, CaseFee.item, CaseFee.full, CaseFee.exempted, CaseFee.due
    ).where(CaseFee.province_code == case.province_code, CaseFee.case_id == case.id)
    if {tuple(row) for row in session.execute(query)} != told:
        yield "phí, lệ phí khác với nhật ký."
