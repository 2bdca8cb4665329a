"""A case takes local rules: those of its filing when it is filed, the others when it is received.

Each value is kept with its rule and both times: the day it applied on and the epoch of knowing it.
"""

from collections.abc import Iterable
from typing import Any

from engine.cases.act.case_act import CaseAct
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.rule import Rule
from engine.facts.events_of_rules import RulesTaken, RuleTaken, Taking
from engine.routing.as_it_stands import day_of
from engine.routing.as_received import of_moment, reception
from engine.routing.local_rules import rules_met
from engine.store.rules import CaseRule


def resolved_today(act: CaseAct) -> Resolved:
    """Every rule that applies to the case today, as known in this act."""
    day = day_of(act.now)
    return rules_met(act.session, act.setting, act.stands.standing, day=day, epoch=act.epoch)


def take_at_reception(act: CaseAct) -> Resolved:
    """Take deadline, competence and assignment rules, and the package's limit for such a case.

    The competent unit may move.
    """
    taken = reception(act.session, act.stands, act.dossier.case, now=act.now, epoch=act.epoch)
    unit = taken.stands.row["competent_unit"]
    if unit != act.case["competent_unit"]:
        move_to(act, unit)
    if (kept := taken.stands.row["own_limits"]) != act.case["own_limits"]:
        act.change(own_limits=kept)
    take(act, taken.found, "reception", taken.rules)
    return taken.found


def take_for_filing(act: CaseAct, found: Resolved) -> None:
    """Take the rules about filing and fees, for good."""
    take(act, found, "submission", of_moment(found, "submission"))


def take(act: CaseAct, found: Resolved, moment: Taking, rules: Iterable[Rule]) -> None:
    """Write the rules down as taken by the case now."""
    taken = list(rules)
    if not taken:
        return
    act.write(CaseRule, [_row(act, found, moment, rule) for rule in taken])
    act.change(rules=act.taken.with_rules(taken))
    act.record(
        RulesTaken(
            moment=moment,
            day=found.day,
            epoch=found.epoch,
            rules=tuple(_told(rule) for rule in taken),
        )
    )


def _told(rule: Rule) -> RuleTaken:
    return RuleTaken(
        rule=rule.id,
        kind=rule.kind,
        element=rule.scope.element,
        slot=rule.slot,
        value=dict(rule.value),
        basis=rule.basis.words,
    )


def move_to(act: CaseAct, unit: str) -> None:
    """Put the case under another unit; the caller takes the rules that come with that."""
    act.change(competent_unit=unit, rules=act.stands.decided_by(unit).row["rules"])


def _row(act: CaseAct, found: Resolved, moment: Taking, rule: Rule) -> dict[str, Any]:
    return {
        "province_code": act.key[0],
        "case_id": act.key[1],
        "kind": rule.kind,
        "element": rule.scope.element,
        "slot": rule.slot,
        "taken_at": act.now,
        "moment": moment,
        "rule_id": rule.id,
        "value": dict(rule.value),
        "valid_day": found.day,
        "epoch": found.epoch,
    }
