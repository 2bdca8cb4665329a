"""What is published in tests goes the way of the house: one proposes, another approves."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.proposing.decide import Before, approve, reviewed
from engine.proposing.propose import propose_package
from engine.proposing.rights import Publisher
from engine.store.proposals import Proposal
from tests.rulebook import admin
from tests.town import PROVINCE, Town


def under(who: Publisher, account_id: str) -> Publisher:
    """The same part in the hands of another account."""
    return replace(who, admin=replace(who.admin, account_id=account_id))


def _publisher(name: str, letter: str) -> Publisher:
    return under(Publisher(admin(PROVINCE, name), whole=True, sectors=None), letter * 32)


MAKER, CHECKER = _publisher("Phan Thị Tố Loan", "a"), _publisher("Đinh Thị Lan Anh", "b")


def proposed(
    town: Town,
    files: Mapping[str, bytes],
    valid_from: date | None = None,
    who: Publisher = MAKER,
    **told: Any,
) -> Proposal:
    """The files as one person proposes them."""
    with town.act() as session:
        given = {"valid_from": valid_from, "now": town.now, **told}
        return propose_package(session, who=who, files=files, **given)


def approved(
    town: Town, row: Proposal, valid_from: date | None = None, who: Publisher = CHECKER
) -> Proposal:
    """The proposal as another person approves it, having seen what is different."""
    with town.act() as session:
        return approve_seen(session, who, row, valid_from, town.now)


def approve_seen(
    session: Session, who: Publisher, row: Proposal, valid_from: date | None, now: datetime
) -> Proposal:
    """Look and approve in one transaction, with what was seen at hand, as every door has it."""
    told: dict[str, Any] = {"who": who, "proposal_id": row.id, "now": now}
    seen = reviewed(session, day=valid_from, **told)
    return approve(session, seen=seen.digest, valid_from=valid_from, before=Before(seen), **told)


def published(
    town: Town, files: Mapping[str, bytes], valid_from: date | None = None, **told: Any
) -> Proposal:
    """The files as the next version, by two people."""
    return approved(town, proposed(town, files, valid_from, **told), valid_from)
