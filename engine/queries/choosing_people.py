"""Whom work on a case may be given to, as pages offer them: acts take exactly these people."""

from collections.abc import Iterable
from dataclasses import replace

from engine.access import people_of
from engine.acts.inputs import WHOLE_DESK
from engine.errors import NobodyToAssign
from engine.queries.asking import Asking, Choices
from engine.queries.views.case import ChoiceView
from engine.routing.as_it_stands import day_of
from engine.routing.desks import Desk
from engine.routing.people_at import MOST_HELD, AtDesk, others_in_unit, people_at
from engine.routing.signing_apart import kept_from
from engine.worktime.wording import day_text


def assignees(asking: Asking) -> Choices:
    """Who is at the desk of the step that this step assigns, and the whole desk if several are."""
    stands = asking.rows.stands
    step = stands.step(asking.task["element_id"]) if asking.task else None
    if step is None or not step.assigns:
        return ()
    day = day_of(asking.now)
    try:
        desk = stands.desk(step.assigns[0], day)
    except NobodyToAssign:
        return ()
    row = asking.rows.case
    people = people_at(
        *(asking.session, row["province_code"], desk, row["procedure_code"], day), own=_own(asking)
    )
    chosen = tuple(_choice(one) for one in people if _has_part(asking, one, step.assigns))
    whole = ChoiceView(WHOLE_DESK, "Cả vị trí", "ai nhận trước thì làm")
    return (*chosen, whole) if len(chosen) > 1 else chosen


def _has_part(asking: Asking, one: AtDesk, elements: Iterable[str]) -> bool:
    """Whether the steps leave anything to them: some decide nothing that they prepared."""
    stands = asking.rows.stands
    return kept_from(asking.session, stands, elements, one.officer_id) is None


def _own(asking: Asking) -> frozenset[str]:
    """Whose own dossier it is: nobody of them is given work on it."""
    return people_of(asking.rows.matter)


def colleagues(asking: Asking) -> Choices:
    """Who is at the desk of the task, besides who has it; one's own free work one simply takes."""
    task, row = asking.task, asking.rows.case
    if task is None:
        return ()
    desk, day = Desk(task["unit_code"], task["position_code"]), day_of(asking.now)
    people = people_at(
        *(asking.session, row["province_code"], desk, row["procedure_code"], day), own=_own(asking)
    )
    has = task["officer_id"] or asking.person.officer_id
    return tuple(
        _choice(one)
        for one in people
        if one.officer_id != has and _has_part(asking, one, [task["element_id"]])
    )


def delegates(asking: Asking) -> Choices:
    """Who holds another position of the task's unit."""
    task, row = asking.task, asking.rows.case
    if task is None:
        return ()
    desk, day = Desk(task["unit_code"], task["position_code"]), day_of(asking.now)
    people = others_in_unit(
        *(asking.session, row["province_code"], desk, row["procedure_code"], day), own=_own(asking)
    )
    shown = (
        (_choice(one.person), one.title)
        for one in people
        if _has_part(asking, one.person, [task["element_id"]])
    )
    return tuple(replace(one, note=f"{title}, {one.note}") for one, title in shown)


def _holding(count: int) -> str:
    if count >= MOST_HELD:
        return "đang giữ từ 1.000 việc"
    return f"đang giữ {count} việc" if count else "chưa giữ việc nào"


def _choice(person: AtDesk) -> ChoiceView:
    """A person with what lies with them and whether they are away, in words."""
    told = [_holding(person.held)]
    if person.stands_in:
        told.append("làm thay")
    if person.away_until is not None:
        told.append(f"vắng, có mặt lại từ {day_text(person.away_until)}")
    if person.substitute is not None:
        told.append(f"{person.substitute} làm thay")
    return ChoiceView(person.officer_id, person.called, ", ".join(told))
