"""An open step lies at another desk from now on, whoever had it; its due time stays."""

from engine.cases.act.case_act import CaseAct
from engine.cases.act.led_task import keep_choice
from engine.facts.events_of_incidents import DeskGiven
from engine.routing.desks import Desk
from engine.store.cases import Task


def give_to_desk(act: CaseAct, task: Task, to: Desk, *, reason: str, paper: str) -> None:
    """Let the step lie there, for whoever takes it; ``paper`` says why, beside the reason."""
    before = Desk(task.unit_code, task.position_code)
    act.change_task(
        task.id,
        unit_code=to.unit_code,
        position_code=to.position_code,
        officer_id=None,
        claimed_at=None,
    )
    keep_choice(act, task.element_id, None)
    act.record(
        DeskGiven(
            task=task.id,
            element=task.element_id,
            name=task.name,
            before=desk_words(act, before),
            after=desk_words(act, to),
            reason=reason,
            paper=paper,
        )
    )


def desk_words(act: CaseAct, desk: Desk) -> str:
    """The desk as the audit tells it: the title, and the unit by its name of now."""
    title = act.setting.positions.get(desk.position_code, desk.position_code)
    return f"{title}, {act.setting.unit_name(desk.unit_code)}"
