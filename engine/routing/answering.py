"""Which units answer for a late case."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.organisation.tree import Setting
from engine.store.cases import Task
from engine.store.rows import CaseRow


def units_answering(session: Session, setting: Setting, case: CaseRow) -> frozenset[str]:
    """The unit that decides the case, those that had a step of it, and those above them in their
    agency: whose heads say why it is late.
    """
    had = select(Task.unit_code).where(
        Task.province_code == case["province_code"], Task.case_id == case["id"]
    )
    units = {case["competent_unit"], *session.scalars(had)}
    return frozenset(above for unit in units for above in setting.led_from(unit))
