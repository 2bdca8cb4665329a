"""Which units had work with a case, and which answer for it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.organisation.tree import Setting
from engine.store.cases import Task
from engine.store.rows import CaseRow


def units_that_worked(session: Session, case: CaseRow) -> frozenset[str]:
    """The units that had a step of the case, or of the one whose result it corrects."""
    cases = [one for one in (case["id"], case["corrects"]) if one]
    had = select(Task.unit_code).where(
        Task.province_code == case["province_code"], Task.case_id.in_(cases)
    )
    return frozenset(session.scalars(had))


def units_answering(session: Session, setting: Setting, case: CaseRow) -> frozenset[str]:
    """The unit that decides the case, those that had a step of it, and those above them in their
    agency: whose heads say why it is late, and correct its result.
    """
    units = {case["competent_unit"], *units_that_worked(session, case)}
    return frozenset(above for unit in units for above in setting.led_from(unit))
