"""The case as it stands once it is received: for the reception itself, and for who looks ahead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.rule import Rule
from engine.routing.as_it_stands import CaseAsItStands, day_of
from engine.routing.local_rules import rules_at_reception


@dataclass(frozen=True, slots=True)
class Reception:
    """What a reception takes from local rules; ``stands`` is the case under them."""

    found: Resolved
    rules: tuple[Rule, ...]
    stands: CaseAsItStands


def reception(
    session: Session,
    stands: CaseAsItStands,
    answers: Mapping[str, object],
    *,
    now: datetime,
    epoch: int,
) -> Reception:
    """Deadline, competence and assignment rules of the moment; the deciding unit may move.

    The package's own limit for such a case is decided too.
    """
    area = stands.package.manifest.area_field
    about = {area: stands.row["commune"]} if area and stands.row["commune"] else answers
    found, unit = rules_at_reception(
        session, stands.setting, stands.standing, answers=about, day=day_of(now), epoch=epoch
    )
    if unit is not None and unit != stands.row["competent_unit"]:
        stands = stands.decided_by(unit)
    rules = tuple(of_moment(found, "reception"))
    stands = stands.with_limit(answers, after=None, now=now)
    return Reception(found, rules, stands.with_rules(rules) if rules else stands)


def of_moment(found: Resolved, moment: str) -> list[Rule]:
    """The rules that a case takes at this moment of its life."""
    return [
        rule
        for rule in found.winners.values()
        if KINDS[rule.kind].moment == moment and KINDS[rule.kind].kept
    ]
