"""Which outages a dossier may have come in on paper, and whether its times can still follow."""

from dataclasses import dataclass
from datetime import datetime

from engine.catalogue.rules.kinds.outages import began, ended
from engine.catalogue.rules.resolution import Resolved
from engine.routing.as_it_stands import CaseAsItStands


@dataclass(frozen=True, slots=True)
class Outage:
    """An outage that the province recorded for the place; ``basis``: the technical paper."""

    code: str
    began: datetime
    ended: datetime
    what: str
    basis: str

    def holds(self, moment: datetime) -> bool:
        """Whether the system was out then."""
        return self.began <= moment <= self.ended


def outages_before(found: Resolved, filed_at: datetime) -> tuple[Outage, ...]:
    """The outages that began before the dossier was filed, the latest first."""
    told = (
        Outage(
            rule.slot,
            began(rule.value),
            ended(rule.value),
            str(rule.value["what"]),
            rule.basis.words,
        )
        for rule in found.of_kind("outage")
    )
    return tuple(
        sorted(
            (one for one in told if one.began < filed_at), key=lambda one: one.began, reverse=True
        )
    )


def follows_slip(stands: CaseAsItStands) -> bool:
    """Whether the due time that stands is still the one that the reception at the counter gave.

    What a supplement, an extension, a phase or a transfer has given since is no matter of when the
    paper came, and stays.
    """
    row = stands.row
    received = row["received_at"]
    return (
        row["channel"] == "counter"
        and received is not None
        and row["corrects"] is None
        and not row["supplements"]
        and row["extended_at"] is None
        and stands.limit.since is None
        and stands.state.counts
        and stands.same_due(row["due_at"], stands.due_from(received))
    )
