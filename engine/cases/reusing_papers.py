"""A filing takes papers that agencies hold already: the same bytes, as files of the new dossier."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

from engine.accounts import Person
from engine.cases.act.case_act import CaseAct
from engine.catalogue.components import components
from engine.catalogue.rules.resolution import Resolved
from engine.errors import PaperNotHeld
from engine.facts.events_of_filing import File, PapersReused, ReusedPaper
from engine.routing.held import HeldPaper, held_papers
from engine.store.base import table_of
from engine.store.cases import CaseDocument
from engine.store.ids import new_id


def reused_papers(
    act: CaseAct,
    rules: Resolved,
    ids: Sequence[str],
    *,
    person: Person,
    owner_number: str | None,
) -> list[HeldPaper]:
    """The held papers of these ids, which are the owner's; a citizen takes only their own.

    What data stands for under these rules takes none. Raises PaperNotHeld.
    """
    if not ids:
        return []
    mine = person.kind != "citizen" or person.identity_number == owner_number
    number = owner_number if mine else None
    asked = components(act.package.manifest, rules.of_kind("document_replaced"))
    held = held_papers(act.session, act.key[0], number=number, asked=asked, but=act.key[1])
    by_id = {one.id: one for one in held.values()}
    if any(one not in by_id for one in ids):
        raise PaperNotHeld
    return [by_id[one] for one in ids]


def reuse_papers(act: CaseAct, papers: Sequence[HeldPaper]) -> None:
    """Put them into the dossier, and record where each is from."""
    if not papers:
        return
    rows = [_row(act, one) for one in papers]
    act.connection.execute(insert(table_of(CaseDocument)), rows)
    told = ("id", "component", "name", "digest", "size", "media_type")
    act.record(
        PapersReused(
            documents=tuple(File(**{name: row[name] for name in told}) for row in rows),
            papers=tuple(ReusedPaper(component=one.component, ref=one.ref) for one in papers),
        )
    )


def _row(act: CaseAct, paper: HeldPaper) -> dict[str, Any]:
    kept = act.session.get_one(CaseDocument, (act.key[0], paper.id))
    return {
        "province_code": act.key[0],
        "case_id": act.key[1],
        "id": new_id(),
        "role": "filed",
        "component": paper.component,
        "name": kept.name,
        "media_type": kept.media_type,
        "digest": kept.digest,
        "size": kept.size,
        "added_at": act.now,
        "added_by": act.actor.account_id,
    }
