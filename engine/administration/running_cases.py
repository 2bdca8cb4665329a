"""What a rule would change in the cases that run: one row for each case or step it reaches."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from engine.catalogue.packages import PublishedPackage, package
from engine.catalogue.rules.checks import Facts
from engine.catalogue.rules.kinds.times import hours_of
from engine.catalogue.rules.limits import limit_in_force
from engine.catalogue.rules.precedence import Order
from engine.catalogue.rules.resolution import Resolved, resolve
from engine.catalogue.rules.rule import Rule
from engine.catalogue.rules.scope import circumstances
from engine.catalogue.rules.taken import Taken
from engine.deadlines import case_due, step_due
from engine.organisation.tree import Setting
from engine.routing.definitions import definition_of, units_of
from engine.routing.desks import desk_of
from engine.store.base import table_of
from engine.store.cases import Case, Task
from engine.workflow import Assignment
from engine.worktime import ZONE, Span
from engine.worktime.wording import due_text

Verdict = Literal["applied", "kept"]


@dataclass(frozen=True, slots=True)
class Effect:
    """One case before and after, or one open step of it.

    A ``kept`` case stays as it is; ``why`` says in Vietnamese what happens and why.
    """

    case_id: str
    ref: str
    unit_name: str
    applicant_name: str
    task_id: str | None
    before: str
    after: str
    verdict: Verdict
    why: str


@dataclass(frozen=True, slots=True)
class Planned:
    """An effect with the columns that change: of its open step, or else of its case."""

    effect: Effect
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class _Reached:
    """A running case that the rule wins, with what the effects are computed from."""

    case: Mapping[str, Any]
    package: PublishedPackage
    setting: Setting
    found: Resolved
    rule: Rule
    now: datetime

    def plan(
        self,
        before: str,
        after: str,
        verdict: Verdict,
        why: str,
        *,
        task_id: str | None = None,
        **changes: object,
    ) -> Planned:
        """An effect on this case."""
        effect = Effect(
            case_id=self.case["id"],
            ref=self.case["code"] or self.case["submission_number"],
            unit_name=self.setting.unit_name(self.case["competent_unit"]),
            applicant_name=self.case["applicant_name"],
            task_id=task_id,
            before=before,
            after=after,
            verdict=verdict,
            why=why,
        )
        return Planned(effect, changes)


def effects(session: Session, facts: Facts, rule: Rule, now: datetime) -> Iterator[Planned]:
    """Every effect of the rule on running cases, in the order of the cases' ids.

    The rule is looked at as if it applied today, draft or not.
    """
    today = now.astimezone(ZONE).date()
    for row in _running(session, facts, rule):
        case = dict(row._mapping)
        published = package(session, case["province_code"], case["package_digest"])
        found = _found(facts, rule, case, published, today)
        if found is not None:
            reached = _Reached(case, published, facts.setting, found, rule, now)
            yield from _EFFECTS[rule.kind](session, reached)


def _running(session: Session, facts: Facts, rule: Rule) -> Iterator[Row[Any]]:
    query = select(*table_of(Case).columns).where(
        Case.province_code == facts.setting.province_code,
        Case.received_at.is_not(None),
        Case.finished_at.is_(None),
    )
    if rule.scope.procedure:
        query = query.where(Case.procedure_code == rule.scope.procedure)
    yield from session.execute(query.order_by(Case.id).execution_options(yield_per=500))


def _found(
    facts: Facts,
    rule: Rule,
    case: Mapping[str, Any],
    published: PublishedPackage,
    today: date,
) -> Resolved | None:
    """What applies to the case with the rule in force; ``None`` when the rule doesn't win it."""
    where = circumstances(
        facts.setting,
        procedure=case["procedure_code"],
        sector=published.manifest.sector,
        competent_unit=case["competent_unit"],
        receiving_unit=case["receiving_unit"],
    )
    if Order(where).rank(rule) is None:
        return None
    others = [other for other in facts.others if other.id != rule.id]
    found = resolve([rule, *others], where, day=max(today, rule.valid_from), epoch=0)
    return found if found.winners.get(rule.key) is rule else None


def _limit(_session: Session, reached: _Reached) -> Iterator[Planned]:
    """The case is due anew from its reception; never later than it was promised."""
    case, taken = reached.case, Taken(reached.case["rules"])
    package_limit = reached.package.manifest.time_limit
    calendar = reached.setting.calendar_of(case["competent_unit"])
    own = taken.limit(Span(package_limit.amount, package_limit.unit))
    limit = limit_in_force(package_limit, reached.found).span
    cut_off = taken.cut_off(package_limit.cut_off)
    before: datetime | None = case["due_at"]
    promised = case_due(calendar, case["received_at"], own, cut_off=cut_off)
    after = case_due(calendar, case["received_at"], limit, cut_off=cut_off)
    if after == before:
        return
    verdict, why = _verdict(promised, before, after, reached.now)
    yield reached.plan(_due(before), _due(after), verdict, why, due_at=after)


def _verdict(
    promised: datetime | None, before: datetime | None, after: datetime | None, now: datetime
) -> tuple[Verdict, str]:
    if before != promised:
        return "kept", "Hẹn trả đã đổi riêng cho hồ sơ này: không áp dụng."
    if after is None or (before is not None and after > before):
        return "kept", "Muộn hơn ngày hẹn đã in trên giấy: không áp dụng."
    if after < now:
        return "kept", "Thành quá hạn: không áp dụng."
    if after.astimezone(ZONE).date() == now.astimezone(ZONE).date():
        return "applied", "Thành đến hạn hôm nay."
    return "applied", "Sớm hơn hẹn cũ."


def _hours(session: Session, reached: _Reached) -> Iterator[Planned]:
    """The open step is due anew from its beginning, unless that has passed."""
    for task in _open_tasks(session, reached):
        hours = hours_of(reached.rule.value)
        calendar = reached.setting.calendar_of(task.unit_code)
        due_at = step_due(calendar, task.created_at, hours)
        if due_at == task.due_at:
            continue
        late = due_at is not None and due_at < reached.now
        yield reached.plan(
            f"{task.name}: {_due(task.due_at)}",
            f"{task.name}: {_due(due_at)}",
            "kept" if late else "applied",
            "Thành quá hạn: không áp dụng." if late else "Hạn của bước đổi theo.",
            task_id=task.id,
            hours=hours,
            due_at=due_at,
        )


def _desk(session: Session, reached: _Reached) -> Iterator[Planned]:
    """The open step goes to the new desk, unless someone works on it."""
    day = reached.now.astimezone(ZONE).date()
    definition = definition_of(reached.package)
    for task in _open_tasks(session, reached):
        step = definition.steps[task.element_id]
        moved = replace(step, assignment=Assignment(**reached.rule.value))
        units = units_of(reached.case, reached.package)
        desk = desk_of(moved, units, reached.setting, day)
        if (desk.unit_code, desk.position_code) == (task.unit_code, task.position_code):
            continue
        held = task.officer_id is not None
        yield reached.plan(
            _desk_words(reached.setting, task.unit_code, task.position_code),
            _desk_words(reached.setting, desk.unit_code, desk.position_code),
            "kept" if held else "applied",
            "Đang có người làm: không đổi." if held else "Việc chuyển sang vị trí mới.",
            task_id=task.id,
            unit_code=desk.unit_code,
            position_code=desk.position_code,
        )


def _open_tasks(session: Session, reached: _Reached) -> list[Task]:
    return list(
        session.scalars(
            select(Task).where(
                Task.province_code == reached.case["province_code"],
                Task.case_id == reached.case["id"],
                Task.state == "open",
                Task.element_id == reached.rule.scope.element,
            )
        )
    )


def _desk_words(setting: Setting, unit_code: str, position_code: str) -> str:
    title = setting.positions.get(position_code, position_code)
    return f"{title}, {setting.unit_name(unit_code)}"


def _due(due_at: datetime | None) -> str:
    return due_text(due_at) if due_at else "không tính thời gian"


_EFFECTS: Mapping[str, Callable[[Session, _Reached], Iterator[Planned]]] = {
    "time_limit": _limit,
    "step_hours": _hours,
    "assignment": _desk,
}
