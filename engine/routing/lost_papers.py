"""Which papers of a dossier were lost or went back, and which lie in it: told by its audit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.orm import Session

from engine.audit.chain import StoredEvent
from engine.facts.events_of_papers import PaperRestored, PapersLost, PapersReturned
from engine.facts.events_of_supplements import SupplementAnswered
from engine.facts.reading import STORED, Recorded, recorded
from engine.store.audit import CaseEvent
from engine.store.base import Code, Key, table_of
from engine.store.cases import Dossier
from engine.store.database import connection_of, remembered
from engine.store.prepared import PreparedQuery
from engine.store.rows import CaseRow

TOLD_OF_PAPERS = tuple(
    event.kind for event in (PapersLost, PaperRestored, PapersReturned, SupplementAnswered)
)
"""What is told of where papers are."""
_event = table_of(CaseEvent)
_TOLD = PreparedQuery(
    select(_event.c.seq, _event.c.at, _event.c.kind, _event.c.body, _event.c.hash)
    .where(
        _event.c.province_code == bindparam("province", type_=Code),
        _event.c.case_id == bindparam("case_id", type_=Key),
        _event.c.kind.in_([literal_column(f"'{kind}'") for kind in TOLD_OF_PAPERS]),
    )
    .order_by(_event.c.seq)
)


@dataclass(frozen=True, slots=True)
class Lost:
    """A paper that was lost; ``copied``: a copy is held, ``how`` it came back otherwise."""

    component: str
    name: str
    copied: bool
    how: str | None = None

    @property
    def lacking(self) -> bool:
        """Whether there is neither a copy nor the paper."""
        return not self.copied and self.how is None


def lost_papers(session: Session, case: CaseRow) -> tuple[Lost, ...]:
    """The lost papers of a stored case."""
    return lost_in(_told(session, case))


def _told(session: Session, case: CaseRow) -> list[Recorded]:
    key = (case["province_code"], case["id"])
    return remembered(session, ("papers", *key), lambda: _read(session, *key))


def _read(session: Session, province: str, case_id: str) -> list[Recorded]:
    rows = _TOLD.all(connection_of(session), {"province": province, "case_id": case_id})
    return [recorded(StoredEvent(*row)) for row in rows]


def told_of_papers(
    session: Session, province: str, ids: Sequence[str]
) -> dict[str, list[Recorded]]:
    """What is told of where the papers of each of these cases are."""
    query = select(CaseEvent.case_id, *STORED).where(
        CaseEvent.province_code == province,
        CaseEvent.case_id.in_(ids),
        CaseEvent.kind.in_(TOLD_OF_PAPERS),
    )
    told: dict[str, list[Recorded]] = {one: [] for one in ids}
    for row in session.execute(query) if ids else ():
        told[row.case_id].append(recorded(StoredEvent(*row[1:])))
    return told


def lost_in(history: Iterable[Recorded]) -> tuple[Lost, ...]:
    """The same of a history, in any order; the earliest first."""
    found: dict[str, Lost] = {}
    for told in sorted(history, key=attrgetter("seq")):
        event = told.event
        if isinstance(event, PapersLost):
            found |= {p.component: Lost(p.component, p.name, p.copied) for p in event.papers}
        elif isinstance(event, PaperRestored) and event.component in found:
            found[event.component] = replace(found[event.component], how=event.how)
        elif isinstance(event, SupplementAnswered):
            for code in event.papers:  # brought anew
                found.pop(code, None)
    return tuple(found.values())


def held_papers(session: Session, case: CaseRow) -> list[str]:
    """The components that lie on paper in the dossier: neither known to be lost nor given back."""
    key = (case["province_code"], case["id"])
    dossier = remembered(session, ("dossier", *key), lambda: session.get_one(Dossier, key))
    if not dossier.papers:
        return []
    return held_in(dossier.papers, _told(session, case))


def held_in(papers: Sequence[str], history: Sequence[Recorded]) -> list[str]:
    """The same of a history, in any order; ``papers``: the components that were taken on paper."""
    gone = {one.component for one in lost_in(history)} | returned_in(history)
    return [code for code in papers if code not in gone]


def returned_in(history: Iterable[Recorded]) -> set[str]:
    """The components that went back to whom they belong."""
    events = (told.event for told in history if isinstance(told.event, PapersReturned))
    return {one.component for event in events for one in event.papers}
