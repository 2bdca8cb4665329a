"""A decision reaches running cases: first a dry run that changes nothing, then one audited act."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.rules.rule_act import WAITING, RuleAct
from engine.administration.rules.rule_rows import draft_of, open_period
from engine.administration.rules.running.competence_beside import Beside, beside_competence
from engine.administration.rules.running.effects import Wanted, effects
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
from engine.errors import DryRunOutdated, Refusal, RuleNotForRunning
from engine.facts import topics
from engine.facts.events_of_rules import RuleApplied

OVER = "đã hết hiệu lực"


@dataclass(frozen=True, slots=True)
class RuleRun:
    """What one rule of the decision changes; ``why`` it reaches no running case, if it does not."""

    rule_id: str
    applied: int
    kept: int
    why: str | None
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class DryRun:
    """Every effect of a whole decision, and a digest that names exactly these: the act asks for it.

    ``cases``: how many it changes; each rule's own effects stand in ``rules``.
    """

    rule_id: str
    at: datetime
    digest: str
    cases: int
    applied: int
    kept: int
    effects: tuple[Effect, ...]
    rules: tuple[RuleRun, ...]
    beside: tuple[Beside, ...] = ()
    """What another competence touches beside running cases; people go on filing and filling in, so
    the digest leaves it out."""


@dataclass(frozen=True, slots=True)
class RuleReach:
    """In how many cases one rule of the decision changed something."""

    rule_id: str
    cases: int


@dataclass(frozen=True, slots=True)
class Applied:
    """What one act changed: in how many cases, and by which rule in how many."""

    rule_id: str
    cases: int
    rules: tuple[RuleReach, ...]


@dataclass(frozen=True, slots=True)
class _Reaching:
    """A rule of the decision in the hands of the act; ``why`` it reaches nothing, if it doesn't."""

    act: RuleAct
    rule: Rule | None
    why: str | None = None


def dry_run(session: Session, *, admin: Administrator, rule_id: str, now: datetime) -> DryRun:
    """What the rule with all of its decision would change in running cases. Writes nothing.

    As if all of it were in force today; what is over already reaches nothing. Raises RuleNotFound,
    ProvinceAdminOnly, OutsideYourUnits, RuleNotForRunning (no rule of the decision can).
    """
    acts = RuleAct.together(session, admin=admin, rule_id=rule_id, now=now, lock=False)
    reaching = _reaching(acts)
    plans = _plans(reaching)
    applied = [plan for plan in plans if plan.effect.verdict == "applied"]
    return DryRun(
        rule_id=rule_id,
        at=now,
        digest=_digest(plans),
        cases=len({plan.effect.case_id for plan in applied}),
        applied=len(applied),
        kept=len(plans) - len(applied),
        effects=tuple(plan.effect for plan in plans),
        rules=tuple(_of_rule(one, plans) for one in reaching),
        beside=tuple(row for one in reaching for row in _beside(one)),
    )


def _of_rule(one: _Reaching, plans: Sequence[Planned]) -> RuleRun:
    own = tuple(plan.effect for plan in plans if plan.rule is one.rule)
    applied = sum(effect.verdict == "applied" for effect in own)
    return RuleRun(one.act.row.id, applied, len(own) - applied, one.why, own)


def _beside(one: _Reaching) -> tuple[Beside, ...]:
    if one.rule is None or one.rule.kind != "competence":
        return ()
    act, replaces = one.act, one.act.row.replaces
    return beside_competence(act.session, act.setting, one.rule, replaces=replaces, today=act.today)


def apply_to_running(
    session: Session, *, admin: Administrator, rule_id: str, digest: str, now: datetime
) -> Applied:
    """Apply the rule with all of its decision to the running cases of a dry run: all, or none.

    Every case gets an event for each change; the history of each rule lists its cases. Raises what
    ``dry_run`` raises, RuleStateWrong, RuleNotForRunning also while a part of the decision is not
    in force, and DryRunOutdated when the cases are no longer those that were looked at.
    """
    acts = RuleAct.together(session, admin=admin, rule_id=rule_id, now=now)
    acts[0].need("approved")
    reaching = _reaching(acts)
    if not _all_in_force(reaching):
        raise RuleNotForRunning(reason="hôm nay chưa có hoặc đã hết hiệu lực")
    ids = sorted({plan.effect.case_id for plan in _same(reaching, digest)})
    locked = [lock_case(session, admin.province_code, case_id) for case_id in ids]
    # Once more, now that no case can move under the act.
    plans = _same(reaching, digest)
    for case in locked:
        if case is None:
            raise DryRunOutdated
        _apply(acts[0], case, [p for p in plans if p.effect.case_id == case.case["id"]])
    reached = tuple(_done(one, plans, digest) for one in reaching if one.rule)
    return Applied(rule_id, len(ids), reached)


def may_be_applied(session: Session, *, admin: Administrator, rule_id: str, now: datetime) -> bool:
    """Whether ``apply_to_running`` would do it, whatever cases there are."""
    try:
        acts = RuleAct.together(session, admin=admin, rule_id=rule_id, now=now, lock=False)
        return acts[0].row.state == "approved" and _all_in_force(_reaching(acts))
    except Refusal:
        return False


def _all_in_force(reaching: Sequence[_Reaching]) -> bool:
    return all(one.rule is None or one.rule.applies_on(one.act.today) for one in reaching)


def _done(one: _Reaching, plans: Sequence[Planned], digest: str) -> RuleReach:
    refs = sorted({plan.effect.ref for plan in plans if plan.rule is one.rule})
    one.act.done("rule_applied", {"digest": digest, "cases": refs})
    return RuleReach(one.act.row.id, len(refs))


def _same(reaching: Sequence[_Reaching], digest: str) -> list[Planned]:
    """What to apply, if the effects are still those that were looked at."""
    plans = _plans(reaching)
    if _digest(plans) != digest:
        raise DryRunOutdated
    return [plan for plan in plans if plan.effect.verdict == "applied"]


def _reaching(acts: Sequence[RuleAct]) -> list[_Reaching]:
    """Each rule of the decision as it reaches cases or not; the named one first.

    Raises RuleNotForRunning when none does, with why the named one doesn't.
    """
    waiting = acts[0].row.state in WAITING
    found = [_as_it_reaches(act, waiting=waiting) for act in acts]
    if not any(one.rule for one in found):
        raise RuleNotForRunning(reason=found[0].why or OVER)
    return found


def _as_it_reaches(act: RuleAct, *, waiting: bool) -> _Reaching:
    """``waiting``: whether drafts are looked at, because the named rule is one."""
    kind = KINDS[act.row.kind]
    if not kind.may_reach_running:
        return _Reaching(act, None, f"loại “{kind.name}” chỉ áp dụng cho hồ sơ mới")
    period = open_period(act.session, act.province_code, act.row.id)
    if period is not None:
        over = period.valid_to is not None and period.valid_to <= act.today
        return _Reaching(act, None, OVER) if over else _Reaching(act, rule_of(period))
    if act.row.state not in WAITING or not waiting:
        return _Reaching(act, None, OVER if act.row.state not in WAITING else "chưa duyệt")
    rule, _ = check_entry(draft_of(act.row), act.facts())
    return _Reaching(act, rule, None if rule else "bản nháp còn chỗ cần sửa")


def _plans(reaching: Sequence[_Reaching]) -> list[Planned]:
    act = reaching[0].act
    wanted = [Wanted(one.rule, one.act.row.replaces) for one in reaching if one.rule]
    return list(effects(act.session, act.setting, wanted, now=act.now))


def _digest(plans: Iterable[Planned]) -> str:
    total = hashlib.sha256()
    for plan in plans:
        one = plan.effect
        line = (plan.rule.id, one.case_id, one.task_id, one.before, one.after, one.verdict)
        total.update(repr(line).encode())
    return total.hexdigest()


def _apply(act: RuleAct, locked: LockedCase, of_case: Sequence[Planned]) -> None:
    actor = Actor(act.admin.account_id, act.admin.name, "Quản trị")
    case = CaseAct(act.session, locked.case, epoch=locked.epoch, actor=actor, now=act.now)
    rules: dict[Any, Rule] = {}
    for plan in of_case:
        rules |= {rule.key: rule for rule in (plan.rule, *plan.takes)}
        if plan.moves_to is not None:
            move_to(case, plan.moves_to)
    take(case, Resolved(act.today, locked.epoch, rules), "applied", rules.values())
    for plan in of_case:
        effect = plan.effect
        case.record(
            RuleApplied(
                rule=plan.rule.id,
                basis=plan.rule.basis.words,
                before=effect.before,
                after=effect.after,
                task=effect.task_id,
                due_at=plan.changes.get("due_at") if effect.task_id is None else None,
            )
        )
        _bring_about(case, plan)
    # Told once; the first rule is the one that says who decides, or until when.
    case.announce(topics.RuleApplied(rule=of_case[0].rule.id))
    case.save()


def _bring_about(case: CaseAct, plan: Planned) -> None:
    task_id = plan.effect.task_id
    if task_id is None:
        case.change(**plan.changes)
    elif plan.passes:
        case.pass_over(task_id, plan.rule.id)
    else:
        case.change_task(task_id, **plan.changes)
