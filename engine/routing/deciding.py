"""Whether somebody has decided a case: the one answer for acts, pages and dry runs of rules.

Decree 118/2025/NĐ-CP art. 21 lets a dossier be stopped or adjusted until the decision. That is
taken when its result is signed, which is before it is stored: a case has been decided as soon as it
stands at a step that comes after the signature.
"""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.routing.as_it_stands import CaseAsItStands
from engine.store.cases import Task
from engine.workflow import Definition


def decided(stands: CaseAsItStands, open_steps: Iterable[str]) -> bool:
    """Whether the case has been decided; ``open_steps``: the elements of its open tasks."""
    steps = stands.definition.steps
    return stands.state.solved or any(
        element in steps and steps[element].after_decision for element in open_steps
    )


def decides(definition: Definition, element_id: str) -> bool:
    """Whether the step takes the decision: it signs, or, where no step signs, it solves."""
    step = definition.steps[element_id]
    if definition.signing:
        return element_id in definition.signing
    return step.act is None and not step.after_decision


def open_steps(session: Session, key: tuple[str, str]) -> list[str]:
    """The elements of the open tasks of a case."""
    query = select(Task.element_id).where(
        Task.province_code == key[0], Task.case_id == key[1], Task.state == "open"
    )
    return list(session.scalars(query))
