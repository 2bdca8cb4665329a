"""Whether who prepared a case may decide it: where a rule of the province says so, another does.

The one answer for acts and pages. No text fixes it; without a rule (``signs_apart``) anybody may.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.routing.as_it_stands import CaseAsItStands
from engine.routing.deciding import decides
from engine.store.cases import Task


def prepared_before(
    session: Session, stands: CaseAsItStands, element_id: str, officer_id: str | None
) -> str | None:
    """The step that this officer did, for which another decides the case at the one named.

    Neither the reception nor a decision that was sent back prepares anything.
    """
    if officer_id is None or not stands.taken.signs_apart:
        return None
    if not decides(stands.definition, element_id):
        return None
    done = session.execute(
        select(Task.element_id, Task.name)
        .where(
            Task.province_code == stands.row["province_code"],
            Task.case_id == stands.row["id"],
            Task.completed_by == officer_id,
        )
        .order_by(Task.completed_at.desc(), Task.id)
    ).all()
    return next((row.name for row in done if _prepares(stands, row.element_id)), None)


def _prepares(stands: CaseAsItStands, element_id: str) -> bool:
    step = stands.definition.steps.get(element_id)
    plain = step is not None and step.act is None and not step.after_decision
    return plain and not decides(stands.definition, element_id)
