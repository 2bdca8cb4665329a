"""What rules would change in the cases that run: one row for each case or step they reach."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engine.administration.rules.running.competence import competence_effects
from engine.administration.rules.running.due_times import due_effects
from engine.administration.rules.running.reached import Planned, Reached
from engine.administration.rules.running.steps import desk_effects, hours_effects, skip_effects
from engine.administration.rules.running.winning import Winning
from engine.catalogue.packages import package
from engine.catalogue.rules.rule import Rule
from engine.catalogue.rules.scope import Circumstances, circumstances
from engine.catalogue.rules.taken import Taken
from engine.life import RUNNING
from engine.organisation.tree import Setting
from engine.routing.as_it_stands import CaseAsItStands, day_of
from engine.store.base import table_of
from engine.store.cases import Case, Task
from engine.store.rows import CaseRow

_EFFECTS: Mapping[str, Callable[[Reached], Iterator[Planned]]] = {
    "competence": competence_effects,
    "time_limit": due_effects,
    "cut_off": due_effects,
    "assignment": desk_effects,
    "step_skipped": skip_effects,
    "step_hours": hours_effects,
}
"""In the order in which the rules of one decision reach a case: first who decides it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule that is to reach running cases, and the one that it replaces."""

    rule: Rule
    replaces: str | None


def effects(
    session: Session, setting: Setting, wanted: Sequence[Wanted], *, now: datetime
) -> Iterator[Planned]:
    """Every effect of the rules on running cases, in the order of the cases' ids.

    The rules are looked at as if they applied today, drafts or not, and those that they replace no
    more. Each meets a case as the rules before it would leave it.
    """
    kinds = list(_EFFECTS)
    rules = sorted(wanted, key=lambda one: (kinds.index(one.rule.kind), one.rule.id))
    winning = [Winning(session, setting, one.rule, one.replaces, day_of(now)) for one in rules]
    for row in _running(session, setting, [one.rule for one in rules]):
        case = cast("CaseRow", dict(row._mapping))
        published = package(session, case["province_code"], case["package_digest"])
        stands = CaseAsItStands(case, published, setting)
        tasks: tuple[Task, ...] | None = None
        for one, wins in zip(rules, winning, strict=True):
            if wins.at(_where(stands, one.rule)):
                reached = Reached(session, stands, one.rule, now, tasks)
                plans = list(_EFFECTS[one.rule.kind](reached))
                yield from plans
                if len(rules) > 1:
                    stands, tasks = reached.after(plans)


def _where(stands: CaseAsItStands, rule: Rule) -> Circumstances:
    case = stands.row
    return circumstances(
        stands.setting,
        procedure=case["procedure_code"],
        sector=stands.package.manifest.sector,
        # A case that competence moved stands where it was filed, for whoever asks who decides.
        competent_unit=_filed(case) if rule.kind == "competence" else case["competent_unit"],
        receiving_unit=case["receiving_unit"],
    )


def _filed(case: CaseRow) -> str:
    return Taken(case["rules"]).filed_unit or case["competent_unit"]


def _running(session: Session, setting: Setting, rules: Sequence[Rule]) -> Iterator[Row[Any]]:
    query = select(*table_of(Case).columns).where(
        Case.province_code == setting.province_code,
        Case.received_at.is_not(None),
        Case.status.in_(RUNNING),
    )
    named = {rule.scope.procedure for rule in rules}
    if None not in named:
        query = query.where(Case.procedure_code.in_(named))
    yield from session.execute(query.order_by(Case.id).execution_options(yield_per=500))
