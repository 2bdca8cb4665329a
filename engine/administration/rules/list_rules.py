"""Lists of a province's rules, newest first, and how many there are of each part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, cast, get_args

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from engine.access import Administrator
from engine.accounts import Person
from engine.accounts.one_person import accounts_with
from engine.administration.rules.ending import MOST, ending_rules
from engine.administration.rules.read_rules import RuleRow, check_reader, rule_rows
from engine.administration.rules.rights import may_rule
from engine.administration.rules.rule_rows import State
from engine.catalogue.rules.scope import Scope
from engine.organisation.tree import Setting, setting_of
from engine.store.rules import PAPER, LocalRule, RulePeriod, undecided
from engine.worktime import ZONE

Which = Literal["all", "waiting", "ending", "in_force", "scheduled", "draft", "over"]
PARTS: tuple[Which, ...] = ("waiting", "ending", "in_force", "scheduled", "draft", "over")
FEW = 3_000
"""Rules that are rather looked up than looked for."""
_FIRST = or_(LocalRule.decision.is_(None), LocalRule.decision == LocalRule.id)
"""A rule of its own, or the first of a decision."""
_SCOPE = (LocalRule.target, LocalRule.place, LocalRule.element, LocalRule.level)


@dataclass(frozen=True, slots=True)
class RulePage:
    """A page of rules, newest first; ``next`` asks for the following one."""

    rows: tuple[RuleRow, ...]
    next: str | None


def local_rules(
    session: Session,
    *,
    person: Person,
    province_code: str,
    now: datetime,
    which: Which = "all",
    kind: str | None = None,
    state: str | None = None,
    procedure: str | None = None,
    unit: str | None = None,
    number: str | None = None,
    pending_end: bool = False,
    first_only: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> RulePage:
    """The rules of a province, for all its staff (requirement R-71), newest first.

    ``state`` is the stored one: draft, submitted, approved, ended, discarded; ``which`` the part
    as people see it on the day. ``number`` is that of the legal basis. ``pending_end`` asks for
    those only whose early end waits for a checker; ``first_only`` lets the first rule of a decision
    stand for all of it, also where another rule of it is what was asked for. Raises
    ConfigurationUnreadable.
    """
    check_reader(person, province_code)
    today = now.astimezone(ZONE).date()
    query = select(LocalRule).where(LocalRule.province_code == province_code)
    if which != "all":
        query = query.where(_part(session, which, province_code, today))
    asked = _asked(kind=kind, procedure=procedure, unit=unit, number=number)
    query = query.where(*_first_with(session, province_code, asked) if first_only else asked)
    if state is not None:
        query = query.where(LocalRule.state == state)
    if pending_end:
        query = query.where(LocalRule.end_day.is_not(None))
    if cursor is not None:
        query = query.where(LocalRule.id < cursor)
    found = session.scalars(query.order_by(LocalRule.id.desc()).limit(limit + 1)).all()
    rows = rule_rows(session, province_code, found[:limit], today)
    return RulePage(rows, rows[-1].id if len(found) > limit else None)


def units_ruled(
    session: Session, *, person: Person, province_code: str, also: str | None
) -> tuple[tuple[str, str], ...]:
    """Code and name of the units that rules are about by themselves, and of one more, by name.

    Raises ConfigurationUnreadable.
    """
    check_reader(person, province_code)
    setting, about = setting_of(session, province_code), Scope(unit="_").place[:-1]
    places = session.scalars(
        select(LocalRule.place)
        .where(LocalRule.province_code == province_code, LocalRule.place.startswith(about))
        .distinct()
    )
    codes = {one.removeprefix(about) for one in places} | ({also} if also else set())
    return tuple(sorted(((one, setting.unit_name(one)) for one in codes), key=lambda one: one[1]))


def _asked(**asked: str | None) -> list[ColumnElement[bool]]:
    """That a rule is of this kind, procedure, unit, number of its legal basis."""
    procedure, unit = asked["procedure"], asked["unit"]
    wanted: dict[Any, str | None] = {
        LocalRule.kind: asked["kind"],
        LocalRule.target: Scope(procedure=procedure).target if procedure else None,
        LocalRule.place: Scope(unit=unit).place if unit else None,
        literal_column(PAPER, String): asked["number"],
    }
    found = [column == value for column, value in wanted.items() if value is not None]
    # In whatever state: kinds are found by way of the states.
    return [*found, *([LocalRule.state.in_(get_args(State))] if asked["kind"] else [])]


def _first_with(
    session: Session, province_code: str, asked: Sequence[ColumnElement[bool]]
) -> list[ColumnElement[bool]]:
    """The rules that stand for a decision, or for themselves, where any rule of it is so.

    Few such rules are looked up, each part among them; of many each part finds its own.
    """
    if not asked:
        return [_FIRST]
    here = (LocalRule.province_code == province_code, *asked)
    some = select(LocalRule.id).where(*here).limit(FEW + 1).subquery()
    if (session.scalar(select(func.count()).select_from(some)) or 0) <= FEW:
        decisions = select(func.coalesce(LocalRule.decision, LocalRule.id)).where(*here)
        return [_FIRST, LocalRule.id.in_(decisions)]
    together = select(LocalRule.decision).where(*here, LocalRule.decision.is_not(None))
    return [_FIRST, or_(and_(*asked), LocalRule.decision.in_(together))]


def rule_counts(
    session: Session,
    *,
    person: Person,
    province_code: str,
    now: datetime,
    kind: str | None = None,
    procedure: str | None = None,
    unit: str | None = None,
    number: str | None = None,
) -> Mapping[Which, int]:
    """How many decisions of what is asked for each part has, counted up to ``MOST``.

    Raises ConfigurationUnreadable.
    """
    check_reader(person, province_code)
    today = now.astimezone(ZONE).date()
    asked = _asked(kind=kind, procedure=procedure, unit=unit, number=number)
    firsts = _first_with(session, province_code, asked)
    counts = union_all(*(_count(session, one, province_code, today, firsts) for one in PARTS))
    return {cast("Which", row.which): row.counted for row in session.execute(counts)}


def waiting_for(
    session: Session, *, admin: Administrator, now: datetime, first: int
) -> tuple[int, tuple[RuleRow, ...]]:
    """How many rules and early ends the administrator may approve, and the ``first`` of them, the
    oldest first.

    Of a decision its first rule stands for all. Looks at the oldest ``MOST`` that wait.
    """
    code, today = admin.province_code, now.astimezone(ZONE).date()
    setting, own = setting_of(session, code), accounts_with(session, admin.account_id)
    columns = (LocalRule.id, LocalRule.decision, LocalRule.state, LocalRule.made_by)
    query = (
        select(*columns, LocalRule.end_by, *_SCOPE)
        .where(LocalRule.province_code == code, _part(session, "waiting", code, today))
        .order_by(LocalRule.id)
        .limit(MOST)
    )
    found: dict[str, str] = {}
    for row in session.execute(query):
        by = row.made_by if row.state == "submitted" else row.end_by
        if by not in own and _may(admin, setting, row):
            found.setdefault(row.decision or row.id, row.id)
    return len(found), _rows(session, code, list(found.values())[:first], today)


def ending_for(
    session: Session, *, admin: Administrator, now: datetime, first: int
) -> tuple[int, tuple[RuleRow, ...]]:
    """How many rules end soon with none that follows which the administrator may make, and the
    ``first`` of them, what ends first before others.

    Counted as the part ``ending`` of the list: of a decision its first rule stands for all.
    """
    code, today = admin.province_code, now.astimezone(ZONE).date()
    setting, ending = setting_of(session, code), ending_rules(session, code, today)
    query = select(LocalRule.id, *_SCOPE).where(
        LocalRule.province_code == code, _part(session, "ending", code, today), _FIRST
    )
    mine = {row.id for row in session.execute(query) if _may(admin, setting, row)}
    return len(mine), _rows(session, code, [one for one in ending if one in mine][:first], today)


def _may(admin: Administrator, setting: Setting, row: Any) -> bool:
    """Whether the administrator may make and approve rules of the row's scope."""
    return may_rule(admin, setting, Scope.of(row.target, row.place, row.element), row.level)


def _rows(
    session: Session, province_code: str, ids: Sequence[str], today: date
) -> tuple[RuleRow, ...]:
    """The rules as rows, in this order."""
    query = select(LocalRule).where(LocalRule.province_code == province_code, LocalRule.id.in_(ids))
    rules = sorted(session.scalars(query), key=lambda rule: ids.index(rule.id))
    return rule_rows(session, province_code, rules, today)


def own_drafts(session: Session, *, admin: Administrator, now: datetime) -> int:
    """How many decisions the administrator has begun and not sent on."""
    today = now.astimezone(ZONE).date()
    decisions = func.coalesce(LocalRule.decision, LocalRule.id)
    query = select(func.count(decisions.distinct())).where(
        LocalRule.province_code == admin.province_code,
        LocalRule.made_by.in_(accounts_with(session, admin.account_id)),
        _part(session, "draft", admin.province_code, today),
    )
    return session.scalar(query) or 0


def _count(
    session: Session,
    which: Which,
    province_code: str,
    today: date,
    firsts: Sequence[ColumnElement[bool]],
) -> Select[str, int]:
    capped = (
        select(LocalRule.id)
        .where(
            LocalRule.province_code == province_code,
            _part(session, which, province_code, today),
            *firsts,
        )
        .limit(MOST)
        .subquery()
    )
    named = literal(str(which)).label("which")
    return select(named, func.count().label("counted")).select_from(capped)


def _part(session: Session, which: Which, province_code: str, today: date) -> ColumnElement[bool]:
    here = LocalRule.province_code == province_code
    if which == "waiting":
        # Two lists with an index each: SQLite reads all rules for an OR of them.
        sent = select(LocalRule.id).where(here, undecided(), LocalRule.state == "submitted")
        ends = select(LocalRule.id).where(here, LocalRule.end_day.is_not(None))
        return LocalRule.id.in_(union_all(sent, ends))
    if which == "draft":
        return and_(undecided(), LocalRule.state == "draft")
    decided = LocalRule.state.in_(("approved", "ended"))
    goes_on = _believed(or_(RulePeriod.valid_to.is_(None), RulePeriod.valid_to > today))
    if which == "scheduled":
        # Two lists with an index each, as above; an early end may come after the first day.
        sure = select(LocalRule.id).where(
            here, LocalRule.state == "approved", LocalRule.valid_from > today
        )
        bounded = select(RulePeriod.rule_id).where(
            RulePeriod.province_code == province_code,
            RulePeriod.until_epoch.is_(None),
            RulePeriod.valid_to > today,
            RulePeriod.valid_from > today,
        )
        return and_(LocalRule.id.in_(union_all(sure, bounded)), goes_on)
    if which == "over":  # also what was cut before its first day
        return and_(decided, ~goes_on)
    if which == "in_force":
        return and_(decided, LocalRule.valid_from <= today, goes_on)
    return and_(decided, LocalRule.id.in_(ending_rules(session, province_code, today)))


def _believed(of_period: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the rule has days that are believed now, such as ``of_period`` says."""
    return exists().where(
        RulePeriod.province_code == LocalRule.province_code,
        RulePeriod.rule_id == LocalRule.id,
        RulePeriod.until_epoch.is_(None),
        of_period,
    )
