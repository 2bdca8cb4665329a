"""Another unit decides a running case: the case moves there whole, or stays where it is.

With the case go its open steps at desks of the deciding unit, and the rules by which that unit
assigns its work. Its due time stays as it was promised.
"""

from collections.abc import Iterator, Sequence

from engine.administration.rules.running.reached import Planned, Reached, desk_at
from engine.catalogue.rules.rule import Rule
from engine.errors import NobodyToAssign
from engine.routing.as_it_stands import CaseAsItStands
from engine.routing.deciding import decided
from engine.routing.local_rules import rules_met
from engine.store.cases import Task


def competence_effects(reached: Reached) -> Iterator[Planned]:
    """The case moves to the unit that the rule names, with its open steps, or is kept."""
    unit = _decides(reached)
    if unit == reached.case["competent_unit"]:
        return
    moved, rules = _moved(reached, unit)
    before, after = map(reached.setting.unit_name, (reached.case["competent_unit"], unit))
    why = _kept(reached, moved, unit)
    if why is not None:
        yield reached.plan(before, after, "kept", why)
        return
    why = "Hồ sơ chuyển sang cơ quan mới, giữ nguyên ngày hẹn trả."
    yield reached.plan(before, after, "applied", why, moves_to=unit, takes=tuple(rules))
    for task in reached.open_tasks:
        desk = moved.desk(task.element_id, reached.today)
        if desk != desk_at(task):
            yield reached.plan(
                f"{task.name}: {reached.desk_words(desk_at(task))}",
                f"{task.name}: {reached.desk_words(desk)}",
                "applied",
                "Việc chuyển theo hồ sơ.",
                task_id=task.id,
                changes={"unit_code": desk.unit_code, "position_code": desk.position_code},
            )


def _decides(reached: Reached) -> str:
    """The unit that the rule names, else the commune of the filing, else where it was filed."""
    unit: str | None = reached.rule.value["unit"]
    stands = reached.stands
    filed = stands.taken.filed_unit or stands.row["competent_unit"]
    return unit or stands.row["commune"] or filed


def _moved(reached: Reached, unit: str) -> tuple[CaseAsItStands, Sequence[Rule]]:
    """The case as it would stand under the unit, with the rules by which that assigns work."""
    moved, setting = reached.stands.decided_by(unit), reached.setting
    found = rules_met(
        reached.session, setting, moved.standing, day=reached.today, epoch=setting.epoch
    )
    rules = found.of_kind("assignment")
    return moved.with_rules(rules), rules


def _kept(reached: Reached, moved: CaseAsItStands, unit: str) -> str | None:
    """Why the case must stay; ``None`` when it may move."""
    known = reached.setting.units.get(unit)
    if known is None or not known.valid(reached.today):
        return "Đơn vị mới không hoạt động trong ngày hôm nay: không chuyển."
    if decided(reached.stands, (task.element_id for task in reached.open_tasks)):
        return "Đã quyết định xong, chỉ còn trả kết quả: không chuyển."
    try:
        desks = {element: moved.desk(element, reached.today) for element in moved.definition.steps}
    except NobodyToAssign as refusal:
        return str(refusal)
    held = [task for task in reached.open_tasks if task.officer_id is not None]
    return next((_held(t) for t in held if desks[t.element_id] != desk_at(t)), None)


def _held(task: Task) -> str:
    return f"Đang có người làm bước {task.name}: không chuyển."
