"""The people of a filing under standard names, from its answers and whoever handed it in."""

from collections.abc import Mapping
from typing import cast

from sqlalchemy import select

from engine.audit.chain import StoredEvent
from engine.cases.act.case_act import CaseAct
from engine.facts.events_of_filing import CaseSubmitted
from engine.facts.reading import recorded
from engine.store.audit import CaseEvent
from engine.store.searching import OF_ORGANISATION


def people_named(
    people: Mapping[str, str],
    answers: Mapping[str, object],
    *,
    typist: str,
    citizen: bool,
    organisation: str | None = None,
) -> dict[str, object]:
    """Standard name → value; by default the submitter is the owner.

    ``people``: what the manifest says of the form (standard name → question). ``typist``: the name
    of whoever filed, ``citizen`` whether for themselves. ``organisation``: the number of one that
    owns the dossier (empty: it told none), where the form does not ask for it itself;
    no person's number stands for it.
    """
    told = {name: answers[key] for name, key in people.items() if key in answers}
    if citizen:
        told.setdefault("submitter_name", typist)
    if organisation:
        told.setdefault(OF_ORGANISATION, organisation)
    of_person = organisation is None and not told.get(OF_ORGANISATION)
    for name in ("name", "identity_number") if of_person else ("name",):
        if f"owner_{name}" not in told and f"submitter_{name}" in told:
            told[f"owner_{name}"] = told[f"submitter_{name}"]
    # At the counter whoever types is nobody's submitter, unless the dossier names no other person.
    told.setdefault("submitter_name", told.get("owner_name", typist))
    return told


def people_anew(act: CaseAct, answers: Mapping[str, object]) -> dict[str, object]:
    """The people of a filed case by these answers, as its filing named them."""
    of = CaseEvent
    query = (
        select(of.seq, of.at, of.kind, of.body, of.hash)
        .where(of.province_code == act.key[0], of.case_id == act.key[1])
        .where(of.kind == CaseSubmitted.kind)
    )
    told = recorded(StoredEvent(*act.session.execute(query).one()))
    filed = cast("CaseSubmitted", told.event)
    return people_named(
        act.package.manifest.people,
        answers,
        typist=told.actor.name,
        citizen=not filed.assisted,
        organisation=filed.organisation,
    )
