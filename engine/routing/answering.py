"""Which units had work with a case, and which answer for it."""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.organisation.tree import Setting
from engine.store.cases import Task
from engine.store.rows import CaseRow


def units_that_worked(session: Session, case: CaseRow) -> frozenset[str]:
    """The units that had a step of the case, or of the one whose result it corrects."""
    corrects = {case["id"]: case["corrects"]}
    return units_by_case(session, case["province_code"], corrects)[case["id"]]


def units_by_case(
    session: Session, province_code: str, corrects: Mapping[str, str | None]
) -> Mapping[str, frozenset[str]]:
    """The same of several cases by id; ``corrects``: the case whose result each corrects."""
    ids = {one for pair in corrects.items() for one in pair if one}
    had = select(Task.case_id, Task.unit_code).where(
        Task.province_code == province_code, Task.case_id.in_(ids)
    )
    found: dict[str, set[str]] = {}
    for case_id, unit in session.execute(had.distinct()) if ids else ():
        found.setdefault(case_id, set()).add(unit)
    return {
        case_id: frozenset(found.get(case_id, ())).union(found.get(earlier or "", ()))
        for case_id, earlier in corrects.items()
    }


def units_answering(session: Session, setting: Setting, case: CaseRow) -> frozenset[str]:
    """The unit that decides the case, those that had a step of it or with which it fell late, and
    those above them in their agency: whose heads say why it is late, and correct its result.
    """
    late = {case["late_unit"]} if case["late_unit"] else set()
    return answering(setting, {case["competent_unit"], *late, *units_that_worked(session, case)})


def answering(setting: Setting, units: Collection[str]) -> frozenset[str]:
    """The units with those above them in their agency."""
    return frozenset(above for unit in units for above in setting.led_from(unit))


def charged(setting: Setting, unit: str, worked: Collection[str]) -> frozenset[str]:
    """Whose heads apologise for what fell late with the unit: it, those of its agency that had a
    step of the case (``worked``), and those above them.
    """
    agency = setting.agency_unit(unit)
    own = {one for one in worked if setting.agency_unit(one) == agency}
    return answering(setting, {unit, *own})
