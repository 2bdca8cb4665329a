"""Which papers the receipt of a case lists: those of the dossier as it was received.

What came later (for a supplement, in place of a lost paper, with a request of the owner) is told on
the case page: the receipt says the same whenever it is printed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.access import Reader
from engine.facts.events_of_filing import CaseReceived, CaseSubmitted, PapersScanned
from engine.facts.events_of_supplements import SupplementAnswered
from engine.facts.reading import Recorded
from engine.queries.case_components import component_rows, papers_of
from engine.queries.case_rows import CaseRows, documents_of, dossier_of


@dataclass(frozen=True, slots=True)
class ReceivedPaper:
    """A line of the receipt; ``copies`` is ``None`` for what nobody hands in."""

    name: str
    words: str
    copies: int | None


def papers_received(
    session: Session, rows: CaseRows, history: Sequence[Recorded], reader: Reader
) -> tuple[ReceivedPaper, ...]:
    """The papers with which the case was received, those of no component last.

    ``history`` is the whole one, newest first; without a reception in it: the papers of now.
    """
    at = next((i for i, one in enumerate(history) if isinstance(one.event, CaseReceived)), 0)
    since, then = history[:at], history[at:]
    later = {file.id for one in since for file in getattr(one.event, "documents", ())}
    filed = [
        one
        for one in documents_of(session, rows.case)
        if one.role == "filed" and one.id not in later
    ]
    held = _held(dossier_of(session, rows.case).papers, since, then)
    parts = component_rows(session, rows, held, filed, papers_of(rows, then, reader))
    named = {one.code for one in parts}

    def files(code: str) -> str:
        return "; ".join(one.name for one in filed if one.component == code)

    return (
        *(
            ReceivedPaper(
                one.name,
                f"{one.words}: {files(one.code)}" if one.state == "file" else one.words,
                one.copies,
            )
            for one in parts
        ),
        *(
            ReceivedPaper(one.name, "Tệp đính kèm", 1)
            for one in filed
            if one.component not in named
        ),
    )


def _held(
    papers: Sequence[str], since: Sequence[Recorded], then: Sequence[Recorded]
) -> Sequence[str]:
    """What lay on paper in the dossier then; ``papers``: what was ever taken on paper."""
    later = _on_paper(since) - _on_paper(then)
    return [code for code in papers if code not in later]


def _on_paper(history: Sequence[Recorded]) -> set[str]:
    told = (one.event for one in history)
    events = (
        one for one in told if isinstance(one, CaseSubmitted | PapersScanned | SupplementAnswered)
    )
    return {code for one in events for code in one.papers or ()}
