"""Where a rule wins, beside all that is known now."""

from datetime import date

from sqlalchemy.orm import Session

from engine.catalogue.rules.candidates import known_rules
from engine.catalogue.rules.precedence import Order
from engine.catalogue.rules.resolution import resolve
from engine.catalogue.rules.rule import Rule
from engine.catalogue.rules.scope import Circumstances
from engine.organisation.tree import Setting


class Winning:
    """Asked once for each kind of place; the rule that it ``replaces`` applies no more."""

    def __init__(
        self, session: Session, setting: Setting, rule: Rule, replaces: str | None, today: date
    ) -> None:
        self._session = session
        self._setting = setting
        self._rule = rule
        self._gone = {rule.id, replaces}
        self._day = max(today, rule.valid_from)
        self._known: dict[Circumstances, bool] = {}

    def at(self, where: Circumstances) -> bool:
        """Whether the rule is the one that applies there."""
        if where not in self._known:
            self._known[where] = Order(where).rank(self._rule) is not None and self._wins(where)
        return self._known[where]

    def _wins(self, where: Circumstances) -> bool:
        setting = self._setting
        known = known_rules(self._session, setting.province_code, where, epoch=setting.epoch)
        others = [rule for rule in known if rule.id not in self._gone]
        found = resolve([self._rule, *others], where, day=self._day, epoch=setting.epoch)
        return found.winners.get(self._rule.key) is self._rule
