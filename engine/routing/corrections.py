"""Which case corrects the result of which."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from engine.facts.events_of_refusals import ResultRefused
from engine.life import SOLVED, state
from engine.organisation.tree import Setting
from engine.routing.answering import units_answering
from engine.routing.as_it_stands import CaseAsItStands
from engine.routing.decided_by import signed_at
from engine.routing.signature import refused_at, signer_of
from engine.store.audit import CaseEvent
from engine.store.cases import Case
from engine.store.rows import CaseRow
from engine.workflow import Run

RECEIVES, STORES = "receive", "store_result"


def corrections(session: Session, case: CaseRow) -> list[Case]:
    """The cases that correct the result of this one, the oldest first."""
    return list(session.scalars(_of(case["province_code"], [case["id"]])))


def filed_at(session: Session, case: CaseRow) -> datetime:
    """When the dossier was filed: what corrects a result is about the filing of the first case."""
    if case["corrects"] is None:
        return case["submitted_at"]
    first = (Case.province_code == case["province_code"]) & (Case.id == case["corrects"])
    return session.scalars(select(Case.submitted_at).where(first)).one()


def open_correction(session: Session, case: CaseRow) -> Case | None:
    """The one that is not over yet."""
    return next((one for one in corrections(session, case) if not state(one.status).ended), None)


def told_instead(
    session: Session, province_codes: Collection[str], case_ids: Collection[str]
) -> dict[str, str]:
    """Case → the one whose result is told in place of its own: the latest that was solved.

    One that was refused, as none can be any more, found no error: the first result stays.
    """
    refused = exists().where(
        CaseEvent.province_code == Case.province_code,
        CaseEvent.case_id == Case.id,
        CaseEvent.kind == ResultRefused.kind,
    )
    query = select(Case.corrects, Case.id).where(
        Case.province_code.in_(province_codes),
        Case.corrects.in_(case_ids),
        Case.status.in_(SOLVED),
        ~refused,
    )
    return {first: linked for first, linked in session.execute(query.order_by(Case.id)) if first}


def done_again(session: Session, stands: CaseAsItStands, run: Run) -> tuple[str, ...]:
    """The steps from which a result can be made anew, in their order: done after the reception, up
    to where it was stored, by the process itself; a refusal was stored where it was decided.
    """
    definition, done = stands.definition, set(run.completed_elements())
    steps = list(definition.steps.values())
    own = definition.specs[definition.process_id].task_specs
    if not any(one.act == STORES and one.element_id in done for one in steps):
        done |= (ends := refused_at(session, stands))
    else:
        ends = {one.element_id for one in steps if one.act == STORES} & done
    stored = [n for n, one in enumerate(steps) if one.element_id in ends]
    received = [n for n, one in enumerate(steps) if one.act == RECEIVES]
    if not stored or not received:
        return ()
    return tuple(
        one.element_id
        for one in steps[received[0] + 1 : stored[-1] + 1]
        if one.element_id in done and one.element_id in own
    )


def heads_to_correct(session: Session, setting: Setting, stands: CaseAsItStands) -> Collection[str]:
    """The units whose heads have the result of this case corrected.

    What was refused becomes a grant by that: it is for the level that refused. Any other result
    loses nothing of what it took, for it is signed anew where it was signed, so whoever had work
    with the case, and finds the error, has it corrected.
    """
    province, case_id = stands.row["province_code"], stands.row["id"]
    if refused_at(session, stands):
        return setting.led_from(signed_at(session, province, {case_id})[case_id])
    return units_answering(session, setting, stands.row)


def corrected_from(
    session: Session, stands: CaseAsItStands, run: Run, account_id: str | None
) -> tuple[str, ...]:
    """The steps from which this person may have the result made anew, in their order.

    What is corrected is signed anew, by who has the signing step then. Only whoever signed the
    first result may have it stored once more under that signature.
    """
    definition, done = stands.definition, {*run.completed_elements(), *refused_at(session, stands)}
    steps, names = done_again(session, stands, run), list(definition.steps)
    signing = definition.signing & done or definition.signing
    if not signing or (account_id and signer_of(session, stands) == account_id):
        return steps
    last = max(map(names.index, signing))
    return tuple(one for one in steps if names.index(one) <= last)


def _of(province_code: str, case_ids: Collection[str]) -> Select[Case]:
    return (
        select(Case)
        .where(Case.province_code == province_code, Case.corrects.in_(case_ids))
        .order_by(Case.submitted_at, Case.id)
    )
