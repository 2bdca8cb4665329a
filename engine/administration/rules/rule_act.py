"""One act of an administrator on one rule: found, locked, within their rights."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.administration.rules.collecting_facts import facts_for
from engine.administration.rules.rights import check_right
from engine.administration.rules.rule_rows import (
    RuleSaved,
    State,
    decision_of,
    draft_of,
    find_rule,
    need_state,
    saved,
    write_event,
)
from engine.catalogue.rules.checks import Facts
from engine.catalogue.rules.rule import Level
from engine.catalogue.rules.scope import Scope
from engine.organisation.changes import raise_epoch
from engine.organisation.tree import Setting, setting_of
from engine.store.rules import UNDECIDED, LocalRule
from engine.worktime import ZONE

WAITING = frozenset(UNDECIDED)
"""States of rules that nobody has approved yet."""


class RuleAct:
    """A rule in the hands of one act. Raises RuleNotFound, ProvinceAdminOnly, OutsideYourUnits.

    The row is locked until the transaction ends, unless ``lock`` is false: what only looks reads
    in a read-only transaction.
    """

    def __init__(
        self,
        session: Session,
        *,
        admin: Administrator,
        rule_id: str,
        now: datetime,
        lock: bool = True,
    ) -> None:
        self.session = session
        self.admin = admin
        self.now = now
        self.today = now.astimezone(ZONE).date()
        self.province_code = admin.province_code
        self.row = find_rule(session, self.province_code, rule_id, lock=lock)
        self.beside: tuple[LocalRule, ...] = ()
        self.setting: Setting = setting_of(session, self.province_code)
        scope = Scope.of(self.row.target, self.row.place, self.row.element)
        check_right(admin, self.setting, scope, self.row.level)

    @classmethod
    def together(
        cls,
        session: Session,
        *,
        admin: Administrator,
        rule_id: str,
        now: datetime,
        lock: bool = True,
    ) -> list["RuleAct"]:
        """The named rule and all others of its decision, locked in the order of their ids.

        The named one comes first. Raises what the class raises.
        """
        rows = decision_of(session, admin.province_code, rule_id, lock=lock)
        acts = [cls(session, admin=admin, rule_id=row.id, now=now, lock=lock) for row in rows]
        for act in acts:
            act.beside = tuple(row for row in rows if row is not act.row)
        return sorted(acts, key=lambda act: act.row.id != rule_id)

    def need(self, *states: State) -> None:
        """Raises RuleStateWrong unless the rule is in one of these states."""
        need_state(self.row, self.today, *states)

    def raise_epoch(self) -> int:
        """The next epoch, its row held: approvals queue here, so what is checked next is exact."""
        epoch = raise_epoch(self.session, self.province_code)
        self.setting = setting_of(self.session, self.province_code)
        return epoch

    def facts(self) -> Facts:
        """What the rule must fit to, at the level of its maker."""
        return facts_for(
            self.session,
            self.setting,
            cast("Level", self.row.level),
            draft_of(self.row),
            rule_id=self.row.id,
            today=self.today,
            beside=[row for row in self.beside if row.state in WAITING],
        )

    def done(self, kind: str, data: Mapping[str, Any]) -> RuleSaved:
        """Write the act into the rule's history; the rule as it is now."""
        write_event(self.session, self.row, kind, admin=self.admin, at=self.now, data=data)
        done = saved(self.row, epoch=self.setting.epoch, today=self.today)
        ids = sorted(row.id for row in (self.row, *self.beside))
        return replace(done, decision=tuple(ids)) if self.beside else done
