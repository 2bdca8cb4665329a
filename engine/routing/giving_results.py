"""Whether a result waits for a fee, through corrections too: what acts and every page decide by."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from engine.fees.owing import Owing
from engine.life import state
from engine.routing.corrections import told_instead
from engine.routing.owing import owing_of_cases
from engine.routing.refused import refused_results
from engine.store.base import table_of
from engine.store.cases import Case
from engine.store.rows import CaseRow

_case = table_of(Case)
HANDED_OUT = frozenset({"receive", "return"})
"""What a counter does with a case: it neither makes, signs nor stores the result."""


def owed_for_results(session: Session, cases: Sequence[CaseRow]) -> dict[str, int]:
    """What is paid before each result is given, in đồng, by case id: that of a correction waits for
    the fee of the case that it corrects; a refusal waits for none.
    """
    return {one: sum(each.awaited for each in both) for one, both in _both(session, cases).items()}


def owed_for_result(session: Session, case: CaseRow) -> int:
    """The same of one case."""
    return owed_for_results(session, [case])[case["id"]]


def own_held_back(session: Session, case: CaseRow) -> Owing:
    """How what is owed stands for the result that this case itself stored."""
    own, *first = _both(session, [case])[case["id"]]
    return replace(own, due=own.due + sum(one.awaited for one in first))


def told_held_back(session: Session, cases: Sequence[CaseRow]) -> dict[str, Owing]:
    """The same, by case id, for the result that is told of each: its own, or what corrects it."""
    solved = [case for case in cases if state(case["status"]).solved]
    instead = told_instead(
        session, {case["province_code"] for case in solved}, [case["id"] for case in solved]
    )
    told = _rows(session, solved, instead.values())
    found = {}
    for case_id, (own, *first) in _both(session, cases).items():
        owing = replace(own, due=own.due + sum(one.awaited for one in first))
        if case_id in instead:
            by = state(told[instead[case_id]]["status"])
            owing = replace(owing, handed=by.solved and by.ended)
        found[case_id] = owing
    return found


def own_given(session: Session, province_code: str, case_ids: Collection[str]) -> frozenset[str]:
    """Those of the cases whose own result grants what was asked and may be had now: no refusal,
    not corrected since, and no fee is owed before it.
    """
    of_ids = (_case.c.province_code == province_code, _case.c.id.in_(case_ids))
    rows = session.execute(select(_case).where(*of_ids)).mappings() if case_ids else ()
    solved = [case for case in map(_row, rows) if state(case["status"]).solved]
    held_back = told_held_back(session, solved)
    instead = told_instead(session, {province_code}, list(held_back))
    not_granted = refused_results(session, solved) | instead.keys()
    return frozenset(
        one for one, owing in held_back.items() if one not in not_granted and not owing.holds_back
    )


def made_result(tasks: Iterable[Mapping[str, object]], officer_id: str | None) -> bool:
    """Whether the officer made, signed or stored the result: ended a step that is no counter's."""
    return officer_id is not None and any(
        task["completed_by"] == officer_id and task["act"] not in HANDED_OUT for task in tasks
    )


def _both(session: Session, cases: Sequence[CaseRow]) -> dict[str, list[Owing]]:
    """Of each case its own fees, and those of the case that it corrects."""
    corrects = {case["id"]: case["corrects"] for case in cases if case["corrects"]}
    known = {case["id"]: case for case in cases}
    firsts = _rows(session, cases, set(corrects.values()) - known.keys())
    owing = owing_of_cases(session, [*cases, *firsts.values()])
    return {
        one: [owing[one], *([owing[corrects[one]]] if one in corrects else [])] for one in known
    }


def _rows(session: Session, beside: Sequence[CaseRow], ids: Collection[str]) -> dict[str, CaseRow]:
    if not ids:
        return {}
    query = select(_case).where(
        _case.c.province_code.in_({case["province_code"] for case in beside}), _case.c.id.in_(ids)
    )
    return {row["id"]: row for row in map(_row, session.execute(query).mappings())}


def _row(found: RowMapping) -> CaseRow:
    return cast("CaseRow", dict(found))
