"""A rule reaches running cases: first a dry run that changes nothing, then one audited act."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.rules.rule_act import RuleAct
from engine.administration.rules.rule_rows import draft_of, open_period
from engine.administration.rules.running.competence_beside import Beside, beside_competence
from engine.administration.rules.running.effects import effects
from engine.administration.rules.running.reached import Effect, Planned
from engine.audit import Actor
from engine.cases.act.case_act import CaseAct
from engine.cases.act.locking import LockedCase, lock_case
from engine.cases.taking_rules import move_to, take
from engine.catalogue.rules.candidates import rule_of
from engine.catalogue.rules.checks import check_entry
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.resolution import Resolved
from engine.catalogue.rules.rule import Rule
from engine.errors import DryRunOutdated, RuleNotForRunning
from engine.facts import topics
from engine.facts.events_of_rules import RuleApplied


@dataclass(frozen=True, slots=True)
class DryRun:
    """Every effect, and a digest that names exactly these: the act asks for it."""

    rule_id: str
    at: datetime
    digest: str
    applied: int
    kept: int
    effects: tuple[Effect, ...]
    beside: tuple[Beside, ...] = ()
    """What another competence touches beside running cases; people go on filing and filling in, so
    the digest leaves it out."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What one act changed."""

    rule_id: str
    cases: int


def dry_run(session: Session, *, admin: Administrator, rule_id: str, now: datetime) -> DryRun:
    """What the rule would change in running cases, as if it were in force today. Writes nothing.

    Raises RuleNotFound, ProvinceAdminOnly, OutsideYourUnits, RuleNotForRunning.
    """
    act = RuleAct(session, admin=admin, rule_id=rule_id, now=now, lock=False)
    rule = _rule(act)
    plans = _plans(act, rule)
    applied = sum(plan.effect.verdict == "applied" for plan in plans)
    return DryRun(
        rule_id=rule.id,
        at=now,
        digest=_digest(plans),
        applied=applied,
        kept=len(plans) - applied,
        effects=tuple(plan.effect for plan in plans),
        beside=_beside(act, rule),
    )


def _beside(act: RuleAct, rule: Rule) -> tuple[Beside, ...]:
    if rule.kind != "competence":
        return ()
    return beside_competence(
        act.session, act.setting, rule, replaces=act.row.replaces, today=act.today
    )


def apply_to_running(
    session: Session, *, admin: Administrator, rule_id: str, digest: str, now: datetime
) -> Applied:
    """Apply a rule in force to the running cases of a dry run: all of them, or none.

    Every case gets an event; the rule's history lists them. Raises what ``dry_run`` raises, and
    DryRunOutdated when the cases are no longer those that were looked at.
    """
    act = RuleAct(session, admin=admin, rule_id=rule_id, now=now)
    act.need("approved")
    period = open_period(session, act.province_code, rule_id)
    rule = rule_of(period) if period is not None else None
    if rule is None or not rule.applies_on(act.today):
        raise RuleNotForRunning(reason="hôm nay chưa có hoặc đã hết hiệu lực")
    ids = sorted({plan.effect.case_id for plan in _same(act, _reaching(rule), digest)})
    locked = [lock_case(session, act.province_code, case_id) for case_id in ids]
    # Once more, now that no case can move under the act.
    plans = _same(act, rule, digest)
    for case in locked:
        if case is None:
            raise DryRunOutdated
        _apply(act, rule, case, [p for p in plans if p.effect.case_id == case.case["id"]])
    refs = sorted({plan.effect.ref for plan in plans})
    act.done("rule_applied", {"digest": digest, "cases": refs})
    return Applied(rule_id, len(refs))


def _same(act: RuleAct, rule: Rule, digest: str) -> list[Planned]:
    """What to apply, if the effects are still those that were looked at."""
    plans = _plans(act, rule)
    if _digest(plans) != digest:
        raise DryRunOutdated
    return [plan for plan in plans if plan.effect.verdict == "applied"]


def _rule(act: RuleAct) -> Rule:
    """The rule as it is believed now, or as its draft would make it."""
    period = open_period(act.session, act.province_code, act.row.id)
    if period is not None:
        return _reaching(rule_of(period))
    rule, _ = check_entry(draft_of(act.row), act.facts())
    if rule is None:
        raise RuleNotForRunning(reason="bản nháp còn chỗ cần sửa")
    return _reaching(rule)


def _reaching(rule: Rule) -> Rule:
    if not KINDS[rule.kind].may_reach_running:
        raise RuleNotForRunning(reason=f"loại “{KINDS[rule.kind].name}” chỉ áp dụng cho hồ sơ mới")
    return rule


def _plans(act: RuleAct, rule: Rule) -> list[Planned]:
    replaces = act.row.replaces
    return list(effects(act.session, act.setting, rule, replaces=replaces, now=act.now))


def _digest(plans: Iterable[Planned]) -> str:
    total = hashlib.sha256()
    for effect in (plan.effect for plan in plans):
        line = (effect.case_id, effect.task_id, effect.before, effect.after, effect.verdict)
        total.update(repr(line).encode())
    return total.hexdigest()


def _apply(act: RuleAct, rule: Rule, locked: LockedCase, of_case: Sequence[Planned]) -> None:
    actor = Actor(act.admin.account_id, act.admin.name, "Quản trị")
    case = CaseAct(act.session, locked.case, epoch=locked.epoch, actor=actor, now=act.now)
    rules = [rule]
    for plan in of_case:
        rules += plan.takes
        if plan.moves_to is not None:
            move_to(case, plan.moves_to)
    take(case, Resolved(act.today, locked.epoch, {r.key: r for r in rules}), "applied", rules)
    for plan in of_case:
        effect = plan.effect
        case.record(
            RuleApplied(
                rule=rule.id,
                basis=rule.basis.words,
                before=effect.before,
                after=effect.after,
                task=effect.task_id,
                due_at=plan.changes.get("due_at") if effect.task_id is None else None,
            )
        )
        _bring_about(case, rule, plan)
    case.announce(topics.RuleApplied(rule=rule.id))
    case.save()


def _bring_about(case: CaseAct, rule: Rule, plan: Planned) -> None:
    task_id = plan.effect.task_id
    if task_id is None:
        case.change(**plan.changes)
    elif plan.passes:
        case.pass_over(task_id, rule.id)
    else:
        case.change_task(task_id, **plan.changes)
