"""Which agency decided a case: that of the desk at which its result was signed or refused.

The competent unit solves a case; where a higher one signs, the result is that one's, and so is what
people think of it and what it takes to correct it.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.organisation.tree import Setting
from engine.store.base import table_of
from engine.store.cases import CaseDocument, Task
from engine.store.rows import CaseRow

_document, _task = table_of(CaseDocument), table_of(Task)


def decided_by(session: Session, setting: Setting, cases: Sequence[CaseRow]) -> Mapping[str, str]:
    """Case by id → the unit that decided it: the competent one where nothing signed says otherwise,
    or a desk of its agency signed.
    """
    own = {case["id"]: case["competent_unit"] for case in cases}
    # A correction may store the paper that was signed in the first case.
    wanted = {one for case in cases for one in (case["id"], case["corrects"]) if one}
    signed = signed_at(session, setting.province_code, wanted)
    for case in cases:
        unit = signed.get(case["id"]) or signed.get(case["corrects"] or "")
        if unit and setting.agency_unit(unit) != setting.agency_unit(case["competent_unit"]):
            own[case["id"]] = setting.agency_unit(unit)
    return own


def signed_at(session: Session, province_code: str, case_ids: set[str]) -> Mapping[str, str]:
    """Case → the unit of the desk at which its last result was signed, or refused."""
    if not case_ids:
        return {}
    document = select(_document.c.case_id, _document.c.signed).where(
        _document.c.province_code == province_code,
        _document.c.case_id.in_(case_ids),
        _document.c.role == "result",
    )
    elements: dict[str, str] = {}
    for case_id, signed in session.execute(document.order_by(_document.c.id)):
        if signed:
            elements[case_id] = signed["element"]
    if not elements:
        return {}
    task = select(_task.c.case_id, _task.c.element_id, _task.c.unit_code).where(
        _task.c.province_code == province_code,
        _task.c.case_id.in_(elements),
        _task.c.element_id.in_(set(elements.values())),
    )
    found: dict[str, str] = {}
    for row in session.execute(task.order_by(_task.c.created_at, _task.c.id)):
        if elements[row.case_id] == row.element_id:
            found[row.case_id] = row.unit_code
    return found
