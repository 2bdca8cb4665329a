"""Rules and early ends that the second person gave back: they wait for their maker."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from engine.access import Administrator
from engine.accounts.one_person import accounts_with
from engine.administration.rules.read_rules import RuleRow, rule_rows
from engine.store.rules import LocalRule, RuleEvent
from engine.worktime import ZONE

TOLD = timedelta(days=60)
"""For how long the early end that was given back is told: nothing else closes it."""


@dataclass(frozen=True, slots=True)
class SentBack:
    """A rule, the first of its decision, with who gave it back, when and why."""

    rule: RuleRow
    ending: bool
    """Whether its early end was given back; the rule itself is in force as before."""
    by: str
    at: datetime
    reason: str


def sent_back_to(session: Session, *, admin: Administrator, now: datetime) -> tuple[SentBack, ...]:
    """What was given back to the administrator and nothing was done with since, the newest first.

    A draft until it is sent again or dropped.
    """
    code, own = (
        admin.province_code,
        [one for one in accounts_with(session, admin.account_id) if one],
    )
    later, proposed = aliased(RuleEvent), aliased(RuleEvent)
    last = ~exists().where(
        later.province_code == RuleEvent.province_code,
        later.rule_id == RuleEvent.rule_id,
        later.seq > RuleEvent.seq,
    )
    ended = exists().where(
        proposed.province_code == RuleEvent.province_code,
        proposed.rule_id == RuleEvent.rule_id,
        proposed.kind == "rule_end_proposed",
        proposed.account_id.in_(own),
    )
    draft = and_(
        RuleEvent.kind == "rule_sent_back", LocalRule.state == "draft", LocalRule.made_by.in_(own)
    )
    end = and_(RuleEvent.kind == "rule_end_sent_back", RuleEvent.at >= now - TOLD, ended)
    query = (
        select(LocalRule, RuleEvent)
        .join(
            RuleEvent,
            and_(
                RuleEvent.province_code == LocalRule.province_code,
                RuleEvent.rule_id == LocalRule.id,
            ),
        )
        .where(LocalRule.province_code == code, last, or_(draft, end))
        .order_by(RuleEvent.at.desc(), LocalRule.id)
    )
    found: dict[str, tuple[LocalRule, RuleEvent]] = {}
    for rule, event in session.execute(query):
        found.setdefault(rule.decision or rule.id, (rule, event))
    rules = [rule for rule, _ in found.values()]
    rows = rule_rows(session, code, rules, now.astimezone(ZONE).date())
    return tuple(
        SentBack(
            rule=row,
            ending=event.kind == "rule_end_sent_back",
            by=event.name,
            at=event.at,
            reason=str(event.data.get("reason") or ""),
        )
        for row, (_, event) in zip(rows, found.values(), strict=True)
    )
