"""A repair that waits for a second person, as the list of stopped cases shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts.one_person import not_another, same_person
from engine.errors import SecondPersonNeeded
from engine.facts.events_of_incidents import DeskProposed
from engine.routing.as_it_stands import CaseAsItStands
from engine.routing.repairs import Waiting, proposed_repair


@dataclass(frozen=True, slots=True)
class ProposedRepair:
    """What is to be done, why and by which paper; ``mine``: the viewer proposed it.

    ``name``: of the value, or of the step that signs; ``value``: what it is set to, or the desk.
    """

    kind: Literal["value", "desk"]

    name: str
    value: str
    reason: str
    paper: str
    by: str
    at: datetime
    mine: bool
    may_confirm: bool
    """Whether the viewer may confirm such repairs here; the act asks who exactly."""
    seen: str
    """The mark of all this, for whoever confirms it."""


def proposed_view(
    session: Session, admin: Administrator, stands: CaseAsItStands
) -> ProposedRepair | None:
    """What waits of the case."""
    found = proposed_repair(session, stands.row)
    if found is None:
        return None
    unit = stands.row["competent_unit"]
    pair = (found.actor.account_id, admin.account_id)
    mine = same_person(session, *pair)
    other = not_another(session, *pair, SecondPersonNeeded()) is None
    return ProposedRepair(
        kind="desk" if isinstance(found.event, DeskProposed) else "value",
        name=found.event.name,
        value=_shown(found.event),
        reason=found.event.reason,
        paper=found.event.paper,
        by=found.actor.name,
        at=found.at,
        mine=mine,
        may_confirm=other and admin.may("incidents.confirm", stands.setting, unit),
        seen=found.seen,
    )


def _shown(event: Waiting) -> str:
    return event.after if isinstance(event, DeskProposed) else event.typed
