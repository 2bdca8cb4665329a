"""What may be done with a proposal that is open, and by whom: one table for use-cases and pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.accounts.one_person import not_another, same_person
from engine.errors import (
    MayNotPublish,
    OwnProposal,
    ProposalDone,
    ProposalNotFound,
    ProposalOfOther,
    Refusal,
)
from engine.proposing.rights import Publisher
from engine.store.organisation import Province
from engine.store.proposals import Proposal

State = Literal["proposed", "approved", "sent_back", "withdrawn"]
STATES: Mapping[State, str] = {
    "proposed": "chờ duyệt",
    "approved": "đã được duyệt",
    "sent_back": "đã được trả lại",
    "withdrawn": "đã được rút",
}
OF_PROCEDURES = ("package", "retirement")
"""Kinds of proposals that are about one procedure."""
Kind = Literal["approve", "send_back", "withdraw"]


@dataclass(frozen=True, slots=True)
class ProposalAct:
    """An act on an open proposal. ``by``: another person who may approve, or its maker."""

    kind: Kind
    label: str
    by: Literal["approver", "maker"]


ACTS: Mapping[Kind, ProposalAct] = {
    act.kind: act
    for act in (
        ProposalAct("approve", "Duyệt công bố", "approver"),
        ProposalAct("send_back", "Trả lại người đề nghị", "approver"),
        ProposalAct("withdraw", "Rút đề nghị", "maker"),
    )
}


def sees(who: Publisher, row: Proposal) -> bool:
    """Whether the proposal is shown to them: their own, what is of their sectors, and of
    procedures whose designs they read."""
    if row.kind in OF_PROCEDURES and who.reads_in(row.sector):
        return True
    return who.proposes_in(row.sector) or (
        row.made_by is not None and row.made_by == who.account_id
    )


def offered(session: Session, who: Publisher, row: Proposal) -> tuple[Kind, ...]:
    """The acts that they may do now."""
    return tuple(kind for kind in ACTS if refusal(session, who, row, kind) is None)


def refusal(session: Session, who: Publisher, row: Proposal, kind: Kind) -> Refusal | None:
    """Why they may not do the act now; ``None``: they may."""
    if not sees(who, row):
        return ProposalNotFound()
    if ACTS[kind].by == "maker":
        if not same_person(session, row.made_by, who.account_id):
            return ProposalOfOther()
    elif not who.whole:
        return MayNotPublish(act="duyệt công bố", why="Quản trị tỉnh duyệt.")
    elif why := not_another(session, row.made_by, who.account_id, OwnProposal()):
        return why
    if row.state != "proposed":
        return ProposalDone(state=STATES[row.state])  # type: ignore[index]
    return None


def hold(session: Session, who: Publisher, proposal_id: str, kind: Kind) -> Proposal:
    """The proposal in the hands of one act, and with it the province's configuration.

    Whoever publishes or configures the province meanwhile waits. Raises ProposalNotFound,
    ProposalOfOther, MayNotPublish, OwnProposal, ProposalDone.
    """
    code = who.province_code
    session.scalar(select(Province.epoch).where(Province.code == code).with_for_update())
    row = session.scalar(
        select(Proposal)
        .where(Proposal.province_code == code, Proposal.id == proposal_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise ProposalNotFound
    if (refused := refusal(session, who, row, kind)) is not None:
        raise refused
    return row
