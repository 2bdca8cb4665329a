"""What the maker and the approver of a rule are told that keeps nothing from happening."""

from sqlalchemy.orm import Session

from engine.administration.rules.collecting_facts import procedure_facts
from engine.administration.rules.read_rules import RuleView
from engine.administration.rules.rule_act import WAITING
from engine.administration.rules.rule_rows import number_warnings
from engine.catalogue.rules.candidates import known_rules
from engine.catalogue.rules.kinds import KINDS
from engine.catalogue.rules.kinds.times import size_of, span_of, span_words
from engine.catalogue.rules.limits import as_taken, limit_in_force, longest_limit
from engine.catalogue.rules.resolution import resolve
from engine.catalogue.rules.scope import Circumstances, Scope, Site, site_of
from engine.organisation.tree import setting_of
from engine.store.rules import LocalRule


def rule_warnings(session: Session, rule: LocalRule) -> tuple[str, ...]:
    """What is odd about a rule as it is entered.

    That its legal basis isn't in the register, that it promises longer than applies, that no act
    reads rules of its kind yet.
    """
    found = number_warnings(session, rule.province_code, str(rule.basis["number"]))
    found = (*found, *longer_promises(session, rule))
    awaits = KINDS[rule.kind].awaits
    if not awaits:
        return found
    return (*found, f"Quy định được ghi nhận nhưng chưa có tác dụng: chưa có phần {awaits}.")


def longer_promises(session: Session, rule: LocalRule) -> tuple[str, ...]:
    """That a committed limit is longer than what applies at its place on its first day.

    A unit's own rule is narrower than the province's and wins (requirement R-30), so that it would
    take back what the province cut.
    """
    scope = Scope.of(rule.target, rule.place, rule.element)
    if rule.kind != "time_limit" or rule.slot != "committed" or scope.procedure is None:
        return ()
    code, day = rule.province_code, rule.valid_from
    facts = procedure_facts(session, code, scope.procedure, (day,))
    if facts is None:
        return ()
    setting = setting_of(session, code)
    areas = (scope.area,) if scope.area else ()
    site = site_of(setting, scope.unit) if scope.unit else Site((), areas)
    where = Circumstances(scope.procedure, facts.manifest.sector, site, site)
    known = known_rules(session, code, where, epoch=setting.epoch)
    others = [one for one in known if one.id != rule.id]
    found = resolve(others, where, day=day, epoch=setting.epoch)
    now = limit_in_force(longest_limit(facts.manifest), as_taken(found))
    given = span_of(rule.value)
    if not now.span.counted or size_of(given) <= size_of(now.span):
        return ()
    applies = f"{span_words(now.span)} ({now.basis})"
    return (f"Cam kết {span_words(given)} dài hơn thời hạn đang áp dụng ở đó: {applies}.",)


def promises_of(session: Session, province_code: str, view: RuleView) -> tuple[str, ...]:
    """The same of all rules of a decision that nobody has approved yet."""
    rows = [one for one in (view.row, *view.beside) if one.state in WAITING]
    found = (session.get_one(LocalRule, (province_code, one.id)) for one in rows)
    return tuple(words for rule in found for words in longer_promises(session, rule))
