"""What a rule would change in the cases that run: one row for each case or step it reaches."""

from collections.abc import Callable, Iterator, Mapping
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
from engine.catalogue.rules.scope import circumstances
from engine.catalogue.rules.taken import Taken
from engine.life import RUNNING
from engine.organisation.tree import Setting
from engine.routing.as_it_stands import CaseAsItStands, day_of
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.rows import CaseRow

_EFFECTS: Mapping[str, Callable[[Reached], Iterator[Planned]]] = {
    "time_limit": due_effects,
    "cut_off": due_effects,
    "step_hours": hours_effects,
    "step_skipped": skip_effects,
    "assignment": desk_effects,
    "competence": competence_effects,
}


def effects(
    session: Session, setting: Setting, rule: Rule, *, replaces: str | None, now: datetime
) -> Iterator[Planned]:
    """Every effect of the rule on running cases, in the order of the cases' ids.

    The rule is looked at as if it applied today, draft or not, and the one that it ``replaces`` no
    more.
    """
    winning = Winning(session, setting, rule, replaces, day_of(now))
    for row in _running(session, setting, rule):
        case = cast("CaseRow", dict(row._mapping))
        published = package(session, case["province_code"], case["package_digest"])
        where = circumstances(
            setting,
            procedure=case["procedure_code"],
            sector=published.manifest.sector,
            # A case that competence moved stands where it was filed, for whoever asks who decides.
            competent_unit=_filed(case) if rule.kind == "competence" else case["competent_unit"],
            receiving_unit=case["receiving_unit"],
        )
        if winning.at(where):
            stands = CaseAsItStands(case, published, setting)
            reached = Reached(session, stands, rule, now)
            yield from _EFFECTS[rule.kind](reached)


def _filed(case: CaseRow) -> str:
    return Taken(case["rules"]).filed_unit or case["competent_unit"]


def _running(session: Session, setting: Setting, rule: Rule) -> Iterator[Row[Any]]:
    query = select(*table_of(Case).columns).where(
        Case.province_code == setting.province_code,
        Case.received_at.is_not(None),
        Case.status.in_(RUNNING),
    )
    if rule.scope.procedure:
        query = query.where(Case.procedure_code == rule.scope.procedure)
    yield from session.execute(query.order_by(Case.id).execution_options(yield_per=500))
