"""Steps of running cases: other hours, another desk, or passed over.

A step that is still ahead is as the rule says when the case comes to it; a step that is behind
stays as it was.
"""

from collections.abc import Iterator
from decimal import Decimal

from engine.administration.rules.running.reached import Planned, Reached, desk_at, due_words
from engine.catalogue.rules.kinds.times import hours_of
from engine.deadlines import step_due
from engine.errors import NobodyToAssign, Refusal
from engine.routing.desks import Desk
from engine.routing.moving_on import look_ahead
from engine.store.cases import Task
from engine.worktime.wording import amount_text

AHEAD = "Hồ sơ chưa đến bước này."


def hours_effects(reached: Reached) -> Iterator[Planned]:
    """The open step is due anew from its beginning, unless that has passed."""
    element, hours = reached.rule.scope.element, hours_of(reached.rule.value)
    for task in _open(reached):
        calendar = reached.setting.calendar_of(task.unit_code)
        due_at = step_due(calendar, task.created_at, hours)
        if due_at == task.due_at:
            continue
        late = due_at is not None and due_at < reached.now
        yield reached.plan(
            f"{task.name}: {due_words(task.due_at)}",
            f"{task.name}: {due_words(due_at)}",
            "kept" if late else "applied",
            "Thành quá hạn: không áp dụng." if late else "Hạn của bước đổi theo.",
            task_id=task.id,
            changes={"hours": hours, "due_at": due_at},
        )
    if reached.ahead(element):
        step = reached.stands.step(element)
        before, after = (_hours_words(step.name, amount) for amount in (step.hours, hours))
        if before != after:
            yield reached.plan(before, after, "applied", AHEAD)


def _hours_words(name: str, hours: Decimal | None) -> str:
    counted = f"{amount_text(hours)} giờ làm việc" if hours else "không tính thời gian"
    return f"{name}: {counted}"


def desk_effects(reached: Reached) -> Iterator[Planned]:
    """The open step goes to the new desk, unless someone works on it."""
    element = reached.rule.scope.element
    new = reached.stands.with_rules([reached.rule])
    ahead = reached.ahead(element)
    if not ahead and not _open(reached):
        return
    try:
        desk = new.desk(element, reached.today)
    except NobodyToAssign as refusal:
        yield reached.plan(new.step(element).name, "", "kept", str(refusal))
        return
    for task in _open(reached):
        if desk != desk_at(task):
            yield _to_desk(reached, task, desk)
    if ahead:
        before = _desk_ahead(reached, element)
        if before != reached.desk_words(desk):
            yield reached.plan(before, reached.desk_words(desk), "applied", AHEAD)


def _to_desk(reached: Reached, task: Task, desk: Desk) -> Planned:
    held = task.officer_id is not None
    return reached.plan(
        reached.desk_words(desk_at(task)),
        reached.desk_words(desk),
        "kept" if held else "applied",
        "Đang có người làm: không đổi." if held else "Việc chuyển sang vị trí mới.",
        task_id=task.id,
        changes={"unit_code": desk.unit_code, "position_code": desk.position_code},
    )


def _desk_ahead(reached: Reached, element: str) -> str:
    try:
        return reached.desk_words(reached.stands.desk(element, reached.today))
    except NobodyToAssign:
        return "chưa có nơi nhận việc"


def skip_effects(reached: Reached) -> Iterator[Planned]:
    """A step ahead is passed over when the case gets there; an open one that nobody holds, now.

    Where the case's own version of the package doesn't leave the step open, nothing changes.
    """
    element, skip = reached.rule.scope.element, bool(reached.rule.value["skip"])
    step = reached.stands.definition.steps.get(element)
    if step is None or skip == (element in reached.stands.taken.skipped):
        return
    kept = not step.may_skip or step.act is not None
    words = {True: f"{step.name}: bỏ qua", False: f"{step.name}: làm"}
    if reached.ahead(element):
        why = "Bản quy trình của hồ sơ không cho bỏ qua bước này." if kept else AHEAD
        yield reached.plan(words[not skip], words[skip], "kept" if kept else "applied", why)
    for task in _open(reached) if skip and not kept else ():
        yield _pass(reached, task)


def _pass(reached: Reached, task: Task) -> Planned:
    """The open step is passed over now; tried out first, so that the dry run tells what follows."""
    if task.officer_id is not None:
        why = "Đang có người làm: người đó làm xong bước."
        return reached.plan(task.name, "", "kept", why, task_id=task.id)
    stands = reached.stands.with_rules([reached.rule])
    variables = stands.step(task.element_id).usual_variables
    try:
        coming = look_ahead(reached.run(), stands, task.id, variables, reached.now)
    except Refusal as refusal:
        why = f"Chưa đi tiếp được: {refusal}"
        return reached.plan(task.name, "", "kept", why, task_id=task.id)
    after = "; ".join(f"{one.step.name}: {reached.desk_words(one.desk)}" for one in coming)
    why = "Bước đang chờ, chưa ai nhận: bỏ qua ngay."
    return reached.plan(task.name, after, "applied", why, task_id=task.id, passes=True)


def _open(reached: Reached) -> list[Task]:
    element = reached.rule.scope.element
    return [task for task in reached.open_tasks if task.element_id == element]
